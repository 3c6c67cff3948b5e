import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dailyStageAfter, daysLeft, ladderInWords, STAGES, stageAt } from '../../../../bot/domain/reminders/ladder.ts';
import { dayNumber, latestAt } from '../../../../bot/domain/shared/calendar.ts';

const DAY_MS = 86_400_000;
const ZONES = ['UTC', 'Europe/Amsterdam', 'America/New_York', 'Asia/Tokyo', 'Australia/Lord_Howe', 'Pacific/Apia'];
const zone = fc.constantFrom(...ZONES);
const instant = fc.date({ min: new Date('2024-01-01'), max: new Date('2032-12-31'), noInvalidDate: true });

/** The local time, by a formatter that the code does not use. */
function wallClock(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at);
}

describe('threat 25, expiry arithmetic: calendar days', () => {
  it.each([
    ['2027-03-04T00:00:00Z', '2027-03-03T23:59:59Z', 'UTC', 1],
    ['2027-03-04T23:59:59Z', '2027-03-04T00:00:00Z', 'UTC', 0],
    // 23:30 in UTC is the next day in Amsterdam already.
    ['2027-03-04T23:30:00Z', '2027-03-04T12:00:00Z', 'Europe/Amsterdam', 1],
    ['2027-03-04T23:30:00Z', '2027-03-04T12:00:00Z', 'UTC', 0],
    // A leap day between: 2028 has one, 2027 has not.
    ['2028-03-01T12:00:00Z', '2028-02-28T12:00:00Z', 'UTC', 2],
    ['2027-03-01T12:00:00Z', '2027-02-28T12:00:00Z', 'UTC', 1],
    // The clocks change on 28 March 2027: a day of 23 hours, and one of 25 on 31 October.
    ['2027-03-28T22:00:00Z', '2027-03-27T23:00:00Z', 'Europe/Amsterdam', 1],
    ['2027-10-31T22:59:00Z', '2027-10-30T22:00:00Z', 'Europe/Amsterdam', 0],
    ['9999-12-31T23:59:59Z', '9999-12-30T00:00:00Z', 'UTC', 1],
  ])('count from %s back to %s in %s: %i', (end, now, name, days) => {
    expect(daysLeft(new Date(end), new Date(now), name)).toBe(days);
  });

  it('never increase as time goes on', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 400 * DAY_MS }), zone, (at, later, name) => {
        expect(dayNumber(new Date(at.getTime() + later), name)).toBeGreaterThanOrEqual(dayNumber(at, name));
      }),
    );
  });
});

describe('the ladder', () => {
  it.each([
    [43, undefined],
    [42, 42],
    [22, 42],
    [21, 21],
    [8, 21],
    [7, 7],
    [3, 3],
    [1, 1],
    [0, 0],
  ])('is with %i calendar days left at stage %s', (left, stage) => {
    const now = new Date('2026-11-24T08:00:00Z');
    const end = new Date(now.getTime() + left * DAY_MS + 3_600_000);
    expect(stageAt(end, now, 'UTC', { cutOff: false })).toBe(stage);
  });

  it('is past its end from the instant of expiry on, even on the same day', () => {
    const end = new Date('2026-11-24T07:00:00Z');
    expect(stageAt(end, new Date('2026-11-24T06:59:59.999Z'), 'UTC', { cutOff: true })).toBe(0);
    expect(stageAt(end, end, 'UTC', { cutOff: true })).toBe(-1);
  });

  it.each([
    // [days after the end, the last day on which a reminder was due: if the application cannot connect, and if it does]
    [0, 0, 0],
    [1, 1, 0],
    [6, 6, 0],
    [7, 7, 7],
    [14, 14, 14],
    [15, 14, 14],
    [20, 14, 14],
    [21, 21, 21],
    [400, 399, 399],
  ])('goes on %i days after the end: each day for two weeks and then weekly, or weekly', (days, dark, other) => {
    const end = new Date('2026-11-24T07:00:00Z');
    const now = new Date(end.getTime() + days * DAY_MS);
    expect(stageAt(end, now, 'UTC', { cutOff: true })).toBe(-1 - dark);
    expect(stageAt(end, now, 'UTC', { cutOff: false })).toBe(-1 - other);
    expect(dailyStageAfter(end, now, 'UTC')).toBe(-1 - days);
  });

  it.each([
    // [days after the end, the last day on which a reminder was due, if the application was cut off 100 days after the end]
    [100, 100],
    [101, 101],
    [114, 114],
    [115, 114],
    [121, 121],
  ])('goes on %i days after the end, counted from the day on which the application was cut off', (days, told) => {
    const end = new Date('2026-11-24T07:00:00Z');
    const now = new Date(end.getTime() + days * DAY_MS);
    expect(stageAt(end, now, 'UTC', { cutOff: true, cutOffAfter: 100 })).toBe(-1 - told);
  });

  it('has a stage of its own for a day that was promised', () => {
    const end = new Date('2026-11-24T12:00:00Z');
    const stageOn = (day: string) =>
      stageAt(end, new Date(`${day}T08:00:00Z`), 'UTC', { cutOff: false, promised: '2026-11-12' });
    expect(['2026-11-03', '2026-11-11', '2026-11-12', '2026-11-16', '2026-11-17'].map(stageOn)).toEqual([
      21, 21, 12, 12, 7,
    ]);
  });

  it('only climbs as time goes on, and reaches no stage before its day', () => {
    fc.assert(
      fc.property(instant, fc.array(fc.integer({ min: 0, max: 90 * DAY_MS })), zone, (end, offsets, name) => {
        const times = offsets.map((ms) => new Date(end.getTime() + 45 * DAY_MS - ms)).sort((a, b) => +a - +b);
        const stages = times.map((now) => stageAt(end, now, name, { cutOff: true }) ?? Number.POSITIVE_INFINITY);
        expect(stages).toEqual([...stages].sort((a, b) => b - a));
        for (const [at, stage] of stages.entries()) {
          const now = times[at];
          if (now !== undefined && stage >= 0) expect(daysLeft(end, now, name)).toBeLessThanOrEqual(stage);
        }
      }),
    );
  });

  it('has until the end the stages six weeks, three weeks, each day of the last week, and the day itself, and no others', () => {
    expect(STAGES).toEqual([42, 21, 7, 6, 5, 4, 3, 2, 1, 0]);
  });
});

describe('the latest time of day', () => {
  it('is not later than now, not older than a day and a clock change, and is that time on the clock', () => {
    const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }));
    fc.assert(
      fc.property(instant, time, zone, (now, [hours, minutes], name) => {
        const wanted = `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
        const at = latestAt(wanted, now, name);
        expect(+at).toBeLessThanOrEqual(+now);
        expect(+now - +at).toBeLessThan(25.5 * 3_600_000);
        const shown = wallClock(at, name).slice(11);
        const skipped = wallClock(new Date(+at - 3_600_000), name).slice(11) !== shown && shown !== wanted;
        if (!skipped) expect(shown).toBe(wanted);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['08:00', '2026-11-24T07:59:59Z', 'UTC', '2026-11-23T08:00:00.000Z'],
    ['08:00', '2026-11-24T08:00:00Z', 'UTC', '2026-11-24T08:00:00.000Z'],
    ['08:00', '2026-11-24T07:30:00Z', 'Europe/Amsterdam', '2026-11-24T07:00:00.000Z'],
    ['08:00', '2026-07-24T07:30:00Z', 'Europe/Amsterdam', '2026-07-24T06:00:00.000Z'],
    // 02:30 does not exist on the day the clocks go forward, and comes twice on the day they go back.
    ['02:30', '2027-03-28T12:00:00Z', 'Europe/Amsterdam', '2027-03-28T01:30:00.000Z'],
    ['02:30', '2027-10-31T12:00:00Z', 'Europe/Amsterdam', '2027-10-31T00:30:00.000Z'],
  ])('%s before %s in %s was %s', (time, now, name, expected) => {
    expect(latestAt(time, new Date(now), name).toISOString()).toBe(expected);
  });
});

describe('the ladder in words', () => {
  it('names the single weeks, and the day from which a reminder comes every day', () => {
    expect(ladderInWords()).toEqual({ weeks: [6, 3], dailyFrom: 7 });
  });
});
