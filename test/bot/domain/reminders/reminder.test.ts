import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysLeft, type Stage, stageAt } from '../../../../bot/domain/reminders/ladder.ts';
import {
  destinationKey,
  type PlannedReminder,
  planReminders,
  type ReminderFacts,
} from '../../../../bot/domain/reminders/reminder.ts';
import type { Application, ClientSecret } from '../../../../bot/domain/shared/application.ts';

const DAY_MS = 86_400_000;
const START = new Date('2026-11-24T08:00:00Z').getTime();
const PERSON = { tid: 'tenant', oid: 'person' };
const ZONES = ['UTC', 'Europe/Amsterdam', 'America/New_York', 'Asia/Tokyo'];

const secretOf = (keyId: string, startMs: number, endMs: number): ClientSecret => ({
  ...{ keyId, name: `secret ${keyId}`, hint: 'abc' },
  ...{ start: new Date(startMs), end: new Date(endMs) },
});
const applicationOf = (...secrets: readonly ClientSecret[]): Application => ({
  ...{ clientId: 'app', displayName: 'Partner-NL-Matchwell-SMC' },
  secrets,
});

function factsAt(now: Date, over: Partial<ReminderFacts> = {}): ReminderFacts {
  return {
    ...{ now, zone: 'UTC', receipts: [] },
    channelsOf: () => ['19:channel'],
    managersOf: () => [PERSON],
    canChat: () => true,
    wantsMail: () => false,
    contactsOf: () => [],
    isReplaced: () => false,
    claimOf: () => undefined,
    isUnused: () => false,
    ...over,
  };
}

/** One sweep after the other, each with the receipts of the earlier ones. */
function sweeps(application: Application, times: readonly Date[], over: (now: Date) => Partial<ReminderFacts>) {
  const sent: (PlannedReminder & { readonly at: Date })[] = [];
  for (const now of times) {
    const receipts = sent.map(({ application: { clientId }, keyId, stage, destination, cutOff }) => ({
      ...{ clientId, keyId, stage, destination, cutOff },
    }));
    sent.push(
      ...planReminders([application], { ...factsAt(now), receipts, ...over(now) }).map((r) => ({ ...r, at: now })),
    );
  }
  return sent;
}

const lives = fc.record({
  zone: fc.constantFrom(...ZONES),
  bornMs: fc.integer({ min: -200 * DAY_MS, max: 20 * DAY_MS }),
  lifeMs: fc.integer({ min: 1, max: 300 * DAY_MS }),
  /** Sweeps a day apart, after an outage or within minutes. Sometimes the clock goes back by an hour. */
  gaps: fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constant(DAY_MS) },
      fc.integer({ min: 1, max: 40 }).map((days) => days * DAY_MS),
      fc.integer({ min: -3_600_000, max: 3_600_000 }),
    ),
    { maxLength: 120 },
  ),
});

function timesOf(gaps: readonly number[]): readonly Date[] {
  return gaps.map((_, last) => new Date(gaps.slice(0, last + 1).reduce((at, gap) => at + gap, START)));
}

describe('the reminders of any secret, with any outages and sweep times', () => {
  it('name each stage at most once, and no milder one after a more urgent one', () => {
    fc.assert(
      fc.property(lives, ({ zone, bornMs, lifeMs, gaps }) => {
        const application = applicationOf(secretOf('k', START + bornMs, START + bornMs + lifeMs));
        const all = sweeps(application, timesOf(gaps), () => ({ zone }));
        const stages = all.filter(({ destination }) => destination.kind === 'channel').map(({ stage }) => stage);
        expect(new Set(stages).size).toBe(stages.length);
        expect(stages).toEqual([...stages].sort((a, b) => b - a));
      }),
    );
  });

  it('name at every sweep the latest stage that applies, unless it was sent before', () => {
    fc.assert(
      fc.property(lives, ({ zone, bornMs, lifeMs, gaps }) => {
        const end = new Date(START + bornMs + lifeMs);
        const application = applicationOf(secretOf('k', START + bornMs, end.getTime()));
        const times = timesOf(gaps).filter((now, at, all) => all.slice(0, at).every((earlier) => earlier <= now));
        const sent = sweeps(application, times, () => ({ zone }));
        const reached = new Set<Stage>();
        for (const now of times) {
          const stage = stageAt(end, now, zone, { cutOff: true });
          const fresh = stage !== undefined && !reached.has(stage);
          const toChannel = sent.filter(({ at, destination }) => at === now && destination.kind === 'channel');
          expect(toChannel.map((r) => r.stage)).toEqual(fresh ? [stage] : []);
          if (stage !== undefined) reached.add(stage);
        }
      }),
    );
  });

  it('are not early, do not begin before six weeks, and end when the secret is replaced', () => {
    fc.assert(
      fc.property(lives, fc.nat({ max: 119 }), ({ zone, bornMs, lifeMs, gaps }, replacedAt) => {
        const end = START + bornMs + lifeMs;
        const forEver = secretOf('other', START - 400 * DAY_MS, START + 10_000 * DAY_MS);
        const application = applicationOf(secretOf('k', START + bornMs, end), forEver);
        const times = timesOf(gaps);
        const since = times[replacedAt];
        const isOver = (now: Date) => since !== undefined && now >= since;
        for (const { stage, at } of sweeps(application, times, (now) => ({ zone, isReplaced: () => isOver(now) }))) {
          expect(isOver(at)).toBe(false);
          if (stage < 0) expect(+at).toBeGreaterThanOrEqual(end);
          else expect(daysLeft(new Date(end), at, zone)).toBeLessThanOrEqual(stage);
        }
      }),
    );
  });

  it('walk the whole ladder if a sweep runs every day', () => {
    const application = applicationOf(secretOf('k', START - 300 * DAY_MS, START + 60 * DAY_MS + 1));
    const times = Array.from({ length: 80 }, (_, day) => new Date(START + day * DAY_MS));
    const sent = sweeps(application, times, () => ({}));
    const to = (kind: string) => sent.filter(({ destination }) => destination.kind === kind).map(({ stage }) => stage);
    expect(to('channel')).toEqual([42, 21, 7, 6, 5, 4, 3, 2, 1, 0, ...afterEnd(1, 14)]);
    expect(to('chat')).toEqual([3, 2, 1, 0, ...afterEnd(1, 14)]);
    // 60 days and a millisecond after the first sweep it ends: on the last of 80 days it is dark for 19.
    expect(to('administrators')).toEqual([0, ...afterEnd(1, 19)]);
  });
});

/** The stages of so many days after the end. */
function afterEnd(first: number, last: number): readonly Stage[] {
  return Array.from({ length: last - first + 1 }, (_, i) => -1 - (first + i));
}

describe('a sweep', () => {
  it('sends only the stage that applies now after an outage', () => {
    const application = applicationOf(secretOf('k', START - DAY_MS, START + 50 * DAY_MS));
    const times = [new Date(START + 9 * DAY_MS), new Date(START + 46 * DAY_MS), new Date(START + 200 * DAY_MS)];
    const sent = sweeps(application, times, () => ({})).filter(({ destination }) => destination.kind === 'channel');
    // 150 days after the end: the last weekly one was 147 days after it.
    expect(sent.map(({ stage }) => stage)).toEqual([42, 4, -148]);
  });

  it('starts a short-lived secret at the stage that applies', () => {
    const application = applicationOf(secretOf('k', START, START + 10 * DAY_MS));
    const daily = Array.from({ length: 14 }, (_, day) => new Date(START + day * DAY_MS));
    const sent = sweeps(application, daily, () => ({})).filter(({ destination }) => destination.kind === 'channel');
    expect(sent.map(({ stage }) => stage)).toEqual([21, 7, 6, 5, 4, 3, 2, 1, -1, -2, -3, -4]);
  });

  it('goes on if there is a newer secret, and says that there is one', () => {
    const old = secretOf('old', START - 300 * DAY_MS, START + 5 * DAY_MS);
    const [alone] = planReminders([applicationOf(old)], factsAt(new Date(START)));
    expect(alone).toMatchObject({ keyId: 'old', newer: false, cutOff: false });
    const newer = secretOf('new', START - DAY_MS, START + 300 * DAY_MS);
    const [reminder] = planReminders([applicationOf(old, newer)], factsAt(new Date(START)));
    expect(reminder).toMatchObject({ keyId: 'old', newer: true });
    const older = secretOf('older', START - 400 * DAY_MS, START + 300 * DAY_MS);
    expect(planReminders([applicationOf(old, older)], factsAt(new Date(START)))[0]).toMatchObject({ newer: false });
  });

  it('goes on for a secret that is marked as replaced if nothing replaces it any more', () => {
    const old = secretOf('old', START - 300 * DAY_MS, START + 5 * DAY_MS);
    const facts = factsAt(new Date(START), { isReplaced: (_clientId, keyId) => keyId === 'old' });
    expect(planReminders([applicationOf(old)], facts)).toMatchObject([{ keyId: 'old', stage: 5 }]);
    const newer = secretOf('new', START - DAY_MS, START + 300 * DAY_MS);
    expect(planReminders([applicationOf(old, newer)], facts)).toEqual([]);
  });

  it('does not take a secret that is not valid yet for a newer one, nor for one that replaces or connects', () => {
    const old = secretOf('old', START - 300 * DAY_MS, START + 5 * DAY_MS);
    const upcoming = secretOf('new', START + DAY_MS, START + 300 * DAY_MS);
    const replaced = factsAt(new Date(START), { isReplaced: (_clientId, keyId) => keyId === 'old' });
    expect(planReminders([applicationOf(old, upcoming)], replaced)).toMatchObject([{ keyId: 'old', newer: false }]);
    const expired = secretOf('gone', START - 300 * DAY_MS, START - DAY_MS);
    const [reminder] = planReminders([applicationOf(expired, upcoming)], factsAt(new Date(START)));
    expect(reminder).toMatchObject({ newer: false, cutOff: true });
  });

  it('marks what lives longer than the rule of one year, unless it has expired', () => {
    const planned = (startDays: number, endDays: number) =>
      planReminders(
        [applicationOf(secretOf('k', START + startDays * DAY_MS, START + endDays * DAY_MS))],
        factsAt(new Date(START)),
      )[0];
    expect(planned(-700, 5)).toMatchObject({ overlong: true });
    expect(planned(-359, 5)).not.toHaveProperty('overlong');
    expect(planned(-700, -5)).toMatchObject({ keyId: 'k' });
    expect(planned(-700, -5)).not.toHaveProperty('overlong');
  });

  it('says that an application cannot connect any more', () => {
    const gone = secretOf('k', START - 300 * DAY_MS, START - DAY_MS);
    expect(planReminders([applicationOf(gone)], factsAt(new Date(START)))[0]).toMatchObject({
      stage: -2,
      cutOff: true,
    });
  });
});

describe('the destinations of reminders', () => {
  const due = applicationOf(secretOf('k', START - 300 * DAY_MS, START + 5 * DAY_MS));
  const other = { tid: 'tenant', oid: 'other' };
  const to = (over: Partial<ReminderFacts>) =>
    planReminders([due], factsAt(new Date(START), over)).map(({ destination }) => destinationKey(destination));

  it('are all live channels, and then no chat', () => {
    expect(to({ channelsOf: () => ['19:a', '19:b'] })).toEqual(['channel 19:a', 'channel 19:b']);
  });

  it('are the managers in person if there is no channel', () => {
    const managersOf = () => [PERSON, other];
    expect(to({ channelsOf: () => [], managersOf })).toEqual(['chat tenant person', 'chat tenant other']);
    expect(to({ channelsOf: () => [], managersOf, canChat: ({ oid }) => oid === 'other' })).toEqual([
      'chat tenant other',
    ]);
  });

  it('are the managers’ mailboxes too, if they want it', () => {
    expect(to({ wantsMail: () => true })).toEqual(['channel 19:channel', 'mail tenant person']);
    expect(to({ channelsOf: () => [], canChat: () => false, wantsMail: () => true })).toEqual(['mail tenant person']);
  });

  it('are the administrators if nobody else can be told', () => {
    expect(to({ channelsOf: () => [], canChat: () => false })).toEqual(['administrators']);
    expect(to({ channelsOf: () => [], managersOf: () => [] })).toEqual(['administrators']);
  });

  it('are the administrators beside a designated contact if no manager can be told', () => {
    const contactsOf = () => ['desk'];
    expect(to({ contactsOf })).toEqual(['channel 19:channel', 'contact desk']);
    expect(to({ contactsOf, channelsOf: () => [], canChat: () => false })).toEqual(['contact desk', 'administrators']);
  });

  it('are a channel that was linked later, even if the managers had that stage in person', () => {
    const destination = { kind: 'chat' as const, person: PERSON };
    const receipts = [{ ...{ clientId: 'app', keyId: 'k', stage: 5, destination }, cutOff: false }];
    expect(to({ receipts })).toEqual(['channel 19:channel']);
    expect(to({ receipts, channelsOf: () => [] })).toEqual([]);
  });
});
