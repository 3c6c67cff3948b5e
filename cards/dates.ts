const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const TIME = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'UTC',
});

/** Like `4 March 2027`: the UTC day, in a form that no country reads differently. */
export function shownDay(at: Date): string {
  return Number.isNaN(at.getTime()) ? 'an unknown date' : DAY.format(at);
}

/** Like `4 March 2027, 14:05 UTC`. */
export function shownMoment(at: Date): string {
  return Number.isNaN(at.getTime()) ? 'an unknown time' : `${DAY.format(at)}, ${TIME.format(at)} UTC`;
}

/** A length of time given in minutes, which may be a fraction: `10 minutes`, `30 seconds`. */
export function shownMinutes(minutes: number): string {
  if (minutes >= 2 || minutes === 1) return counted(Math.round(minutes), 'minute');
  return counted(Math.max(1, Math.round(minutes * 60)), 'second');
}

/** `1 application`, `3 applications`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
