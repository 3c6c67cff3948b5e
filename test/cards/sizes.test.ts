import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DigestView } from '../../bot/domain/reminders/digest.ts';
import type { ClientSecret } from '../../bot/domain/shared/application.ts';
import { secretView } from '../../bot/domain/shared/application-view.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { renderDigest, renderNotice, renderOutcome } from '../../cards/index.ts';
import { ITEMS_SHOWN } from '../../cards/reminders/digest.ts';
import { actionsOf, SIZE_LIMIT, sizeOf } from './inspect.ts';
import { assignmentForm, manager } from './outcomes/access.ts';
import { application, LIST, NOW, secret, TIMELINE, USES } from './outcomes/applications.ts';
import { auditRow } from './outcomes/audit.ts';
import { CHANNEL, CHAT, digest, item, link } from './outcomes/reminders.ts';
import { requestView } from './outcomes/requests.ts';
import { ANNA, ROTATION, rotationView } from './outcomes/rotation.ts';

/** Four bytes each, and as many as Entra takes. */
const WIDEST = '𝔸'.repeat(256);
const NAME = `Partner-NL-${WIDEST}-SMC`;
const times = <T>(count: number, make: (i: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, i) => make(i));

const secrets = times(500, (i) => secret(i, WIDEST, WIDEST, '2027-08-01'));
const full = application(1, NAME, secrets);
const old = (one: ClientSecret) => ({ ...one, start: new Date('2020-05-01') });
const by = { ...ANNA, name: WIDEST };
const tick = { by, at: NOW };
const rotation = { ...ROTATION, application: full, old: secret(1, WIDEST, WIDEST, '2027-08-01'), started: tick };
const scope = { kind: 'organisation', key: `nl/${WIDEST}`, name: WIDEST } as const;
const channel = { ...link('').channel, name: WIDEST, teamName: WIDEST };
const dead = (i: number) => link(`${i}`.padStart(36, '0'), { scope, channel, linkedBy: by, deadSince: NOW });
const wide = (i: number) => application(i, NAME, []);
const left = (i: number) => ({ clientId: `${i}`.padStart(36, '0'), displayName: NAME, others: [by] });
const people = times(100, (i) => ({ ...by, oid: `${i}`.padStart(36, '0'), address: WIDEST, guest: true }));
const asked = { asker: { ...requestView({}).request.asker, name: WIDEST }, query: WIDEST, why: WIDEST.repeat(2) };
const wished = requestView({ ...asked, who: WIDEST, scope }).request;
const entry = auditRow('access.refused', { actor: by, subject: by, detail: WIDEST, keyId: 'k'.repeat(36) });
const late = { name: WIDEST, chat: 'unopened', about: ['assigned', 'channel-unlinked', 'request-news'] } as const;
const lost = { to: { kind: 'channel', name: WIDEST }, about: 'digest', items: 40, since: NOW, code: WIDEST } as const;

const beside = { purpose: 'show', hint: WIDEST, others: times(3, () => full) } as const;

/** What a card shows at most of each kind, and the sentence that says what is left out. */
const LARGEST: readonly (readonly [string, Outcome])[] = [
  [
    'And 492 more secrets',
    { ...LIST, applications: times(5, () => full), filter: WIDEST, page: 2, pages: 3, total: 15 },
  ],
  ['Your words fit another application, too:', { kind: 'application', application: full, beside }],
  ['And 475 more secrets', { kind: 'choose-secret', purpose: 'rotate', application: full, hint: '' }],
  [
    'And 270 more applications',
    { kind: 'choose-application', purpose: 'show', query: WIDEST, hint: WIDEST, candidates: times(300, () => full) },
  ],
  [
    '100 client secrets within 365 days of 24 November 2026 · page 2 of 4',
    {
      ...TIMELINE,
      days: 365,
      rows: secrets
        .slice(0, 25)
        .map((one) => ({ application: full, secret: secretView(old(one), NOW, [], USES), daysLeft: 158 })),
      report: { asOf: NOW },
      filter: WIDEST,
      page: 2,
      pages: 4,
      total: 100,
    },
  ],
  ['And 25 more open rotations', { kind: 'rotations', rotations: times(50, () => rotation) }],
  ['And 495 more newer secrets', { kind: 'rotation', view: rotationView(rotation, { candidates: secrets }) }],
  ['And 75 more links', { kind: 'links', links: times(100, dead), mayUnlink: new Set(times(100, (i) => dead(i).id)) }],
  ['And 80 more', { kind: 'choose-scope', act: 'link', query: '', scopes: times(100, () => scope) }],
  [
    'And 75 more managers',
    {
      ...{ kind: 'managers', application: full, mayChange: true },
      managers: times(100, () => manager({ person: by, by, status: 'left', guest: true, confirmedBy: WIDEST })),
    },
  ],
  [
    'And 95 more applications',
    {
      ...{ kind: 'leavers', page: 1, pages: 9, total: 45 },
      managers: times(5, () => ({ ...{ person: by, how: 'left', since: NOW }, applications: times(100, left) })),
    },
  ],
  [
    'more applications that cannot be listed here',
    {
      ...{ kind: 'choose-assignment', act: 'assign', unknownPeople: [WIDEST, WIDEST], unknownApplications: [WIDEST] },
      ...{ people, applications: [], choices: times(999, wide) },
    },
  ],
  ['And 70 more.', assignmentForm({ people, applications: times(100, wide), abandoned: times(100, wide) })],
  ['And 80 more requests', { kind: 'requests', review: times(100, () => requestView(wished)), own: [] }],
  ['And 80 older requests', { kind: 'requests', review: [], own: times(100, () => wished) }],
  [
    'more applications that cannot be listed here',
    {
      kind: 'request',
      view: requestView(wished, {
        applications: times(999, wide),
        mustRecord: true,
        confirmers: times(50, () => WIDEST),
      }),
    },
  ],
  [
    'And 75 more on this page',
    {
      ...{ kind: 'audit', rows: times(100, () => entry), applications: [full], application: full },
      ...{ query: WIDEST, days: 365, page: 2, pages: 9, total: 900, details: true, by: 'nobody', people },
    },
  ],
  [
    'And 75 more messages',
    {
      ...{ kind: 'undelivered', messages: times(100, (i) => ({ message: `digest-${i}`, ...lost })) },
      waiting: times(100, () => ({ kind: 'person', ...late, since: NOW })),
    },
  ],
  [
    'And 75 more.',
    { kind: 'undelivered', messages: [], waiting: times(100, () => ({ kind: 'person', ...late, since: NOW })) },
  ],
];

test.each(LARGEST)('the largest card says “%s” and stays under the limit', (sentence, outcome) => {
  const { card } = renderOutcome(outcome);
  expect(JSON.stringify(card)).toContain(sentence);
  expect(sizeOf(card)).toBeLessThan(SIZE_LIMIT);
});

test('the largest notices stay under the limit and count what they leave out', () => {
  const died = renderNotice({ kind: 'links-died', links: times(100, dead) });
  const nobody = renderNotice({
    kind: 'nobody-to-tell',
    applications: times(100, () => ({ ...full, day: '2026-11-24', managers: times(9, () => WIDEST) })),
  });
  const unopened = renderNotice({ kind: 'unopened-chats', since: NOW, people: times(100, () => late) });
  const unlinked = renderNotice({ kind: 'channel-unlinked', links: times(100, dead) });
  const assigned = renderNotice({ kind: 'assigned', applications: times(80, () => full), by });
  const unassigned = renderNotice({ kind: 'unassigned', applications: times(80, () => full) });
  const leaver = { person: by, how: 'left', applications: times(100, (i) => ({ ...left(i), managers: 0 })) } as const;
  for (const kind of ['managers-left', 'colleagues-left'] as const) {
    const { card } = renderNotice({ kind, people: times(100, () => leaver) });
    expect(JSON.stringify(card)).toContain('And 95 more managers.');
    expect(sizeOf(card)).toBeLessThan(SIZE_LIMIT);
  }
  for (const { card } of [died, nobody, unopened, unlinked, assigned, unassigned]) {
    expect(JSON.stringify(card)).toContain('And 50 more.');
    expect(sizeOf(card)).toBeLessThan(SIZE_LIMIT);
  }
});

interface Part {
  readonly application: string;
  readonly secret: string;
  readonly claimed: boolean;
  readonly over: boolean;
}

describe('a digest', () => {
  const name = fc.string({ unit: fc.constantFrom('𝔸', 'é', '"', '\\', 'a', ' '), maxLength: 300 });
  const widest = fc.constant(WIDEST);
  const items = fc.array(
    fc.record({
      application: fc.oneof(name, widest),
      secret: fc.oneof(name, widest),
      claimed: fc.boolean(),
      over: fc.boolean(),
    }),
    { minLength: 1, maxLength: 80 },
  );

  function made(parts: readonly Part[], inChannel: boolean): DigestView {
    const own = parts.map(({ application: displayName, secret: secretName, claimed, over }, i) => {
      const ref = { clientId: `client-${i}`, displayName };
      const settled = over && i % 2 === 0 ? ({ how: 'deleted', ...tick } as const) : undefined;
      const claim = claimed ? tick : undefined;
      return item(i + 1, ref, '2026-11-29', {
        secretName,
        hint: WIDEST,
        newer: true,
        overlong: true,
        cutOff: true,
        claim,
        ending: settled,
      });
    });
    const managers = new Map(
      own.map(({ application: { clientId } }) => [clientId, { names: [WIDEST, WIDEST, WIDEST, WIDEST], unknown: 3 }]),
    );
    const mentions = times(9, (i) => ({ accountId: `29:${i}${'x'.repeat(90)}`, name: WIDEST }));
    const id = 'd'.repeat(64);
    return digest(own, { id, managers, mentions, mayBeRepeated: true, destination: inChannel ? CHANNEL : CHAT });
  }

  test('stays under the limit as a message and on every page, with any names', () => {
    fc.assert(
      fc.property(items, fc.boolean(), (parts, inChannel) => {
        const view = made(parts, inChannel);
        for (const page of [undefined, 1, 2, 99])
          expect(sizeOf(renderDigest(view, page).card)).toBeLessThan(SIZE_LIMIT);
      }),
      { numRuns: 40 },
    );
  });

  test('stays under the limit with the widest names there are', () => {
    const part = { application: WIDEST, secret: WIDEST, claimed: true, over: false };
    for (const inChannel of [true, false]) {
      expect(
        sizeOf(
          renderDigest(
            made(
              times(80, () => part),
              inChannel,
            ),
          ).card,
        ),
      ).toBeLessThan(SIZE_LIMIT);
    }
  });

  test('loses no item between its pages and shows none twice', () => {
    fc.assert(
      fc.property(items, (parts) => {
        const view = made(parts, true);
        const pages = Math.ceil(parts.length / ITEMS_SHOWN);
        const shown = times(pages, (page) => renderDigest(view, page + 1).card)
          .flatMap(actionsOf)
          .filter((action) => action['verb'] === 'digest-item' && action['title'] === 'Show')
          .map((action) => Object(action['data']).item);
        const live = view.items.filter(({ ending }) => ending === undefined).map(({ number }) => number);
        expect([...shown].sort((a, b) => a - b)).toEqual(live);
      }),
      { numRuns: 40 },
    );
  });
});
