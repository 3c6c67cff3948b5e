import { describe, expect, test } from 'vitest';
import type { Link } from '../../../bot/domain/reminders/link.ts';
import { noteText } from '../../../cards/index.ts';
import { channelText } from '../../../cards/reminders/links.ts';
import { shownMoment } from '../../../cards/shared/dates.ts';
import { complaintsOf, nodesOf } from '../inspect.ts';
import { DM, NOW, SMC } from '../outcomes/applications.ts';
import { dataOf, drawn, linesOf, textOf, told } from '../outcomes/drawn.ts';
import { link } from '../outcomes/reminders.ts';
import { ANNA } from '../outcomes/rotation.ts';

describe('the timeline', () => {
  const timeline = drawn('expiring');
  const { card } = timeline;
  const bars = nodesOf(card).filter((node) => node['type'] === 'Image');

  test('has a bar for each secret, as long as its time and coloured by urgency', () => {
    expect(bars.map(({ width, height, altText }) => [width, height, altText])).toEqual([
      ['4px', '8px', 'A bar: 0 of 60 days'],
      ['28px', '8px', 'A bar: 7 of 60 days'],
      ['72px', '8px', 'A bar: 18 of 60 days'],
      ['236px', '8px', 'A bar: 59 of 60 days'],
    ]);
    const [today, inAWeek, soon, later] = bars.map(({ url }) => String(url));
    expect([today === inAWeek, new Set([inAWeek, soon, later]).size]).toEqual([true, 3]);
    // A picture that has to be fetched would tell a server who reads the card, and when.
    for (const { url } of bars) expect(url).toMatch(/^data:image\/png;base64,[A-Za-z0-9+/=]+$/);
  });

  test('says the same in words', () => {
    const lines = linesOf(timeline);
    for (const part of [
      '⚠ today',
      '⚠ in 7 days',
      '⚠ in 18 days',
      '✔ in 59 days',
      'expires 24 November 2026, ',
      'in 60 days',
    ])
      expect(lines).toContain(part);
  });

  test('says that nothing expires, and on which page of how many secrets it is', () => {
    const used = textOf(drawn('expiring-used'));
    expect(used).toContain(
      `Last uses come from Entra’s report as of ${shownMoment(new Date('2026-11-24T07:10:00Z'))}.`,
    );
    for (const line of [' · last use not known', ' · last used 22 November 2026']) expect(used).toContain(line);
    expect(textOf(timeline)).not.toContain('last use');
    expect(textOf(drawn('expiring-cut'))).toContain('24 November 2026. 400 days is the most.');
    expect(textOf(drawn('expiring-none'))).toContain('Nothing of yours expires within 60 days.');
    expect(textOf(drawn('expiring-none-of-all'))).toContain('Nothing expires within 60 days.');
    expect(textOf(drawn('expiring-many'))).toContain(
      '57 client secrets within 365 days of 24 November 2026 · page 2 of 3',
    );
    expect(dataOf(drawn('expiring-many'), 'expiring').slice(0, 2)).toEqual([
      { days: 365, filter: '', page: 1 },
      { days: 365, filter: '', page: 3 },
    ]);
  });

  test('offers an administrator to show what they do not manage, and nothing that changes it', () => {
    const all = drawn('expiring-all');
    expect(dataOf(all, 'rotate-secret')).toHaveLength(1);
    expect(dataOf(all, 'open')).toHaveLength(3);
  });

  test('offers to rotate each, and to look further', () => {
    expect(dataOf(timeline, 'rotate-secret')).toHaveLength(4);
    expect(dataOf(timeline, 'expiring')).toEqual([30, 60, 180, 365].map((days) => ({ days, filter: '' })));
  });
});

describe('the cards of links', () => {
  test('have a button only for links that the asker may remove', () => {
    expect(dataOf(drawn('links'), 'unlink-one')).toEqual([{ id: 'link-1' }]);
  });

  test('name a channel with its team, and say since when a dead one cannot be reached', () => {
    expect(textOf(drawn('links'))).toContain('Stichting Voorbeeld IT › API secrets');
    expect(textOf(drawn('links'))).toContain('Cannot be reached since 24 November 2026');
  });

  test('call a channel without a name General only if it has its team’s id', () => {
    const { channel } = link('');
    const named = (special: Partial<Link['channel']>) => channelText({ channel: { ...channel, name: '', ...special } });
    expect(named({ teamId: channel.conversation.id })).toBe('Stichting Voorbeeld IT › General');
    expect(named({})).toBe('Stichting Voorbeeld IT › a channel');
    expect(named({ teamId: undefined, teamName: '' })).toBe('a team › a channel');
  });

  test('carry the scope of a choice as text', () => {
    const scopes = ['organisation:nl/stichting-voorbeeld', `application:${SMC.clientId}`];
    expect(dataOf(drawn('choose-scope'), 'link')).toEqual(scopes.map((scope) => ({ scope })));
    expect(dataOf(drawn('choose-scope-unlink'), 'unlink')).toEqual([{ scope: scopes[0] }]);
    expect(textOf(drawn('choose-scope'))).toContain('Netherlands (NL)');
  });
});

describe('the card of a sweep', () => {
  test('lets an administrator accept a number that looks wrong, but not zero', () => {
    expect(dataOf(drawn('sweep-suspicious'), 'sweep')).toEqual([{ accept: true }]);
    for (const name of ['sweep', 'sweep-nothing', 'sweep-failed']) expect(dataOf(drawn(name), 'sweep')).toEqual([]);
    expect(textOf(drawn('sweep-suspicious'))).toContain('the last good sweep read 410');
    expect(textOf(drawn('sweep-failed'))).toContain('failure number 3');
  });

  test('says what the sweep did', () => {
    expect(textOf(drawn('sweep'))).toContain('Read: 412 applications with 1630 client secrets');
    expect(textOf(drawn('sweep'))).toContain('Newly due: 12 reminders in 5 messages');
  });
});

test('the list of undelivered messages has buttons to send each again or drop it', () => {
  const acts = ['digest-7', 'digest-8'].flatMap((message) => ['retry', 'drop'].map((act) => ({ act, message })));
  expect(dataOf(drawn('undelivered'), 'undelivered-act')).toEqual(acts);
  expect(textOf(drawn('undelivered-none'))).toContain('Every message was delivered.');
});

test('the card of a choice of e-mails offers the other ways', () => {
  expect(dataOf(drawn('mail-choice-off'), 'notify')).toEqual([{ mail: 'html' }, { mail: 'text' }]);
});

test('a note is one plain sentence in which no name is read as markup', () => {
  const claim = { by: { ...ANNA, name: '**Anna** [x](https://evil.example)' }, at: NOW };
  expect(noteText({ kind: 'claimed-before', claim })).toBe(
    'Anna x (https evil example) is on it already, since 24 November 2026. Nothing was changed; press Take over if you do it instead.',
  );
});

describe('help', () => {
  test.each(['rotate', 'rotations', 'expiring', 'link', 'links', 'request', 'requests', 'managers', 'audit'])(
    'mentions %s',
    (lead) => {
      expect(textOf(drawn('help-commands'))).toContain(`"text":"${lead} "`);
    },
  );

  test('mentions e-mail only if it is set up, and administrators’ commands only to administrators', () => {
    for (const lead of ['notify mail', 'sweep', 'undelivered', 'assign', 'unassign', 'link admin']) {
      expect(textOf(drawn('help-commands'))).not.toContain(`"text":"${lead} "`);
      expect(textOf(drawn('help-commands-administrator'))).toContain(`"text":"${lead} "`);
    }
  });
});

test('the card of an application leads to its managers and its record', () => {
  const data = dataOf(drawn('application'), 'open');
  expect(data).toContainEqual({ purpose: 'managers', query: SMC.clientId });
  expect(data).toContainEqual({ purpose: 'audit', query: SMC.clientId, hint: '30' });
});

test('the list offers to rotate if an application has a secret, and its card offers it for each secret', () => {
  expect(dataOf(drawn('applications'), 'open')).toContainEqual({ purpose: 'rotate', query: SMC.clientId });
  expect(textOf(drawn('application-bare'))).not.toContain('rotate-secret');
  expect(dataOf(drawn('application'), 'rotate-secret')).toEqual(
    SMC.secrets.map(({ keyId }) => ({ clientId: SMC.clientId, keyId })),
  );
});

test('a manager whose channel has lost its links is told which links, why, and how to link another channel', () => {
  const text = textOf(told('channel-unlinked'));
  expect(text).toContain('Stichting Voorbeeld IT › API secrets: all applications of Stichting-Voorbeeld');
  expect(text).toContain('because reminders would show those people the names and dates of secrets');
  expect(text).toContain('To link another channel, mention me there with “link”');
});

test('the list of undelivered messages names who waits, what waits and what helps, apart from what was given up', () => {
  const text = textOf(drawn('undelivered'));
  expect(text).toContain('Bram de Vries has not opened the chat with me yet: pass on the link below.');
  expect(text).toContain(
    'a role that was given, the answer to a request · since 24 November 2026, 10:15 Greenwich time',
  );
  expect(text).toContain('Somebody whose name I do not know has not opened the chat with me yet');
  expect(text).toContain('Clara Smit has removed or blocked me');
  expect(textOf(drawn('undelivered-waiting'))).toContain('I have not given up any message.');
  expect(textOf(drawn('undelivered-none'))).not.toContain('Messages that wait for a person');
});

test('the alarms about people who cannot be told name them, and say what waits', () => {
  const waiting = textOf(told('unopened-chats'));
  expect(waiting).toContain(
    'Bram de Vries has not opened the chat with me yet: pass on the link below. What waits: a role',
  );
  const untold = textOf(told('nobody-to-tell-unopened'));
  expect(untold).toContain('Clara Smit has not opened the chat with me yet');
  expect(untold).toContain('Bram de Vries, somebody whose name I do not know have not opened the chat');
});

test('the alarm that nobody can be told carries the date of each secret, and a button to assign for the first ten', () => {
  const untold = textOf(told('nobody-to-tell-unopened'));
  expect(untold).toContain('expires 12 December 2026');
  expect(untold).toContain('expired 2 October 2026');
  expect(dataOf(told('nobody-to-tell-unopened'), 'assign')).toEqual(
    [SMC, DM].map(({ clientId }) => ({ people: '', applications: clientId, stays: true })),
  );
  const many = told('nobody-to-tell-many');
  expect(dataOf(many, 'assign')).toHaveLength(10);
  expect(textOf(many)).toContain(`${SMC.displayName}: expires 24 November 2026`);
});

describe('an administrators’ notice', () => {
  const notices = [
    'links-died',
    'nobody-to-tell',
    'sweep-suspicious',
    'sweep-suspicious-nothing',
    'sweep-failing',
    'sweep-failing-never',
    'undelivered',
  ].map(told);
  const texts = notices.map(textOf);

  test('says what is wrong and what to do', () => {
    const parts = [
      'Stichting Voorbeeld IT › API secrets: all applications of Stichting-Voorbeeld',
      SMC.displayName,
      'the last good sweep read 410',
      'no application at all',
      'The last good sweep was on 24 November 2026, 10:15 Greenwich time.',
      'Reference: 1a2b3c4d',
      '3 messages could not be delivered',
    ];
    for (const [i, part] of parts.entries()) expect(texts[i]).toContain(part);
  });

  test('is a valid card whose notification names nobody', () => {
    for (const { card, fallbackText } of notices) {
      expect(complaintsOf(card)).toEqual([]);
      expect(fallbackText).not.toContain('Voorbeeld');
    }
  });
});
