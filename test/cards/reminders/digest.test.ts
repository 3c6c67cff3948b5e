import { describe, expect, test } from 'vitest';
import { renderDigest, renderOutcome } from '../../../cards/index.ts';
import { actionsOf, complaintsOf, nodesOf } from '../inspect.ts';
import { SMC } from '../outcomes/applications.ts';
import { drawn } from '../outcomes/drawn.ts';
import { CHANNEL, CHAT, DIGEST, digest, item } from '../outcomes/reminders.ts';
import { ANNA } from '../outcomes/rotation.ts';

const MARKED = 'hNt';
const many = Array.from({ length: 57 }, (_, i) => item(i + 1, SMC, '2026-12-10', { hint: MARKED }));

function textOf(value: unknown): string {
  return JSON.stringify(value);
}

/** Everything that a person reads on a card, in its order. */
function linesOf(card: unknown): readonly string[] {
  return nodesOf(card).flatMap((node) => {
    if (node['type'] === 'TextBlock') return [String(node['text'])];
    return node['type'] === 'RichTextBlock'
      ? [
          nodesOf(node['inlines'])
            .map((run) => run['text'])
            .join(''),
        ]
      : [];
  });
}

function dataOf(card: unknown, title: string): unknown {
  const action = actionsOf(card).find((one) => one['title'] === title && one['type'] === 'Action.Execute');
  return action === undefined ? undefined : { verb: action['verb'], ...Object(action['data']) };
}

describe('a digest in a channel, which guests read, too', () => {
  test('holds names and dates and nothing else', () => {
    expect(linesOf(renderDigest(DIGEST).card)).toEqual([
      'Client secrets that need attention',
      'As of 24 November 2026',
      '5 client secrets of 3 applications need attention. 1 application cannot connect. 3 are taken care of.',
      'Please look at this: <at>Anna Visser</at>, <at>Pieter de Groot</at>',
      'I was interrupted while sending this; it may be here twice.',
      'Partner-NL-Stichting-Voorbeeld-DM',
      'Nobody manages this application. Ask the WMDA team to assign a credential manager.',
      '✖ This application cannot connect.',
      'Secret 1 by Anna Visser',
      '✖ expired 3 days ago · 21 November 2026',
      'Partner-NL-Stichting-Voorbeeld-SMC',
      'Managed by Anna Visser, Pieter de Groot and 1 more',
      'Also told: managers in person, managers by e-mail',
      'Secret 2 by Anna Visser',
      '⚠ expires today · 24 November 2026',
      'Secret 3 by Anna Visser',
      '⚠ expires in 5 days · 29 November 2026',
      'There is a newer secret. If your system uses it already, delete this one; otherwise rotate.',
      'Anna Visser has been on it since 24 November 2026, and does it on 26 November 2026',
      'Secret 8 by Anna Visser',
      'expired 55 days ago: delete it · 30 September 2026',
      'Legacy export job',
      'Managed by 2 people',
      'Secret 4 by Anna Visser',
      'expires in 21 days · 15 December 2026',
      'Secret 5 by Anna Visser',
      'Deleted by Pieter de Groot on 24 November 2026',
      'Secret 6 by Anna Visser',
      'Deleted outside this app on 24 November 2026',
      'Secret 7 by Anna Visser',
      'Marked as replaced by Pieter de Groot on 24 November 2026',
    ]);
  });

  test('holds no hint, key id, client ID or person’s id, even if one person looks at all of it', () => {
    const view = digest(many, { managers: DIGEST.managers });
    for (const card of [renderDigest(view), renderDigest(view, 1), renderDigest(view, 4), renderDigest(DIGEST)]) {
      const text = textOf(card);
      for (const { keyId, application } of [...many, ...DIGEST.items]) {
        expect(text).not.toContain(keyId);
        expect(text).not.toContain(application.clientId);
      }
      for (const part of [MARKED, 'x7Q', ANNA.oid, CHANNEL.kind === 'channel' ? CHANNEL.conversationId : ''])
        expect(text).not.toContain(part);
    }
  });

  test('shows the hint only in the 1:1 chat', () => {
    expect(textOf(renderDigest(digest(many, { destination: CHAT })))).toContain(`(${MARKED}…)`);
  });
});

test('a digest has buttons for each secret that still needs somebody, and none for a settled one', () => {
  const { card } = renderDigest(DIGEST);
  const due = actionsOf(card).filter((action) => action['verb'] === 'digest-item');
  expect(due.map((action) => action['data'])).toEqual(
    [
      { item: 1, acts: ['rotate', 'claim', 'show', 'unused'] },
      { item: 2, acts: ['rotate', 'claim', 'show'] },
      { item: 3, acts: ['rotate', 'take-over', 'show'] },
      { item: 8, acts: ['delete', 'show'] },
      { item: 4, acts: ['rotate', 'claim', 'show'] },
    ].flatMap(({ item, acts }) => acts.map((act) => ({ act, digest: 'digest-1', item }))),
  );
  expect(complaintsOf(card)).toEqual([]);
});

test('a row of a digest has one main action, and the others are in the menu beside it', () => {
  const { card } = renderDigest(DIGEST);
  const due = actionsOf(card).filter(({ verb, type }) => verb === 'digest-item' && type === 'Action.Execute');
  const rows = Map.groupBy(due, ({ data }) => (data as { item: number }).item);
  const looks = [...rows.values()].map((own) => own.map(({ mode, style }) => `${String(mode)} ${String(style)}`));
  expect(looks.map(([first]) => first)).toEqual([
    ...Array(3).fill('primary positive'),
    ...Array(2).fill('primary default'),
  ]);
  expect(new Set(looks.flatMap(([, ...others]) => others))).toEqual(new Set(['secondary default']));
});

test('secrets of one name are told apart by their hints in the 1:1 chat, and by their IDs elsewhere', () => {
  const pair = ['abc', 'xyz'].map((hint, i) => item(i + 1, SMC, '2026-11-29', { secretName: 'Upload', hint }));
  const tooltips = (destination: typeof CHAT | typeof CHANNEL) =>
    actionsOf(renderDigest(digest(pair, { destination })).card)
      .map(({ tooltip }) => String(tooltip))
      .filter((tooltip) => tooltip.startsWith('Rotate'));
  expect(new Set(tooltips(CHAT))).toEqual(new Set(['Rotate Upload (abc…)', 'Rotate Upload (xyz…)']));
  expect(textOf(renderDigest(digest(pair, { destination: CHAT })))).not.toContain('secret ID');
  expect(new Set(tooltips(CHANNEL)).size).toBe(2);
  expect(tooltips(CHANNEL).join()).toMatch(/^Rotate Upload \(secret ID/);
});

describe('the mentions of a digest', () => {
  const mention = { accountId: '29:x', name: 'Jan [x](https://evil.example) <at>Everybody</at>' };
  const view = digest(many, { mentions: Array.from({ length: 7 }, () => mention) });
  const mentionsIn = (card: unknown) => nodesOf(card).filter((node) => node['type'] === 'mention');

  test('name at most five people, with nothing left of markdown, links or mentions in their names', () => {
    const { card } = renderDigest(view);
    const name = 'Jan x (https evil example) at Everybody at';
    expect(mentionsIn(card)).toEqual(
      Array.from({ length: 5 }, () => ({ type: 'mention', text: `<at>${name}</at>`, mentioned: { id: '29:x', name } })),
    );
    expect(
      linesOf(card)
        .find((line) => line.startsWith('Please look'))
        ?.split(`<at>${name}</at>`),
    ).toHaveLength(6);
  });

  test('are only in the message in the channel: looking at all of it notifies nobody', () => {
    for (const { card } of [renderDigest(view, 1), renderDigest({ ...view, destination: CHAT })]) {
      expect(mentionsIn(card)).toEqual([]);
      expect(textOf(card)).not.toContain('<at>');
    }
  });

  test('have no line of their own if nobody is mentioned', () => {
    expect(textOf(renderDigest(digest(many)))).not.toContain('Please look after it');
  });
});

describe('a digest with more items than one card holds', () => {
  test('says on the message how many are left out, with a button to see all', () => {
    const { card } = renderDigest(digest(many));
    expect(linesOf(card)).toContain('And 45 more client secrets, less urgent.');
    expect(dataOf(card, 'Show all (57)')).toEqual({ verb: 'digest', digest: 'digest-1', page: 1 });
    expect(dataOf(card, 'Next')).toBeUndefined();
  });

  test('shows all its items page by page to the person who asked', () => {
    const page = (number: number) => renderOutcome({ kind: 'digest', digest: digest(many), page: number }).card;
    expect(dataOf(page(1), 'Previous')).toBeUndefined();
    expect(dataOf(page(2), 'Previous')).toEqual({ verb: 'digest', digest: 'digest-1', page: 1 });
    expect(dataOf(page(2), 'Next')).toEqual({ verb: 'digest', digest: 'digest-1', page: 3 });
    expect(linesOf(page(5))).toContain('Page 5 of 5 · 57 client secrets');
    expect(dataOf(page(5), 'Next')).toBeUndefined();
    expect(linesOf(page(99))).toContain('Page 5 of 5 · 57 client secrets');
  });
});

describe('the days of a digest', () => {
  const end = new Date('2026-11-24T23:30:00Z');
  const lineIn = (zone: string) =>
    linesOf(renderDigest(digest([item(1, SMC, '2026-11-24', { end, stage: 0 })], { zone })).card);

  test('are calendar days of the zone, like its dates', () => {
    expect(lineIn('UTC')).toContain('⚠ expires today · 24 November 2026');
    expect(lineIn('Europe/Amsterdam')).toContain('⚠ expires tomorrow · 25 November 2026');
  });

  test('are counted from the digest’s own day, even if it is drawn later', () => {
    const asOf = new Date('2026-12-01T08:00:00Z');
    expect(linesOf(renderDigest(digest(many, { asOf })).card)).toContain('expires in 9 days · 10 December 2026');
  });
});

describe('the notification of a digest', () => {
  test('says how many and how soon, and holds numbers only', () => {
    expect(renderDigest(digest(many)).fallbackText).toBe(
      'Client secrets that need attention: 57, the most urgent expires in 16 days',
    );
    expect(renderDigest(digest(many.slice(0, 1))).fallbackText).toBe('A client secret expires in 16 days');
    expect(renderDigest(DIGEST).fallbackText).toBe(
      'Client secrets that need attention: 5, the most urgent expired 3 days ago',
    );
  });

  test('says that nothing is left to do, as the card does', () => {
    const { card, fallbackText } = drawn('digest-done');
    expect(fallbackText).toBe('Client secrets that needed attention: all are taken care of');
    expect(linesOf(card)).toContain('All of them are taken care of. Nothing is left to do.');
  });
});
