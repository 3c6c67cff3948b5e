import { describe, expect, test } from 'vitest';
import { renderOutcome } from '../../../cards/index.ts';
import { shownMoment } from '../../../cards/shared/dates.ts';
import { actionsOf, nodesOf } from '../inspect.ts';
import { EXPIRING } from '../outcomes/applications.ts';
import { drawn, textOf } from '../outcomes/drawn.ts';
import { ROTATION_OUTCOMES } from '../outcomes/rotation.ts';

/** What the buttons of the rotation itself do, in their order. */
function actsOf(name: string): readonly string[] {
  return actionsOf(drawn(name).card)
    .filter((action) => action['verb'] === 'rotation')
    .map((action) => `${Object(action['data']).act}${action['mode'] === 'secondary' ? ', aside' : ''}`);
}

describe('the card of a rotation', () => {
  test.each([
    ['rotation-create', ['create', 'show', 'abandon, aside']],
    ['rotation-candidates', ['create', 'adopt', 'show', 'abandon, aside']],
    ['rotation-update', ['updated', 'show', 'replaced, aside', 'abandon, aside']],
    ['rotation-confirm', ['confirmed', 'show', 'replaced, aside', 'abandon, aside']],
    ['rotation-delete', ['delete', 'show', 'replaced, aside', 'abandon, aside']],
    ['rotation-deleted', []],
    ['rotation-replaced', []],
    ['rotation-abandoned', []],
    ['rotation-reopened', []],
  ])('%s offers %j', (name, acts) => {
    expect(actsOf(name)).toEqual(acts);
  });

  test('carries the rotation’s id, and a key id only to choose an existing secret', () => {
    const data = actionsOf(drawn('rotation-candidates').card)
      .filter((action) => action['verb'] === 'rotation')
      .map((action) => Object(action['data']));
    const [candidate] = ROTATION_OUTCOMES.rotation.candidates.view.candidates;
    expect(data.map(({ id }) => id)).toEqual(data.map(() => 'rotation-1'));
    expect(data.map(({ keyId }) => keyId).filter(Boolean)).toEqual([candidate?.keyId]);
  });

  test('says with which secret somebody has signed in, and that the steps before are done', () => {
    const text = textOf(drawn('rotation-signed-in'));
    expect(text).toContain('Somebody signed in with Q9r… on 23 November 2026, 22:50 Greenwich time');
    expect(text).toContain('Somebody signed in with the new secret');
    expect(actsOf('rotation-signed-in')).toEqual(['delete', 'show', 'replaced, aside', 'abandon, aside']);
  });

  test('recommends the deletion only when the old secret has been silent for three days', () => {
    expect(textOf(drawn('rotation-silent'))).toContain('The old secret has been silent for 3 days');
    const used = textOf(drawn('rotation-still-used'));
    expect(used).toContain(
      `Something signed in with the old secret on ${shownMoment(new Date('2026-11-24T06:40:00Z'))}`,
    );
    expect(used).toContain(
      `Do not delete it before it has been silent for 3 days, which is on ${shownMoment(new Date('2026-11-27T06:40:00Z'))}.`,
    );
    const begun = textOf(drawn('rotation-signed-in'));
    expect(begun).toContain(`no sign-in with the old secret since ${shownMoment(new Date('2026-11-23T09:05:00Z'))}`);
  });

  test('never recommends what the form of the deletion warns of', () => {
    const lately = textOf(drawn('rotation-silent-lately-used'));
    expect(lately).toContain('You can delete it if you know that no system uses it more rarely than that');
    expect(lately).toContain('I ask for the name of the application');
    const contradicted = textOf(drawn('rotation-silent-in-the-log-alone'));
    expect(contradicted).toContain(
      `Something signed in with the old secret on ${shownMoment(new Date('2026-11-24T07:10:00Z'))}`,
    );
    expect(contradicted).not.toContain('You can delete it');
  });

  test('recommends nothing if the log was not read lately, and says when it was', () => {
    const late = textOf(drawn('rotation-log-late'));
    expect(late).toContain(
      `Entra’s log of sign-ins was read last on ${shownMoment(new Date('2026-11-24T10:15:00Z'))}.`,
    );
    expect(late).not.toContain('has been silent');
    expect(textOf(drawn('rotation-update-log-late'))).not.toContain('I tick this step when');
  });

  test('says that the form asks for the name if the log alone tells of a use in the last seven days', () => {
    expect(textOf(drawn('rotation-silent'))).toContain('I ask for the name of the application');
  });

  test('asks whether the sign-in was a test if nobody has said that the system has the new secret', () => {
    expect(textOf(drawn('rotation-silent'))).not.toContain('only a test');
    expect(textOf(drawn('rotation-silent-untold'))).toContain('only a test of it, give it to your system before');
  });

  test('does not say that the log ticks the steps of a secret that existed before', () => {
    expect(textOf(drawn('rotation-update-adopted'))).not.toContain('I tick this step when');
  });

  test('says that the log ticks its steps only while the log is read', () => {
    expect(textOf(drawn('rotation-update-watched'))).toContain('I tick this step when');
    expect(textOf(drawn('rotation-update'))).not.toContain('I tick this step when');
  });

  test('does not mention overlap if the old secret has expired', () => {
    expect(textOf(drawn('rotation-of-an-expired-secret'))).toContain('expired 12 December 2026');
    expect(textOf(drawn('rotation-of-an-expired-secret'))).not.toMatch(/keeps working|overlap|valid until/);
  });

  test('shows both secrets with hint and date, and each step with who and when', () => {
    for (const part of [
      `${EXPIRING.name} (kT~…)`,
      'valid until 12 December 2026',
      'Secret by Anna Visser (2026) (Q9r…)',
      'Created by Anna Visser, 20 November 2026, 09:05 Greenwich time',
      'Done by Anna Visser, 21 November 2026, 14:30 Greenwich time',
      'Confirmed by Pieter de Groot, 23 November 2026, 08:10 Greenwich time',
      'Delete the old secret',
    ]) {
      expect(textOf(drawn('rotation-delete'))).toContain(part);
    }
    expect(textOf(drawn('rotation-create'))).toContain('not created yet');
  });

  test('says why it is too early to delete, at the last step only', () => {
    const early = textOf(drawn('rotation-delete-too-early'));
    for (const part of ['was used after the new one', 'I recommend waiting', 'Nobody has confirmed']) {
      expect(early).toContain(part);
      expect(textOf(drawn('rotation-confirm'))).not.toContain(part);
    }
  });

  test('says how each end came about and what it means', () => {
    expect(textOf(drawn('rotation-deleted'))).toContain(
      'deleted by Pieter de Groot on 24 November 2026, 10:00 Greenwich time',
    );
    expect(textOf(drawn('rotation-deleted-outside'))).toContain('Deleted outside this app');
    expect(textOf(drawn('rotation-replaced'))).toContain('still exists until it expires; reminders about it stop');
    expect(textOf(drawn('rotation-abandoned'))).toContain('reminders about the old one go on');
  });

  test('says where a new value went, and never holds one', () => {
    expect(textOf(drawn('rotation-update'))).toContain('which only you can see');
    expect(textOf(drawn('rotation-update-personal'))).toContain('in our 1:1 chat');
    expect(textOf(drawn('rotation-update'))).toContain('removes itself after 10 minutes');
  });

  test('says that somebody else was faster and nothing was done twice', () => {
    expect(textOf(drawn('rotation-confirm'))).toContain('nothing was done twice');
  });

  test('names the step, and nobody, in its notification', () => {
    expect(drawn('rotation-confirm').fallbackText).toBe('Rotate a client secret: 3. Confirm that it connects');
  });
});

describe('the sign-in report on the card of a rotation', () => {
  test('is shown with its age', () => {
    const text = textOf(drawn('rotation-delete'));
    expect(text).toContain('New secret first used: 21 November 2026, 15:12 Greenwich time');
    expect(text).toContain('Old secret last used: 22 November 2026, 03:00 Greenwich time');
    expect(text).toContain('Report read 24 November 2026, 10:15 Greenwich time; its newest entry was 3 hours old.');
  });

  test('says that it shows no use of the new secret yet', () => {
    expect(textOf(drawn('rotation-confirm'))).toContain('The report shows no use of the new secret yet.');
  });

  test('is said to be missing if it is on and not available, and is not mentioned if it is off', () => {
    expect(textOf(drawn('rotation-many-candidates'))).toContain('sign-in report is not available');
    expect(textOf(drawn('rotation-create'))).not.toContain('report');
  });

  test('still shows a first use that it showed once', () => {
    const { rotation } = ROTATION_OUTCOMES.rotation.update.view;
    const view = {
      ...ROTATION_OUTCOMES.rotation.confirm.view,
      rotation: { ...rotation, firstUsed: new Date('2026-11-21T15:12:00Z') },
    };
    const text = JSON.stringify(renderOutcome({ kind: 'rotation', view }).card);
    expect(text).toContain('New secret first used: 21 November 2026');
    expect(text).not.toContain('no use of the new secret');
  });
});

test('the list of open rotations leads to the card of each', () => {
  const ids = actionsOf(drawn('rotations').card)
    .filter((action) => action['title'] === 'Continue' && action['type'] === 'Action.Execute')
    .map((action) => action['data']);
  expect(ids).toEqual(['rotation-1', 'rotation-2', 'rotation-3'].map((id) => ({ id, act: 'show' })));
  const text = nodesOf(drawn('rotations').card).map((node) => node['text']);
  for (const part of [
    'Step 1 of 4: Create the new secret',
    'Step 4 of 4: Delete the old secret',
    'since 20 November 2026, started by Anna Visser',
  ])
    expect(text).toContain(part);
});
