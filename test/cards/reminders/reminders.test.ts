import { describe, expect, test } from 'vitest';
import type { Link } from '../../../bot/domain/reminders/link.ts';
import { noteText, type Rendered, renderNotice, renderOutcome } from '../../../cards/index.ts';
import { channelText } from '../../../cards/reminders/links.ts';
import { actionsOf, complaintsOf, nodesOf } from '../inspect.ts';
import { NOW, SMC } from '../outcomes/applications.ts';
import { OUTCOMES } from '../outcomes/index.ts';
import { link } from '../outcomes/reminders.ts';
import { ANNA } from '../outcomes/rotation.ts';

function drawn(name: string): Rendered {
  const outcome = OUTCOMES[name];
  if (outcome === undefined) throw new Error(`no outcome ${name}`);
  return renderOutcome(outcome);
}

function textOf(name: string): string {
  return JSON.stringify(drawn(name).card);
}

function dataOf(card: unknown, verb: string): readonly unknown[] {
  return actionsOf(card)
    .filter((action) => action['verb'] === verb)
    .map((action) => action['data']);
}

describe('the timeline', () => {
  const { card } = drawn('expiring');
  const bars = nodesOf(card).filter((node) => node['type'] === 'Column' && 'style' in node);

  test('has a bar for each secret, as long as its time and coloured by urgency', () => {
    expect(bars.map(({ width, style }) => [width, style])).toEqual([
      [2, 'attention'],
      [12, 'attention'],
      [30, 'warning'],
      [98, 'good'],
    ]);
  });

  test('says the same in words', () => {
    const texts = nodesOf(card).map((node) => node['text']);
    for (const part of ['today', 'in 7 days', 'in 18 days', 'in 59 days', 'expires 24 November 2026, ', 'in 60 days'])
      expect(texts).toContain(part);
  });

  test('says when nothing expires, and how many it leaves out', () => {
    expect(textOf('expiring-none')).toContain('Nothing of yours expires within 60 days.');
    expect(textOf('expiring-many')).toContain('And 7 more client secrets');
  });

  test('offers to rotate each, and to look further', () => {
    expect(dataOf(card, 'rotate-secret')).toHaveLength(4);
    expect(dataOf(card, 'expiring')).toEqual([30, 60, 180, 365].map((days) => ({ days })));
  });
});

describe('links', () => {
  test('only what the asker may unlink has a button', () => {
    expect(dataOf(drawn('links').card, 'unlink-one')).toEqual([{ id: 'link-1' }]);
  });

  test('a channel is named with its team, and a dead one says since when', () => {
    expect(textOf('links')).toContain('Stichting Voorbeeld IT › API secrets');
    expect(textOf('links')).toContain('Cannot be reached since 24 November 2026');
  });

  test('a channel without a name is General only where it has its team’s id', () => {
    const { channel } = link('');
    const named = (special: Partial<Link['channel']>) => channelText({ channel: { ...channel, name: '', ...special } });
    expect(named({ teamId: channel.conversation.id })).toBe('Stichting Voorbeeld IT › General');
    expect(named({})).toBe('Stichting Voorbeeld IT › a channel');
    expect(named({ teamId: undefined, teamName: '' })).toBe('a team › a channel');
  });

  test('a choice carries the scope as text', () => {
    const scopes = ['organisation:nl/stichting-voorbeeld', `application:${SMC.clientId}`];
    expect(dataOf(drawn('choose-scope').card, 'link')).toEqual(scopes.map((scope) => ({ scope })));
    expect(dataOf(drawn('choose-scope-unlink').card, 'unlink')).toEqual([{ scope: scopes[0] }]);
    expect(textOf('choose-scope')).toContain('Netherlands (NL)');
  });
});

describe('a sweep', () => {
  test('whose numbers look wrong can be said to be right, but not one that read nothing', () => {
    expect(dataOf(drawn('sweep-suspicious').card, 'sweep')).toEqual([{ accept: true }]);
    for (const name of ['sweep', 'sweep-nothing', 'sweep-failed'])
      expect(dataOf(drawn(name).card, 'sweep')).toEqual([]);
    expect(textOf('sweep-suspicious')).toContain('the last good sweep read 410');
    expect(textOf('sweep-failed')).toContain('failure number 3');
  });

  test('reports what it did', () => {
    expect(textOf('sweep')).toContain('Read: 412 applications with 1630 client secrets');
    expect(textOf('sweep')).toContain('Newly due: 12 reminders in 5 messages');
  });
});

test('each undelivered message can be sent again or dropped', () => {
  const acts = ['digest-7', 'digest-8'].flatMap((digest) => ['retry', 'drop'].map((act) => ({ act, digest })));
  expect(dataOf(drawn('undelivered').card, 'undelivered-act')).toEqual(acts);
  expect(textOf('undelivered-none')).toContain('Every message was delivered.');
});

test('the other ways to get e-mail are offered', () => {
  expect(dataOf(drawn('mail-choice-off').card, 'notify')).toEqual([{ mail: 'html' }, { mail: 'text' }]);
});

test('a note is one plain sentence, with nothing in a name that is read as markup', () => {
  const claim = { by: { ...ANNA, name: '**Anna** [x](https://evil.example)' }, at: NOW };
  expect(noteText({ kind: 'claimed-before', claim, mine: false })).toBe(
    'Anna x (https evil example) is on it already, since 24 November 2026. Nothing was changed; press Take over if you do it instead.',
  );
  expect(noteText({ kind: 'claimed-before', claim, mine: true })).toMatch(/^You are on it already/);
});

describe('help', () => {
  test.each(['rotate', 'rotations', 'expiring', 'link', 'links', 'request', 'requests', 'managers', 'audit'])(
    'speaks of %s',
    (lead) => {
      expect(textOf('help-overview')).toContain(`"text":"${lead} "`);
    },
  );

  test('speaks of e-mail only where it is set up, and of what administrators do only to them', () => {
    for (const lead of ['notify mail', 'sweep', 'undelivered', 'assign', 'unassign', 'link admin']) {
      expect(textOf('help-overview')).not.toContain(`"text":"${lead} "`);
      expect(textOf('help-administrator')).toContain(`"text":"${lead} "`);
    }
  });
});

test('an application leads to its managers and its record', () => {
  const data = dataOf(drawn('application').card, 'open');
  expect(data).toContainEqual({ purpose: 'managers', query: SMC.clientId });
  expect(data).toContainEqual({ purpose: 'audit', query: SMC.clientId, hint: '30' });
});

test('the list offers to rotate where there is a secret, and an application’s card beside each', () => {
  expect(dataOf(drawn('list').card, 'open')).toContainEqual({ purpose: 'rotate', query: SMC.clientId });
  expect(textOf('application-bare')).not.toContain('rotate-secret');
  expect(dataOf(drawn('application').card, 'rotate-secret')).toEqual(
    SMC.secrets.map(({ keyId }) => ({ clientId: SMC.clientId, keyId })),
  );
});

describe('an administrators’ notice', () => {
  const notices = [
    renderNotice({ kind: 'links-died', links: [link('1')] }),
    renderNotice({ kind: 'nobody-to-tell', applications: [SMC] }),
    renderNotice({ kind: 'sweep-suspicious', read: 31, before: 410 }),
    renderNotice({ kind: 'sweep-suspicious', read: 0, before: undefined }),
    renderNotice({ kind: 'sweep-failing', since: NOW, reference: '1a2b3c4d' }),
    renderNotice({ kind: 'sweep-failing', since: undefined, reference: '1a2b3c4d' }),
    renderNotice({ kind: 'undelivered', count: 3 }),
  ];
  const texts = notices.map(({ card }) => JSON.stringify(card));

  test('says what is wrong and what to do', () => {
    const parts = [
      'Stichting Voorbeeld IT › API secrets: all applications of Stichting-Voorbeeld',
      SMC.displayName,
      'the last good sweep read 410',
      'no application at all',
      'The last good sweep was on 24 November 2026, 10:15 UTC.',
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
