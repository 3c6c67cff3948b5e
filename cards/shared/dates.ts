import { dayNumber } from '../../bot/domain/shared/calendar.ts';

/** The twelfth part of a mean year. */
const MONTH_MS = (365.25 / 12) * 24 * 60 * 60_000;
/** Formatters by zone, because making one is slow. */
const DAYS = new Map<string, Intl.DateTimeFormat>();
const TIMES = new Map<string, Intl.DateTimeFormat>();
/** Names of zones that are no places: their clocks show the time of Greenwich. */
const PLACELESS = /^(?:Etc\/)?(?:UTC|UCT|GMT|Zulu|Universal|Greenwich)$/;

/** The zone of the calendar that cards are being drawn with. */
let current = 'UTC';

/**
 * Draws with the calendar of that zone (IANA name). All days and times within say the same as each other, and as
 * reminders. Drawing is synchronous, so that no other card is drawn meanwhile. See decision 0024: all days are shown by
 * one calendar.
 */
export function inZone<T>(zone: string, draw: () => T): T {
  const before = current;
  current = zone;
  try {
    return draw();
  } finally {
    current = before;
  }
}

/** Like `4 March 2027`: the day in the zone that is drawn in, in a form that no country reads differently. */
export function shownDay(at: Date, zone = current): string {
  return Number.isNaN(at.getTime()) ? 'an unknown date' : dayFormat(zone).format(at);
}

/** Calendar days from one moment to another, in the zone that is drawn in: 0 on one day, negative if it is over. */
export function daysBetween(from: Date, to: Date): number {
  return dayNumber(to, current) - dayNumber(from, current);
}

/** Like `4 March 2027`, for a day that is written as `YYYY-MM-DD` and has no zone. */
export function shownDate(day: string): string {
  return shownDay(new Date(day), 'UTC');
}

/**
 * A moment for a card, in the functions of Adaptive Cards: the clients of Teams write it by the clock and in the language of the
 * reader. They do so in text blocks alone, so that `clocks.ts` replaces it in every other place.
 */
export function shownMoment(at: Date): string {
  if (Number.isNaN(at.getTime())) return 'an unknown time';
  const instant = `${at.toISOString().slice(0, 19)}Z`;
  return `{{DATE(${instant}, SHORT)}}, {{TIME(${instant})}}`;
}

/** Like `4 March 2027, 15:05`, by the clock of a reader whose zone (IANA name) is known. */
export function momentFor(reader: string, at: Date): string {
  return `${shownDay(at, reader)}, ${timeFormat(reader).format(at)}`;
}

/** Like `4 March 2027, 15:05 Amsterdam time`, for readers who may be elsewhere. */
export function momentIn(zone: string, at: Date): string {
  return Number.isNaN(at.getTime()) ? 'an unknown time' : `${momentFor(zone, at)} ${placeOf(zone)} time`;
}

/** The place by which a zone is named: `Buenos Aires` for `America/Argentina/Buenos_Aires`. */
function placeOf(zone: string): string {
  return PLACELESS.test(zone) ? 'Greenwich' : zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
}

/** A length of time given in minutes, which may be a fraction: `10 minutes`, `30 seconds`. */
export function shownMinutes(minutes: number): string {
  if (minutes >= 2 || minutes === 1) return counted(Math.round(minutes), 'minute');
  return counted(Math.max(1, Math.round(minutes * 60)), 'second');
}

/** A length of time in milliseconds, in the largest unit that says it well: `40 minutes`, `3 hours`, `5 days`. */
export function shownLength(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  if (minutes === 0) return 'less than a minute';
  if (minutes < 60) return counted(minutes, 'minute');
  return minutes < 48 * 60 ? counted(Math.round(minutes / 60), 'hour') : counted(Math.round(minutes / 1440), 'day');
}

/** How long a credential lives from its start to its end, in whole years if they say it well: `10 years`, `18 months`. */
export function shownLife(start: Date, end: Date): string {
  const months = Math.max(1, Math.round((end.getTime() - start.getTime()) / MONTH_MS));
  return months % 12 === 0 ? counted(months / 12, 'year') : counted(months, 'month');
}

/** `1 application`, `3 applications`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function dayFormat(zone: string): Intl.DateTimeFormat {
  return kept(DAYS, zone, { day: 'numeric', month: 'long', year: 'numeric' });
}

function timeFormat(zone: string): Intl.DateTimeFormat {
  return kept(TIMES, zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

function kept(
  formats: Map<string, Intl.DateTimeFormat>,
  zone: string,
  parts: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const known = formats.get(zone) ?? new Intl.DateTimeFormat('en-GB', { ...parts, timeZone: zone });
  formats.set(zone, known);
  return known;
}
