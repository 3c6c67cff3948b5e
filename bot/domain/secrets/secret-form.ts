import { calendarDay, dayNumber, dayNumberOf, instantOf, timeOfDay } from '../shared/calendar.ts';
import { addMonths, wholeSecond } from '../shared/expiry.ts';
import { foldedTyping } from '../shared/names.ts';
import { hasControlCharacters } from '../shared/text.ts';
import { readDay } from '../shared/typed-day.ts';

/** Entra's limit for a password credential's display name is not documented; 120 characters fit every list. */
export const NAME_LIMIT = 120;
/** Characters of a person's name in the name of a secret. */
const PERSON_LIMIT = 80;
export const MAXIMUM_MONTHS = 12;
/** If a secret would live less than this, the form says so before it is created. */
const SHORT_MONTHS = 6;

export type FormProblem =
  | 'name-empty'
  | 'name-too-long'
  | 'name-control'
  | 'expiry-missing'
  | 'expiry-invalid'
  | 'expiry-past'
  | 'expiry-too-late'
  /** It is allowed, but only for tests: the person has to say that it is meant. */
  | 'expiry-early'
  /** The tenant's policy allows the days up to the form's last one. */
  | 'expiry-policy';

export interface NewSecret {
  readonly name: string;
  readonly end: Date;
}

/** The first and the last day on which a new secret may expire, in that zone (IANA name). */
export function expiryRange(now: Date, zone: string): { readonly firstDay: string; readonly lastDay: string } {
  const tomorrow = instantOf(dayNumber(now, zone) + 1, '12:00', zone);
  return { firstDay: calendarDay(tomorrow, zone), lastDay: calendarDay(latestEnd(now), zone) };
}

/** In whole seconds: a directory may keep no more, and reconciliation recognises a secret by its end. */
export function latestEnd(now: Date): Date {
  return addMonths(wholeSecond(now), MAXIMUM_MONTHS);
}

/**
 * What a new form holds. The name says who creates the secret and when; it has a number if a secret of the application has
 * that name: `Anna Jansen, November 2026 (2)`. `names`: those of its secrets.
 */
export function prefill(
  displayName: string,
  names: readonly string[],
  now: Date,
  zone: string,
): { readonly name: string; readonly expiry: string } {
  const who = [...displayName].slice(0, PERSON_LIMIT).join('');
  const name = [who, monthOf(now, zone)].filter((part) => part !== '').join(', ');
  const numbered = (count: number) => (count === 1 ? name : `${name} (${count})`);
  const isTaken = (one: string) => names.some((taken) => foldedTyping(taken) === foldedTyping(one));
  const free = names.findIndex((_, index) => !isTaken(numbered(index + 1)));
  return {
    name: numbered(free < 0 ? names.length + 1 : free + 1),
    expiry: calendarDay(latestEnd(now), zone),
  };
}

/** In English, as all that the bot writes: `November 2026`. */
function monthOf(at: Date, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: zone }).format(at);
}

/**
 * Checks what a person typed. The end is on that day in the zone and has the present time of day there, so the longest
 * life is exactly one year. See decision 0005: a new secret ends at the time of day at which it was created.
 */
export function parseNewSecret(
  name: string,
  expiry: string,
  now: Date,
  zone: string,
): NewSecret | readonly FormProblem[] {
  const trimmed = name.trim();
  const end = parseEnd(expiry.trim(), now, zone);
  const problems = [...nameProblems(trimmed), ...(end instanceof Date ? [] : [end])];
  return end instanceof Date && problems.length === 0 ? { name: trimmed, end } : problems;
}

export function isShortLived(end: Date, now: Date): boolean {
  return end < addMonths(wholeSecond(now), SHORT_MONTHS);
}

function nameProblems(name: string): readonly FormProblem[] {
  if (hasControlCharacters(name)) return ['name-control'];
  if (name === '') return ['name-empty'];
  return [...name].length > NAME_LIMIT ? ['name-too-long'] : [];
}

/** On the last day the clocks may differ from today's by an hour: the end is then exactly a year away. */
function parseEnd(expiry: string, now: Date, zone: string): Date | FormProblem {
  if (expiry === '') return 'expiry-missing';
  const read = readDay(expiry);
  const day = read === undefined ? undefined : dayNumberOf(read);
  if (day === undefined) return 'expiry-invalid';
  if (day <= dayNumber(now, zone)) return 'expiry-past';
  const latest = latestEnd(now);
  if (day > dayNumber(latest, zone)) return 'expiry-too-late';
  const end = instantOf(day, timeOfDay(now, zone), zone);
  return new Date(Math.min(end.getTime(), latest.getTime()));
}
