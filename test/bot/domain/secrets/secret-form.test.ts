import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  expiryRange,
  isShortLived,
  latestEnd,
  NAME_LIMIT,
  parseNewSecret,
  prefill,
} from '../../../../bot/domain/secrets/secret-form.ts';
import { calendarDay } from '../../../../bot/domain/shared/calendar.ts';

const NOW = new Date('2026-11-24T10:20:30.456Z');

describe('the create form', () => {
  it('prefills the name and the longest life', () => {
    expect(prefill('Ada', [], NOW, 'UTC')).toEqual({ name: 'Ada, November 2026', expiry: '2027-11-24' });
    expect(parseNewSecret('Secret by Ada', '2027-11-24', NOW, 'UTC')).toEqual({
      name: 'Secret by Ada',
      end: new Date('2027-11-24T10:20:30Z'),
    });
  });

  it('numbers the name if the application has a secret of that name, as people read names', () => {
    const nameOf = (...names: readonly string[]) => prefill('Ada', names, NOW, 'UTC').name;
    expect(nameOf('Ada, October 2026', 'Bram, November 2026')).toBe('Ada, November 2026');
    expect(nameOf('ada,  november 2026')).toBe('Ada, November 2026 (2)');
    expect(nameOf('Ada, November 2026 (2)', 'Ada, November 2026')).toBe('Ada, November 2026 (3)');
  });

  it('names the month of the zone, and is never too long', () => {
    expect(prefill('Ada', [], new Date('2026-11-30T23:30:00Z'), 'Europe/Amsterdam').name).toBe('Ada, December 2026');
    expect(prefill('', [], NOW, 'UTC').name).toBe('November 2026');
    const long = prefill('x'.repeat(300), [`${'x'.repeat(80)}, November 2026`], NOW, 'UTC').name;
    expect(long).toBe(`${'x'.repeat(80)}, November 2026 (2)`);
    expect(long.length).toBeLessThanOrEqual(NAME_LIMIT);
  });

  it.each([
    ['', '2027-01-01', ['name-empty']],
    ['   ', '2027-01-01', ['name-empty']],
    ['x'.repeat(NAME_LIMIT + 1), '2027-01-01', ['name-too-long']],
    ['a\u0000b', '2027-01-01', ['name-control']],
    ['a\u202Eb', '2027-01-01', ['name-control']],
    ['a\nb', '2027-01-01', ['name-control']],
    ['ok', '', ['expiry-missing']],
    ['ok', '2027-02-29', ['expiry-invalid']],
    ['ok', '2027-13-01', ['expiry-invalid']],
    ['ok', '03/04/2027', ['expiry-invalid']],
    ['ok', '25/11/2027', ['expiry-too-late']],
    ['ok', '2026-11-23', ['expiry-past']],
    ['ok', '2026-11-24', ['expiry-past']],
    ['ok', '2027-11-25', ['expiry-too-late']],
    ['ok', '9999-12-31', ['expiry-too-late']],
    ['', '2020-01-01', ['name-empty', 'expiry-past']],
  ])('answers name %j and expiry %j with %j', (name, expiry, problems) => {
    expect(parseNewSecret(name, expiry, NOW, 'UTC')).toEqual(problems);
  });

  it.each(['2027-11-24T00:00:00.000Z', '24/11/2027', '٢٠٢٧-١١-٢٤', '24 november 2027.'])(
    'takes the day %s, and leaves the name as it was typed',
    (expiry) => {
      expect(parseNewSecret('“Ada”.', expiry, NOW, 'UTC')).toEqual({ name: '“Ada”.', end: latestEnd(NOW) });
    },
  );

  it('accepts every day of its range and no other, at any instant, in any zone, and ends on the chosen day', () => {
    const instants = fc.date({ min: new Date('2024-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
    const zones = fc.constantFrom('UTC', 'Europe/Amsterdam', 'America/New_York', 'Asia/Tokyo', 'Pacific/Kiritimati');
    fc.assert(
      fc.property(instants, fc.integer({ min: -400, max: 800 }), zones, (now, days, zone) => {
        const day = calendarDay(new Date(now.getTime() + days * 86_400_000), zone);
        const { firstDay, lastDay } = expiryRange(now, zone);
        const parsed = parseNewSecret('n', day, now, zone);
        expect('end' in parsed).toBe(day >= firstDay && day <= lastDay);
        if (!('end' in parsed)) return;
        expect(parsed.end.getTime()).toBeLessThanOrEqual(latestEnd(now).getTime());
        expect(calendarDay(parsed.end, zone)).toBe(day);
        expect(parsed.end.getMilliseconds()).toBe(0);
      }),
    );
  });

  it('never throws, with any typed words', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string(),
        (name, expiry) => void parseNewSecret(name, expiry, NOW, 'UTC'),
      ),
    );
  });

  it('ends no later than a year from now if the clocks are set back before that day', () => {
    const now = new Date('2027-10-30T10:00:00Z');
    const parsed = parseNewSecret('n', '2028-10-30', now, 'Europe/Amsterdam');
    expect(parsed).toEqual({ name: 'n', end: new Date('2028-10-30T10:00:00Z') });
  });

  it('says that less than half a year is short', () => {
    expect(isShortLived(new Date('2027-05-24T10:20:29Z'), NOW)).toBe(true);
    expect(isShortLived(new Date('2027-05-24T10:20:30Z'), NOW)).toBe(false);
  });
});
