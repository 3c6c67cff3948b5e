import type { DigestItem, DigestView } from '../../../bot/domain/reminders/digest.ts';
import type { Link } from '../../../bot/domain/reminders/link.ts';
import type { ExpiringRow, RemindersOutcome } from '../../../bot/domain/reminders/outcomes.ts';
import type { Destination } from '../../../bot/domain/reminders/reminder.ts';
import type { SweepReport } from '../../../bot/domain/reminders/sweep.ts';
import { reportShown } from '../../../bot/domain/secrets/last-use.ts';
import type { ApplicationRef, ClientSecret } from '../../../bot/domain/shared/application.ts';
import { secretView } from '../../../bot/domain/shared/application-view.ts';
import { ADMIN_SCOPE } from '../../../bot/domain/shared/organisation.ts';
import { DM, EXPIRING, NOW, ODD, SMC, secret, TIMELINE, USES, VALID } from './applications.ts';
import { ANNA, PIETER } from './rotation.ts';
import type { OutcomeSamples } from './variants.ts';

export const CHANNEL: Destination = { kind: 'channel', conversationId: '19:channel@thread.tacv2' };
export const CHAT: Destination = { kind: 'chat', person: ANNA };
export const MAIL: Destination = { kind: 'mail', person: ANNA };

/** One item of a digest, with what is special about it. */
export function item(
  number: number,
  application: ApplicationRef,
  end: string,
  special: Partial<DigestItem> = {},
): DigestItem {
  const { keyId, name, hint, end: ends } = secret(100 + number, `Secret ${number} by Anna Visser`, 'x7Q', end);
  const plain = {
    stage: ends <= NOW ? -1 : 7,
    newer: false,
    cutOff: false,
    claim: undefined,
    ending: undefined,
    alsoTold: [],
  } as const;
  return { number, application, keyId, secretName: name, hint, end: ends, ...plain, ...special };
}

const claim = { by: ANNA, at: NOW };
const ITEMS: readonly DigestItem[] = [
  item(1, DM, '2026-11-21', { cutOff: true }),
  item(2, SMC, '2026-11-24', { stage: 0, end: new Date('2026-11-24T21:00:00Z') }),
  item(3, SMC, '2026-11-29', { newer: true, claim: { ...claim, until: '2026-11-26' }, alsoTold: [CHAT, MAIL] }),
  item(8, SMC, '2026-09-30'),
  item(4, ODD, '2026-12-15', { stage: 21 }),
  item(5, ODD, '2026-12-01', { ending: { how: 'deleted', by: PIETER, at: NOW } }),
  item(6, ODD, '2026-12-02', { ending: { how: 'deleted', by: undefined, at: NOW } }),
  item(7, ODD, '2026-12-03', { ending: { how: 'replaced', by: PIETER, at: NOW } }),
];
const MANAGERS: DigestView['managers'] = new Map([
  [SMC.clientId, { names: ['Anna Visser', 'Pieter de Groot'], unknown: 1 }],
  [ODD.clientId, { names: [], unknown: 2 }],
]);

/** A digest of these items for a channel, without mentions. */
export function digest(items: readonly DigestItem[], special: Partial<DigestView> = {}): DigestView {
  const plain = { id: 'digest-1', destination: CHANNEL, asOf: NOW, zone: 'Europe/Amsterdam', managers: MANAGERS };
  return { ...plain, items, mentions: [], mayBeRepeated: false, ...special };
}

/** Everything that a digest can say, for a channel. */
export const DIGEST = digest(ITEMS, {
  mentions: [
    { accountId: '29:anna', name: 'Anna Visser' },
    { accountId: '29:pieter', name: 'Pieter de Groot' },
  ],
  mayBeRepeated: true,
});
const SEEN = { rotation: undefined, lastUse: undefined, isNewerInUse: false } as const;
const QUIET = { at: undefined, inUse: false, safeFrom: undefined } as const;
const usedOn = (day: string, inUse: boolean) => ({ ...QUIET, at: new Date(`${day}T21:50:00Z`), inUse });
const NEWER = { newer: true, newerSecret: { keyId: VALID.keyId, name: VALID.name } } as const;
/** What is known of each secret's use and replacement. */
export const KNOWING = digest(
  [
    item(1, SMC, '2026-11-29', NEWER),
    item(2, SMC, '2026-11-29', NEWER),
    item(3, SMC, '2026-11-30', NEWER),
    item(4, SMC, '2026-12-01', { ...NEWER, overlong: true }),
    item(5, DM, '2026-11-20', NEWER),
    item(6, DM, '2026-11-20'),
    item(7, ODD, '2026-12-15', { stage: 21 }),
  ],
  {
    report: { asOf: new Date('2026-11-24T07:10:00Z') },
    facts: new Map([
      [1, { ...SEEN, rotation: { step: 'update', by: ANNA }, lastUse: usedOn('2026-11-22', true) }],
      [2, { ...SEEN, lastUse: usedOn('2026-11-22', true) }],
      [3, { ...SEEN, lastUse: usedOn('2026-11-22', true), isNewerInUse: true }],
      [4, { ...SEEN, lastUse: usedOn('2026-10-02', false), isNewerInUse: true }],
      [5, { ...SEEN, lastUse: usedOn('2026-11-02', false) }],
      [6, { ...SEEN, lastUse: usedOn('2026-11-19', false) }],
      [7, { ...SEEN, lastUse: QUIET }],
    ]),
  },
);
const MANY = Array.from({ length: 40 }, (_, i) =>
  item(i + 1, [SMC, DM, ODD][i % 3] ?? SMC, `2026-12-${10 + (i % 20)}`),
);

const tonight = (it: ClientSecret): ClientSecret => ({ ...it, end: new Date('2026-11-24T21:00:00Z') });
const rows: readonly ExpiringRow[] = [
  {
    application: ODD,
    secret: secretView(tonight(secret(30, 'Nightly export', 'b0x', '2026-11-24')), NOW),
    daysLeft: 0,
  },
  { application: SMC, secret: secretView(secret(31, 'Secret by Pieter', 'kT~', '2026-12-01'), NOW), daysLeft: 7 },
  { application: SMC, secret: secretView({ ...EXPIRING, start: new Date('2024-12-12') }, NOW), daysLeft: 18 },
  { application: DM, secret: secretView(secret(32, 'Secret by Anna Visser', 'x7Q', '2027-01-22'), NOW), daysLeft: 59 },
];
const manyRows = Array.from(
  { length: 25 },
  (): ExpiringRow => ({ application: SMC, secret: secretView(VALID, NOW), daysLeft: 284 }),
);

export const ORGANISATION = {
  kind: 'organisation',
  key: 'nl/stichting-voorbeeld',
  name: 'Stichting-Voorbeeld',
} as const;
export const APPLICATION = { kind: 'application', key: SMC.clientId, name: SMC.displayName } as const;

/** A link of a channel, with what is special about it. */
export function link(id: string, special: Partial<Link> = {}): Link {
  const conversation = {
    kind: 'channel',
    id: '19:a',
    serviceUrl: 'https://teams.example/',
    botAccountId: '28:bot',
  } as const;
  const channel = { conversation, teamId: 'team', name: 'API secrets', teamName: 'Stichting Voorbeeld IT' };
  return { id, scope: ORGANISATION, channel, linkedBy: ANNA, linkedAt: NOW, deadSince: undefined, ...special };
}

const links = [
  link('link-1'),
  link('link-2', { scope: APPLICATION, channel: { ...link('').channel, name: '' }, deadSince: NOW }),
];
const REPORT: SweepReport = {
  startedAt: NOW,
  finishedAt: new Date(NOW.getTime() + 4200),
  by: ANNA,
  applications: 412,
  secrets: 1630,
  due: 12,
  digests: 5,
  result: 'completed',
  failures: 0,
  leaversDoubted: false,
};
const suspicious = { ...REPORT, applications: 31, secrets: 80, result: 'suspicious' } as const;
function claimOf(step: Extract<RemindersOutcome, { kind: 'claim' }>['step']) {
  const days = { firstDay: '2026-11-24', lastDay: '2026-12-12' };
  return { kind: 'claim', application: SMC, secret: EXPIRING, claim, step, ...days } as const;
}

const mail = { kind: 'mail-choice', changed: false } as const;

export const REMINDERS_OUTCOMES = {
  digest: {
    plain: { kind: 'digest', digest: DIGEST, page: 1 },
    chat: { kind: 'digest', digest: { ...DIGEST, destination: CHAT }, page: 1 },
    page: { kind: 'digest', digest: digest(MANY), page: 2 },
    knowing: { kind: 'digest', digest: KNOWING, page: 1 },
    done: { kind: 'digest', digest: digest(ITEMS.filter(({ ending }) => ending !== undefined)), page: 1 },
  },
  expiring: {
    plain: { ...TIMELINE, zone: 'Europe/Amsterdam', rows },
    used: {
      ...TIMELINE,
      zone: 'Europe/Amsterdam',
      rows: [secret(33, 'Secret by Pieter', 'kT~', '2026-12-01'), EXPIRING].map((own) => ({
        application: SMC,
        secret: secretView(own, NOW, [], USES),
        daysLeft: 7,
      })),
      total: 2,
      report: reportShown(USES),
    },
    none: { ...TIMELINE, rows: [], total: 0 },
    cut: { ...TIMELINE, days: 400, rows, isCut: true },
    'none-of-all': { ...TIMELINE, rows: [], total: 0, filter: 'NL', whose: 'all', mayShowAll: true },
    many: { ...TIMELINE, days: 365, rows: manyRows, page: 2, pages: 3, total: 57 },
    all: {
      ...TIMELINE,
      rows: rows.map((row, index) => ({ ...row, readOnly: index > 0 })),
      whose: 'all',
      mayShowAll: true,
    },
  },
  'choose-scope': {
    plain: { kind: 'choose-scope', act: 'link', query: 'voorbeeld', scopes: [ORGANISATION, APPLICATION] },
    unlink: { kind: 'choose-scope', act: 'unlink', query: '', scopes: [ORGANISATION] },
    contact: {
      ...{ kind: 'choose-scope', act: 'contact', query: '', scopes: [ORGANISATION] },
      addresses: 'desk@example.org oncall@example.org',
    },
    none: { kind: 'choose-scope', act: 'link', query: 'zzz', scopes: [] },
    administrators: { kind: 'choose-scope', act: 'unlink', query: '', scopes: [ADMIN_SCOPE, ORGANISATION] },
  },
  linked: {
    plain: { kind: 'linked', scope: ORGANISATION, already: false },
    already: { kind: 'linked', scope: APPLICATION, already: true },
    outsiders: { kind: 'linked', scope: ORGANISATION, already: false, outsiders: 2 },
    administrators: { kind: 'linked', scope: ADMIN_SCOPE, already: false },
  },
  unlinked: {
    plain: { kind: 'unlinked', scope: ORGANISATION },
    nothing: { kind: 'unlinked', scope: undefined },
    administrators: { kind: 'unlinked', scope: ADMIN_SCOPE },
  },
  links: {
    plain: { kind: 'links', links, mayUnlink: new Set(['link-1']) },
    none: { kind: 'links', links: [], mayUnlink: new Set() },
    administrators: { kind: 'links', links: [link('link-3', { scope: ADMIN_SCOPE })], mayUnlink: new Set() },
  },
  claim: {
    plain: { ...claimOf('claimed') },
    own: { ...claimOf('own') },
    promised: { ...claimOf('promised'), claim: { ...claim, until: '2026-11-26' } },
    'day-off': { ...claimOf('day-off') },
    expired: { ...claimOf('claimed'), lastDay: '2026-11-20' },
  },
  'given-back': { plain: { kind: 'given-back', application: SMC } },
  unused: {
    connects: { kind: 'unused', application: SMC, step: 'connects' },
    plain: { kind: 'unused', application: SMC, step: 'ask' },
    said: { kind: 'unused', application: SMC, step: 'said' },
  },
  'mail-choice': {
    html: { ...mail, choice: 'html' },
    text: { ...mail, choice: 'text' },
    off: { ...mail, choice: 'off', changed: true },
  },
  sweep: {
    plain: { kind: 'sweep', report: REPORT, doubt: undefined },
    suspicious: { kind: 'sweep', report: suspicious, doubt: { of: 'applications', read: 31, before: 410 } },
    nothing: {
      kind: 'sweep',
      report: { ...suspicious, applications: 0, by: undefined },
      doubt: { of: 'applications', read: 0, before: 410 },
    },
    failed: { kind: 'sweep', report: { ...REPORT, result: 'failed', failures: 3 }, doubt: undefined },
  },
} satisfies OutcomeSamples<RemindersOutcome>;
