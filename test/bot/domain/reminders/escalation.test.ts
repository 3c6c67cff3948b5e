import { describe, expect, it } from 'vitest';
import type { Claim } from '../../../../bot/domain/reminders/claim.ts';
import {
  destinationKey,
  type PlannedReminder,
  planReminders,
  type ReminderFacts,
  type ReminderReceipt,
} from '../../../../bot/domain/reminders/reminder.ts';
import type { Application, ClientSecret } from '../../../../bot/domain/shared/application.ts';

const DAY_MS = 86_400_000;
const NOW = new Date('2026-11-24T08:00:00Z');
const ANNA = { tid: 'tenant', oid: 'anna', name: 'Anna' };
const BRAM = { tid: 'tenant', oid: 'bram', name: 'Bram' };

const inDays = (days: number) => new Date(NOW.getTime() + days * DAY_MS + 1_000);

function secret(keyId: string, start: number, end: number): ClientSecret {
  return { keyId, name: keyId, hint: 'abc', start: inDays(start), end: inDays(end) };
}

function application(...secrets: readonly ClientSecret[]): Application {
  return { clientId: 'app', displayName: 'Partner-NL-Matchwell-SMC', secrets };
}

function plan(due: Application, over: Partial<ReminderFacts> = {}): readonly PlannedReminder[] {
  return planReminders([due], {
    ...{ now: NOW, zone: 'UTC', receipts: [] },
    channelsOf: () => ['19:channel'],
    managersOf: () => [ANNA, BRAM],
    canChat: () => true,
    wantsMail: () => false,
    contactsOf: () => [],
    isReplaced: () => false,
    claimOf: () => undefined,
    isUnused: () => false,
    ...over,
  });
}

const to = (due: Application, over: Partial<ReminderFacts> = {}) =>
  plan(due, over).map(({ destination }) => destinationKey(destination));

const CHANNEL = 'channel 19:channel';
const IN_PERSON = ['chat tenant anna', 'chat tenant bram'];
const claimed = (until?: string): Partial<ReminderFacts> => ({
  claimOf: (): Claim => ({ by: ANNA, at: NOW, until }),
});

const CERTIFICATE = { keyId: 'c', name: 'CN=a' };

describe('a secret that nobody has claimed', () => {
  it.each([
    [5, [CHANNEL]],
    [4, [CHANNEL]],
    [3, [CHANNEL, ...IN_PERSON]],
    [1, [CHANNEL, ...IN_PERSON]],
    [0, [CHANNEL, ...IN_PERSON, 'administrators']],
  ])('is told with %i days left to %j', (days, destinations) => {
    expect(to(application(secret('old', -300, days)))).toEqual(destinations);
  });

  it('is told to the administrators on the last day, unless a newer secret exists', () => {
    expect(to(application(secret('old', -300, 0), secret('new', -1, 300)))).toEqual([CHANNEL, ...IN_PERSON]);
  });
});

describe('a secret that somebody is on', () => {
  it('is told to the channel and to nobody in person, and on the last day to the administrators', () => {
    expect(to(application(secret('old', -300, 3)), claimed())).toEqual([CHANNEL]);
    expect(to(application(secret('old', -300, 0)), claimed())).toEqual([CHANNEL, 'administrators']);
  });

  it('is told to nobody before the day that was promised, and to the channel from that day on', () => {
    const due = application(secret('old', -300, 6));
    expect(to(due, claimed('2026-11-26'))).toEqual([]);
    expect(to(due, claimed('2026-11-24'))).toEqual([CHANNEL]);
    expect(to(due, claimed('2026-11-20'))).toEqual([CHANNEL]);
  });

  it('is told in the last three days even before the day that was promised', () => {
    expect(to(application(secret('old', -300, 3)), claimed('2026-11-27'))).toEqual([CHANNEL]);
  });
});

describe('an application that cannot connect', () => {
  const dark = application(secret('last', -300, -2), secret('older', -600, -30));

  it('is told each day to the channel, the managers in person and the administrators, by its last secret', () => {
    const planned = plan(dark).filter(({ keyId }) => keyId === 'last');
    expect(planned.map(({ destination }) => destinationKey(destination))).toEqual([
      CHANNEL,
      ...IN_PERSON,
      'administrators',
    ]);
    expect(planned.every(({ stage, cutOff }) => stage === -3 && cutOff)).toBe(true);
  });

  it('is told of its older secrets weekly, and to the channel only', () => {
    const planned = plan(dark).filter(({ keyId }) => keyId === 'older');
    expect(planned).toMatchObject([{ stage: -29, cutOff: false, destination: { kind: 'channel' } }]);
  });

  it('is told of no more once a manager has said that it is not used, and again when it connects', () => {
    expect(plan(dark, { isUnused: () => true })).toEqual([]);
    const connects = application(...dark.secrets, secret('new', -1, 5));
    expect(plan(connects, { isUnused: () => true }).map(({ keyId }) => keyId)).toContain('new');
  });

  it.each([
    ['a certificate', { certificates: [{ ...CERTIFICATE, start: inDays(-10), end: inDays(10) }], federated: [] }],
    ['a federated credential', { certificates: [], federated: [{ id: 'f', name: 'deploy' }] }],
  ])('is none if it has %s', (_what, otherCredentials) => {
    const planned = plan({ ...dark, otherCredentials });
    expect(planned.every(({ cutOff, stage }) => !cutOff && (stage === -1 || stage === -29))).toBe(true);
    expect(planned.map(({ destination }) => destination.kind)).toEqual(['channel', 'channel']);
  });

  it('is told each day from the day on which its last live secret was deleted, long after the other had expired', () => {
    const receipts: ReminderReceipt[] = [];
    const told: number[] = [];
    for (let day = 0; day <= 23; day++) {
      const others = day < 2 ? [secret('live', -30, 300)] : [];
      const facts = { now: inDays(day), receipts };
      const planned = plan(application(secret('old', -400, -58), ...others), facts).filter(
        ({ keyId, destination }) => keyId === 'old' && destination.kind === 'channel',
      );
      receipts.push(...planned.map((one) => ({ ...one, clientId: one.application.clientId })));
      if (planned.length > 0) told.push(day);
    }
    // On day 0 it is a leftover, which comes weekly. The live secret is deleted before day 2.
    expect(told).toEqual([0, ...Array.from({ length: 15 }, (_, i) => 2 + i), 23]);
  });

  it('is one if its certificate has expired, too', () => {
    const otherCredentials = {
      certificates: [{ ...CERTIFICATE, start: inDays(-400), end: inDays(-1) }],
      federated: [],
    };
    expect(plan({ ...dark, otherCredentials }).some(({ cutOff }) => cutOff)).toBe(true);
  });
});

describe('an expired secret of an application that connects with another one', () => {
  it('is told to the usual ones alone, at most weekly', () => {
    const leftover = application(secret('old', -300, -55), secret('new', -60, 300));
    expect(to(leftover)).toEqual([CHANNEL]);
    expect(plan(leftover)).toMatchObject([{ keyId: 'old', stage: -50, cutOff: false }]);
  });
});
