import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDay } from '../../../../bot/domain/shared/typed-day.ts';

const DAY = '2027-11-24';

describe('a typed day', () => {
  it.each([
    '2027-11-24',
    ' 2027-11-24. ',
    '2027/11/24',
    '2027.11.24',
    '20271124',
    '2027–11–24',
    '２０２７-１１-２４',
    '٢٠٢٧-١١-٢٤',
    '۲۰۲۷-۱۱-۲۴',
    '२०२७-११-२४',
    '\u200F٢٤/١١/٢٠٢٧',
    '2027-11-24T00:00:00',
    '2027-11-24T00:00:00.000Z',
    '2027-11-24T00:00:00+01:00',
    '2027-11-24 10:30',
    '24/11/2027 10:30:00',
    '24-11-2027, 9:05 am',
    '24 november 2027 10:30 uur',
    '24/11/2027',
    '24-11-2027',
    '24.11.2027',
    '24 11 2027',
    '11/24/2027',
    '24 November 2027',
    '24 november 2027.',
    '24th of November, 2027',
    '24-Nov-2027',
    '24 nov. 2027',
    '24nov2027',
    'November 24, 2027',
    'nov 24 2027',
    'November 24th 2027',
    '2027 November 24',
    'Wednesday 24 November 2027',
    'Wednesday, November 24, 2027',
    'woensdag 24 november 2027',
    'wo. 24 november 2027',
    '“24 November 2027”',
    '24\u00a0November\u00a02027',
  ])('is understood as %j', (typed) => expect(readDay(typed)).toBe(DAY));

  it.each([
    ['1 mei 2027', '2027-05-01'],
    ['1 maart 2027', '2027-03-01'],
    ['1 mrt 2027', '2027-03-01'],
    ['2 okt 2027', '2027-10-02'],
    ['3 augustus 2027', '2027-08-03'],
    ['1st of May 2027', '2027-05-01'],
    ['5 jan 2027', '2027-01-05'],
    ['2027-1-5', '2027-01-05'],
    ['04/04/2027', '2027-04-04'],
    ['29 feb 2028', '2028-02-29'],
  ])('%s is %s', (typed, day) => expect(readDay(typed)).toBe(day));

  it.each([
    ['it could be two days', '03/04/2027'],
    ['it could be two days', '3-4-2027'],
    ['it could be two days', '03.04.2027'],
    ['it could be two days', '٠٣/٠٤/٢٠٢٧'],
    ['its year has two digits', '24/11/27'],
    ['it has no year', '24 November'],
    ['it has no day', 'November 2027'],
    ['the month has no such day', '2027-02-29'],
    ['the month has no such day', '31 June 2027'],
    ['there is no such month', '2027-13-01'],
    ['there is no such month', '13/13/2027'],
    ['no month has this name', '24 Foo 2027'],
    ['two months begin so', '1 ju 2027'],
    ['it is a period', 'next year'],
    ['it is empty', ''],
    ['it is more than a day', '2027-11-24 and later'],
  ])('is not read if %s: %j', (_why, typed) => expect(readDay(typed)).toBeUndefined());

  it('is the same day in each of the spellings that leave no doubt', () => {
    const days = fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true });
    const zero = fc.constantFrom(0x30, 0x660, 0x6f0, 0x966, 0xff10, 0xe50, 0x1d7ce);
    fc.assert(
      fc.property(days, zero, (at, first) => {
        const day = at.toISOString().slice(0, 10);
        const [year = '', month = '', date = ''] = day.split('-');
        const named = (zone: string, style: 'long' | 'short') =>
          new Intl.DateTimeFormat(zone, { year: 'numeric', month: style, day: 'numeric', timeZone: 'UTC' }).format(at);
        const spellings = [
          day,
          at.toISOString(),
          `${year}/${month}/${date}`,
          ...['en-GB', 'en-US', 'nl-NL'].flatMap((zone) => [named(zone, 'long'), named(zone, 'short')]),
          ...(Number(date) > 12 ? [`${date}/${month}/${year}`, `${month}/${date}/${year}`] : []),
        ];
        const typed = (text: string) => text.replace(/\d/g, (digit) => String.fromCodePoint(first + Number(digit)));
        expect(spellings.map((text) => readDay(typed(text)))).toEqual(spellings.map(() => day));
      }),
    );
  });

  it('never throws, and gives nothing but days of the calendar', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        const day = readDay(typed);
        if (day !== undefined) expect(new Date(day).toISOString().slice(0, 10)).toBe(day);
      }),
    );
  });
});
