import { addMonths, calendarDay } from '../shared/expiry.ts';
import { hasControlCharacters } from '../shared/text.ts';
import { readDay } from '../shared/typed-day.ts';

/** Entra's limit for a password credential's display name is not documented; 120 characters fit every list. */
export const NAME_LIMIT = 120;
export const MAXIMUM_MONTHS = 12;
/** If a secret lives less than this, the guide's advice against short lives is shown. */
const SHORT_MONTHS = 6;

export type FormProblem =
  | 'name-empty'
  | 'name-too-long'
  | 'name-control'
  | 'expiry-missing'
  | 'expiry-invalid'
  | 'expiry-past'
  | 'expiry-too-late'
  /** The tenant's policy allows the days up to the form's last one. */
  | 'expiry-policy';

export interface NewSecret {
  readonly name: string;
  readonly end: Date;
}

/** First and last day a new secret may expire on. */
export function expiryRange(now: Date): { readonly firstDay: string; readonly lastDay: string } {
  return { firstDay: calendarDay(new Date(now.getTime() + 86_400_000)), lastDay: calendarDay(latestEnd(now)) };
}

export function latestEnd(now: Date): Date {
  return addMonths(now, MAXIMUM_MONTHS);
}

export function prefill(displayName: string, now: Date): { readonly name: string; readonly expiry: string } {
  return { name: `Secret by ${displayName}`.slice(0, NAME_LIMIT), expiry: calendarDay(latestEnd(now)) };
}

/**
 * Checks what a person typed. The end has the present time of day, so the longest life is exactly one year. See
 * decision 0005: a new secret ends at the time of day at which it was created.
 */
export function parseNewSecret(name: string, expiry: string, now: Date): NewSecret | readonly FormProblem[] {
  const trimmed = name.trim();
  const end = parseEnd(expiry.trim(), now);
  const problems = [...nameProblems(trimmed), ...(end instanceof Date ? [] : [end])];
  return end instanceof Date && problems.length === 0 ? { name: trimmed, end } : problems;
}

export function isShortLived(end: Date, now: Date): boolean {
  return end < addMonths(now, SHORT_MONTHS);
}

function nameProblems(name: string): readonly FormProblem[] {
  if (hasControlCharacters(name)) return ['name-control'];
  if (name === '') return ['name-empty'];
  return [...name].length > NAME_LIMIT ? ['name-too-long'] : [];
}

function parseEnd(expiry: string, now: Date): Date | FormProblem {
  if (expiry === '') return 'expiry-missing';
  const day = readDay(expiry);
  if (day === undefined) return 'expiry-invalid';
  const end = new Date(`${day}T${now.toISOString().slice(11)}`);
  if (end <= now) return 'expiry-past';
  return end > latestEnd(now) ? 'expiry-too-late' : end;
}
