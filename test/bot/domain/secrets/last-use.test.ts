import { describe, expect, it } from 'vitest';
import {
  type KnownUses,
  lastUseOf,
  reportDueBefore,
  reportShown,
  useOf,
} from '../../../../bot/domain/secrets/last-use.ts';

const at = (time: string) => new Date(`2026-11-24T${time}Z`);

describe('when the report is due', () => {
  it.each([
    ['an hour after the last reading', '12:00:00', '11:00:00'],
    ['an hour after the last reading, too, long before the sweep', '06:44:59', '05:44:59'],
    ['once in the quarter of an hour before the sweep', '06:45:00', '06:45:00'],
    ['once in the quarter of an hour before the sweep, and not again', '06:59:59', '06:45:00'],
    ['an hour after the last reading once the sweep has begun', '07:00:00', '06:00:00'],
  ])('it is read again %s', (_, now, expected) => {
    expect(reportDueBefore(at(now), '08:00', 'Europe/Amsterdam')).toEqual(at(expected));
  });
});

describe('the use of a secret', () => {
  it('is found by its key id in any case', () => {
    const use = { first: at('01:00:00'), last: at('02:00:00') };
    const known = { uses: new Map([['abc', use]]) };
    expect([useOf(known, 'ABC'), useOf(known, 'x')]).toEqual([use, undefined]);
  });
});

describe('whether a secret is in use', () => {
  const DAY = 86_400_000;
  const NOW = at('12:00:00');
  const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY);
  const secret = { keyId: 'key', start: daysAgo(100), end: daysAgo(-100) };
  const known = (used: number | undefined, newest: number | undefined = 0.1): KnownUses => ({
    report: newest === undefined ? undefined : { readAt: NOW, newest: daysAgo(newest) },
    uses: used === undefined ? new Map() : new Map([['key', { first: daysAgo(90), last: daysAgo(used) }]]),
  });
  const inUse = (uses: KnownUses, own = secret) => lastUseOf(uses, own, NOW).inUse;

  it('is so if it was used within the last seven days', () => {
    expect([0, 3, 6.9].map((used) => inUse(known(used)))).toEqual([true, true, true]);
    expect([7.2, 30].map((used) => inUse(known(used)))).toEqual([false, false]);
  });

  it('is so if it was used since the newest entry of the report, or within the seven days before that', () => {
    expect([8, 9, 14.9].map((used) => inUse(known(used, 8)))).toEqual([true, true, true]);
    expect(inUse(known(15.1, 8))).toBe(false);
  });

  it('is so if it was ever used and the report was never read', () => {
    expect(inUse({ ...known(300), report: undefined })).toBe(true);
  });

  it('is not so if it has expired, is not valid yet, or no use of it is known', () => {
    expect(inUse(known(1), { ...secret, end: daysAgo(0.5) })).toBe(false);
    expect(inUse(known(1), { ...secret, start: daysAgo(-1) })).toBe(false);
    expect(lastUseOf(known(undefined), secret, NOW)).toEqual({ at: undefined, inUse: false, safeFrom: undefined });
  });

  it('ends on the first whole day after seven silent ones', () => {
    expect(lastUseOf(known(3), secret, NOW)).toEqual({ at: daysAgo(3), inUse: true, safeFrom: daysAgo(-5) });
    expect(lastUseOf(known(9), secret, NOW)).toEqual({ at: daysAgo(9), inUse: false, safeFrom: undefined });
  });

  it('is known as of the newest entry, or of the reading if there was none', () => {
    expect(reportShown(known(1, 2))).toEqual({ asOf: daysAgo(2) });
    expect(reportShown({ report: { readAt: NOW, newest: undefined } })).toEqual({ asOf: NOW });
    expect(reportShown({ report: undefined })).toEqual({ asOf: undefined });
  });

  it('counts the last seven days if the log alone tells of uses, and then says that it is the log', () => {
    const logged = (used: number) => ({ ...known(used), report: undefined, logAlone: true });
    expect([0, 6.9, 7.2, 30].map((used) => inUse(logged(used)))).toEqual([true, true, false, false]);
    expect(reportShown(logged(1))).toEqual({ asOf: undefined, logAlone: true });
  });
});
