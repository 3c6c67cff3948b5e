import { asciiDigits, unwrapped, withoutUnseen } from './typed.ts';

/** The months in English and Dutch. Three letters are enough, except for names that begin alike. */
const MONTHS: readonly (readonly string[])[] = [
  ['january', 'januari'],
  ['february', 'februari'],
  ['march', 'maart', 'mrt'],
  ['april'],
  ['may', 'mei'],
  ['june', 'juni'],
  ['july', 'juli'],
  ['august', 'augustus'],
  ['september'],
  ['october', 'oktober'],
  ['november'],
  ['december'],
];
const WEEKDAYS =
  /^(?:mon|tues|wednes|thurs|fri|satur|sun)day,? |^(?:maan|dins|woens|donder|vrij|zater|zon)dag,? |^(?:mon|tue|wed|thu|fri|sat|sun|ma|di|wo|do|vr|za|zo)[.,]+ /;
/** A time of day after a date, such as `T00:00:00.000Z`, ` 10:30` or `, 9:05 am`. */
const TIME =
  /(?:t| |, )\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?: ?[ap]\.?m\.?| uur)?(?: ?(?:z|utc|gmt)| ?[+-]\d{2}:?\d{2})?$/;

const YEAR_FIRST = /^(\d{4})(?:-(\d{1,2})-|\/(\d{1,2})\/|\.(\d{1,2})\.|(\d{2}))(\d{1,2})$/;
const YEAR_LAST = /^(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})$/;
const DAY_AND_NAME = /^(\d{1,2})(?:st|nd|rd|th|e|de|ste)?[-/. ]*(?:of )?(\p{L}+)[-/.,]*[ -/.]*(\d{4})$/u;
const NAME_AND_DAY = /^(\p{L}+)[-/. ]*(\d{1,2})(?:st|nd|rd|th)?(?:, ?| |-|\/)(\d{4})$/u;
const YEAR_AND_NAME = /^(\d{4})[-/. ](\p{L}+)[-/. ]+(\d{1,2})$/u;

/**
 * Reads a day of the calendar, as a person may type it or a client may send it, into `YYYY-MM-DD`. A time of day after it
 * is left out. Undefined if it is no day, or could be two: in 03/04/2027 nobody knows which number is the month.
 */
export function readDay(typed: string): string | undefined {
  const text = asciiDigits(unwrapped(withoutUnseen(typed).normalize('NFKC')))
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[‐‑‒–—−]/g, '-');
  const day = unwrapped(text.replace(TIME, '').replace(WEEKDAYS, ''));
  return yearFirst(day) ?? yearLast(day) ?? withName(day);
}

function yearFirst(text: string): string | undefined {
  const [, year, ...parts] = YEAR_FIRST.exec(text) ?? [];
  const [month, day] = parts.filter((part) => part !== undefined);
  return real(year, Number(month), Number(day));
}

/** Only one of the two orders may be a day, or both the same one. */
function yearLast(text: string): string | undefined {
  const [, first, , second, year] = YEAR_LAST.exec(text) ?? [];
  const dayFirst = real(year, Number(second), Number(first));
  const monthFirst = real(year, Number(first), Number(second));
  if (dayFirst !== undefined && monthFirst !== undefined && dayFirst !== monthFirst) return undefined;
  return dayFirst ?? monthFirst;
}

function withName(text: string): string | undefined {
  const [, day, name, year] = DAY_AND_NAME.exec(text) ?? [];
  if (name !== undefined) return real(year, monthOf(name), Number(day));
  const [, nameFirst, dayAfter, yearAfter] = NAME_AND_DAY.exec(text) ?? [];
  if (nameFirst !== undefined) return real(yearAfter, monthOf(nameFirst), Number(dayAfter));
  const [, yearBefore, nameAfter, dayLast] = YEAR_AND_NAME.exec(text) ?? [];
  return nameAfter === undefined ? undefined : real(yearBefore, monthOf(nameAfter), Number(dayLast));
}

/** 1 to 12; 0 if no month has this name. */
function monthOf(name: string): number {
  const isMeant = (full: string) => full === name || (name.length >= 3 && full.startsWith(name));
  return 1 + MONTHS.findIndex((names) => names.some(isMeant));
}

/** The day, if the calendar has it. */
function real(year: string | undefined, month: number, day: number): string | undefined {
  if (year === undefined || !(month >= 1 && month <= 12 && day >= 1 && day <= 31)) return undefined;
  const written = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const at = new Date(`${written}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(written) ? written : undefined;
}
