/** One calendar for each zone, because making one is slow. */
const DAYS = new Map<string, Intl.DateTimeFormat>();
const TIME = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'UTC',
});

/** Like `4 March 2027`: the day in that zone (IANA name), in a form that no country reads differently. */
export function shownDay(at: Date, zone = 'UTC'): string {
  return Number.isNaN(at.getTime()) ? 'an unknown date' : calendarOf(zone).format(at);
}

/** Like `4 March 2027, 14:05 UTC`. */
export function shownMoment(at: Date): string {
  return Number.isNaN(at.getTime()) ? 'an unknown time' : `${shownDay(at)}, ${TIME.format(at)} UTC`;
}

/** A length of time given in minutes, which may be a fraction: `10 minutes`, `30 seconds`. */
export function shownMinutes(minutes: number): string {
  if (minutes >= 2 || minutes === 1) return counted(Math.round(minutes), 'minute');
  return counted(Math.max(1, Math.round(minutes * 60)), 'second');
}

/** A length of time in milliseconds, in the largest unit that says it well: `40 minutes`, `3 hours`, `5 days`. */
export function shownLength(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  if (minutes < 60) return counted(minutes, 'minute');
  return minutes < 48 * 60 ? counted(Math.round(minutes / 60), 'hour') : counted(Math.round(minutes / 1440), 'day');
}

/** `1 application`, `3 applications`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function calendarOf(zone: string): Intl.DateTimeFormat {
  const known =
    DAYS.get(zone) ??
    new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: zone });
  DAYS.set(zone, known);
  return known;
}
