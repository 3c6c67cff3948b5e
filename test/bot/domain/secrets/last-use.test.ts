import { describe, expect, it } from 'vitest';
import { reportDueBefore, useOf } from '../../../../bot/domain/secrets/last-use.ts';

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
