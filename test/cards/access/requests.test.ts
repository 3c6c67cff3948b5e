import { describe, expect, test } from 'vitest';
import { noteText, renderOutcome } from '../../../cards/index.ts';
import { actionsOf, complaintsOf, nodesOf, problemIn } from '../inspect.ts';
import { application, DM, SMC } from '../outcomes/applications.ts';
import { buttonsOf, dataOf, drawn, inputOf, linesOf, told } from '../outcomes/drawn.ts';
import { NAMED_NOTICES } from '../outcomes/index.ts';
import { APPLICATION, ORGANISATION } from '../outcomes/reminders.ts';
import { MANY, REQUEST, requestView } from '../outcomes/requests.ts';

describe('the form of a request', () => {
  test('says who reads it, that no secret belongs there, and that it lapses', () => {
    expect(linesOf(drawn('request-form'))).toMatch(/administrators read.*Never write a client secret.*after 14 days/);
  });

  test('keeps what was typed and says each problem directly under its input', () => {
    const nodes = nodesOf(drawn('request-form-problems').card).filter((n) => 'id' in n || problemIn(n) !== undefined);
    expect(nodes.map((node) => node['id'] ?? problemIn(node))).toEqual(
      ['query', 'why', 'who'].flatMap((id, i) => [
        id,
        `✖ This is too long. Use ${[200, 500, 120][i]} characters or fewer.`,
      ]),
    );
    expect(nodes[0]).toMatchObject({ value: 'q'.repeat(201), maxLength: 200 });
    expect(nodes[2]).toMatchObject({ isMultiline: true });
  });

  test('carries nothing but its inputs', () => {
    expect(dataOf(drawn('request-form'), 'submit-request')).toEqual([{}]);
    expect(inputOf(drawn('request-form'), 'query')).toMatchObject({ value: 'voorbeeld', isRequired: true });
  });
});

describe('an answer to the asker', () => {
  test('has the same words for every application that was typed', () => {
    const said = (query: string) =>
      linesOf(renderOutcome({ kind: 'requested', query, expiresAt: REQUEST.expiresAt })).replaceAll(query, 'X');
    expect(said(SMC.displayName)).toBe(said('no such thing'));
    expect(said('x y z')).toContain('If “X” exists, its managers are asked to confirm');
    expect(said('x y z')).toContain('It ends on 8 December 2026 if nobody decides.');
  });

  test('about a request that nobody has reviewed does not tell whether it was found or folded', () => {
    const own = (['new', 'waiting', 'folded'] as const).map((state) =>
      linesOf(renderOutcome({ kind: 'requests', review: [], own: [{ ...REQUEST, state }] })),
    );
    const missing = renderOutcome({ kind: 'requests', review: [], own: [{ ...REQUEST, scope: undefined }] });
    expect(new Set([...own, linesOf(missing)]).size).toBe(1);
    expect(own[0]).not.toContain(SMC.displayName);
  });

  test.each(['confirmed', 'declined', 'expired'])('about a request that is %s quotes what they typed', (news) => {
    expect(linesOf(told(`request-news-${news}`))).toContain('You asked for: “voorbeeld smc”');
  });
});

describe('the card of a request', () => {
  test('says who asks, for what, what that means, why, who knows of it, and its state', () => {
    const lines = linesOf(drawn('request-approve-organisation'));
    for (const part of [
      'Who asks: Anna Visser',
      'Asked for: “voorbeeld smc”',
      'That is: all applications of Stichting-Voorbeeld',
      'Why: I take over the interface',
      'Who knows of it: Jan Bakker, head of IT',
      'Asked on: 24 November 2026, 10:15 Greenwich time; asked again 2 times',
      'Open until: 8 December 2026',
      '✔ Confirmed by Pieter de Groot, 24 November 2026, 10:15 Greenwich time',
    ])
      expect(lines).toContain(part);
    expect(linesOf(drawn('request-waiting'))).toContain('Who can confirm it: Pieter de Groot.');
    expect(linesOf(drawn('request-recorded'))).toContain('✔ Confirmed by Jan Bakker, as Sofie Maes recorded');
    expect(linesOf(drawn('request-declined'))).toContain('✖ Declined by Sofie Maes');
  });

  test.each([
    ['new', []],
    ['confirm', ['confirm', 'decline']],
    ['waiting', []],
    ['approve', ['approve', 'decline']],
    ['record', ['approve', 'decline']],
    ['nothing-found', ['choose', 'decline']],
    ['nothing-left', ['decline']],
    ['confirmed', []],
    ['approved', []],
    ['recorded', []],
    ['declined', []],
    ['expired', []],
    ['folded', []],
  ])('of the sample “%s” offers %j, both alone and shared', (name, acts) => {
    const data = (shared: boolean) => acts.map((act) => ({ request: 'request-1', act, shared }));
    expect(dataOf(drawn(`request-${name}`), 'review')).toEqual(data(false));
    expect(dataOf(told(`request-${name}`), 'review')).toEqual(data(true));
  });

  test('presets all applications that the request means', () => {
    const all = [SMC, DM, application(3, '', [])].map(({ clientId }) => clientId).join(',');
    expect(inputOf(drawn('request-approve-organisation'), 'applications')).toMatchObject({
      style: 'expanded',
      value: all,
    });
    expect(inputOf(drawn('request-approve-many'), 'applications')).toMatchObject({
      style: 'filtered',
      value: MANY.map(({ clientId }) => clientId).join(','),
    });
    expect(inputOf(drawn('request-nothing-found'), 'applications')).toBeUndefined();
  });

  test('asks who confirmed it only if nobody could, and declines without that', () => {
    expect(inputOf(drawn('request-record'), 'confirmedBy')).toMatchObject({ isRequired: true });
    expect(inputOf(drawn('request-approve'), 'confirmedBy')).toBeUndefined();
    const decline = actionsOf(drawn('request-record').card).find(({ title }) => title === 'Decline');
    expect(decline).toMatchObject({ associatedInputs: 'none' });
    expect(linesOf(drawn('request-record-problem'))).toContain('✖ Please say who in the organisation');
    expect(linesOf(drawn('request-nothing-chosen'))).toContain('✖ Please choose at least one application.');
    expect(linesOf(drawn('request-nothing-found'))).toContain('nothing to approve');
  });

  test('leads back to all requests only if nobody else sees the card', () => {
    expect(buttonsOf(drawn('request-confirmed'))).toEqual(['All requests']);
    expect(buttonsOf(told('request-confirmed'))).toEqual([]);
  });
});

describe('the card of a request in a channel', () => {
  const cards = ['in-channel', 'in-channel-unknown', 'in-channel-recorded'].map((name) => told(`request-${name}`));

  test('says who asks for access to what, and nothing that anybody has typed', () => {
    expect(linesOf(told('request-in-channel'))).toContain(`Anna Visser asks for access to ${SMC.displayName}.`);
    expect(linesOf(told('request-in-channel-unknown'))).toContain('Anna Visser asks for access, in words by which');
    for (const { card, fallbackText } of cards)
      for (const typed of [REQUEST.query, REQUEST.why, REQUEST.who, 'Jan Bakker', 'Pieter does it'])
        expect(`${JSON.stringify(card)} ${fallbackText}`).not.toContain(typed);
  });

  test('mentions those who can confirm it, and shows what was typed to the person who asks for it', () => {
    const { card } = told('request-in-channel');
    expect(linesOf(told('request-in-channel'))).toContain('<at>Pieter de Groot</at>: please look at it.');
    expect(card['msteams']).toMatchObject({
      entities: [{ type: 'mention', text: '<at>Pieter de Groot</at>', mentioned: { id: '29:pieter' } }],
    });
    expect(dataOf(told('request-in-channel'), 'review')).toEqual(
      ['confirm', 'show', 'decline'].map((act) => ({ request: 'request-1', act, shared: true })),
    );
  });
});

describe('what the card of a request asks before anything is done', () => {
  test('is the reason for declining, which is needed and is read by the person who asked', () => {
    expect(inputOf(drawn('request-asks-reason'), 'reason')).toMatchObject({
      label: 'Why do you decline? The person who asked reads it.',
      isRequired: true,
      maxLength: 500,
    });
    expect(buttonsOf(drawn('request-asks-reason'))).toEqual(['Decline the request', 'Back']);
    expect(linesOf(drawn('request-reason-problem'))).toContain('✖ Please say why');
    expect(linesOf(drawn('request-declined-reason'))).toContain('The reason: “Pieter does this already.”');
    expect(linesOf(told('request-news-declined'))).toContain('The reason: “Anna has left the team.”');
  });

  test('is what the words mean, among all organisations and applications', () => {
    expect(inputOf(drawn('request-asks-meaning'), 'meant')).toMatchObject({
      style: 'filtered',
      choices: [{ value: `organisation:${ORGANISATION.key}` }, { value: `application:${APPLICATION.key}` }],
    });
    expect(buttonsOf(drawn('request-asks-meaning'))).toEqual(['Ask those who can confirm', 'Back']);
  });
});

test('the list of requests leads to each one that the asker can review', () => {
  const shown = ['request-1', 'request-2'].map((request) => ({ request, act: 'show', shared: false }));
  expect(dataOf(drawn('requests'), 'review')).toEqual(shown);
  expect(linesOf(drawn('requests'))).toContain(`Anna Visser: ${SMC.displayName}`);
  expect(linesOf(drawn('requests'))).toContain('Anna Visser: “voorbeeld smc”');
  expect(linesOf(drawn('requests-none'))).toContain('There is no request that you can review');
});

test('a card offers to ask for access if the person has none', () => {
  for (const name of ['no-applications', 'refused-not-yours', 'note-not-yours', 'requests-none'])
    expect(dataOf(drawn(name), 'request')).toEqual([{ query: '' }]);
});

test('a card that found nothing among the person’s own offers to ask for access in the words that were typed', () => {
  const found = { kind: 'not-found', purpose: 'create', query: 'Partner-SE-Nord-DM', suggestions: [] } as const;
  const asked = [{ query: 'Partner-SE-Nord-DM' }];
  expect(dataOf(renderOutcome({ ...found, mayAsk: true }), 'request')).toEqual(asked);
  expect(dataOf(renderOutcome({ kind: 'no-applications', ask: 'Partner-SE-Nord-DM' }), 'request')).toEqual(asked);
  expect(dataOf(renderOutcome(found), 'request')).toEqual([]);
});

test('a note about a request is one plain sentence', () => {
  expect(noteText({ kind: 'reviewed', how: 'confirmed' })).toMatch(/^You have confirmed this request\./);
  expect(noteText({ kind: 'request', refusal: 'own-request' })).toMatch(/^Nobody confirms or approves their own/);
});

test.each([...NAMED_NOTICES.keys()])('the notice %s is a valid card whose notification names nobody', (name) => {
  const { card, fallbackText } = told(name);
  expect(complaintsOf(card)).toEqual([]);
  expect(JSON.stringify(card)).not.toContain('${');
  for (const part of ['Voorbeeld', 'Anna', 'voorbeeld']) expect(fallbackText).not.toContain(part);
});

test('the card of a request names an asker without a name by their object id', () => {
  const card = renderOutcome({ kind: 'request', view: requestView({ asker: { ...REQUEST.asker, name: '' } }) });
  expect(linesOf(card)).toContain('Who asks: somebody (object ID oid-anna)');
});
