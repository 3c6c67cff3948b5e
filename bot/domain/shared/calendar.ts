const DAY_MS = 86_400_000;
const calendars = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of an instant in a zone (IANA name), as the number of days since 1 January 1970. */
export function dayNumber(at: Date, zone: string): number {
  const part = partsOf(calendarOf(zone), at);
  return Math.round(Date.UTC(part('year'), part('month') - 1, part('day')) / DAY_MS);
}

/** That day as `YYYY-MM-DD`. */
export function calendarDay(at: Date, zone: string): string {
  return new Date(dayNumber(at, zone) * DAY_MS).toISOString().slice(0, 10);
}

/** The number of a day that is written as `YYYY-MM-DD`. Undefined if the calendar does not have it. */
export function dayNumberOf(day: string): number | undefined {
  const at = new Date(`${day}T00:00:00Z`);
  const exists = /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
  return exists ? at.getTime() / DAY_MS : undefined;
}

/** The time of day that a clock in that zone shows, `HH:MM:SS`. */
export function timeOfDay(at: Date, zone: string): string {
  return new Date(Math.floor(at.getTime() / 1000) * 1000 + offsetOf(at, zone)).toISOString().slice(11, 19);
}

/**
 * The instant at which a clock in that zone shows the time (`HH:MM` or `HH:MM:SS`) on that day. If a clock change skips the time, the instant
 * at which it would have been; if it repeats the time, the first of the two.
 */
export function instantOf(day: number, time: string, zone: string): Date {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  const wall = day * DAY_MS + ((hours * 60 + minutes) * 60 + seconds) * 1000;
  const [before, after] = [-DAY_MS, DAY_MS].map((ms) => new Date(wall - offsetOf(new Date(wall + ms), zone)));
  const shows = (at: Date | undefined) => at !== undefined && at.getTime() + offsetOf(at, zone) === wall;
  return (shows(after) && !shows(before) ? after : before) ?? new Date(wall);
}

/** How far the zone's clocks are ahead of UTC, in milliseconds. */
function offsetOf(at: Date, zone: string): number {
  const part = partsOf(clockOf(zone), at);
  const [year, month, day] = [part('year'), part('month') - 1, part('day')];
  const wall = Date.UTC(year, month, day, part('hour'), part('minute'), part('second'));
  return wall - Math.floor(at.getTime() / 1000) * 1000;
}

/** Tells the number in each part of a date. An object of all parts would take twice the time, and a sweep asks often. */
function partsOf(calendar: Intl.DateTimeFormat, at: Date): (wanted: Intl.DateTimeFormatPartTypes) => number {
  const parts = calendar.formatToParts(at);
  return (wanted) => Number(parts.find(({ type }) => type === wanted)?.value);
}

function calendarOf(zone: string): Intl.DateTimeFormat {
  return kept(zone, { year: 'numeric', month: 'numeric', day: 'numeric' });
}

function clockOf(zone: string): Intl.DateTimeFormat {
  const time = { hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' } as const;
  return kept(zone, { year: 'numeric', month: 'numeric', day: 'numeric', ...time });
}

/** Keeps each formatter, because making one is slow and a sweep asks tens of thousands of times. */
function kept(zone: string, parts: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${parts.hour === undefined}`;
  const known =
    calendars.get(key) ?? new Intl.DateTimeFormat('en-US', { ...parts, calendar: 'iso8601', timeZone: zone });
  calendars.set(key, known);
  return known;
}

/** The latest instant at or before `now` at which a clock in that zone showed `time` (`HH:MM`). */
export function latestAt(time: string, now: Date, zone: string): Date {
  const today = dayNumber(now, zone);
  const candidates = [today, today - 1].map((day) => instantOf(day, time, zone));
  return candidates.find((at) => at <= now) ?? instantOf(today - 2, time, zone);
}
