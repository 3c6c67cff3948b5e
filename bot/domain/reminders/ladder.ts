import type { ClientSecret } from '../shared/application.ts';
import { dayNumber, dayNumberOf } from '../shared/calendar.ts';
import { isLive } from '../shared/expiry.ts';

const DAY_MS = 24 * 60 * 60_000;

/** The stage that begins when the secret has expired. */
export const AFTER_END = -1;

/**
 * A stage of the ladder. Until the end it is named by the days left at which it begins. Afterwards it is `AFTER_END` less
 * the days since the day of the end: -1 on that day, -2 on the next one. A smaller number is more urgent.
 */
export type Stage = number;

/** The stages until the end: 6 weeks, 3 weeks, each day of the last week, and the day itself (0). */
export const STAGES: readonly Stage[] = [42, 21, 7, 6, 5, 4, 3, 2, 1, 0];

const WEEK = 7;
/** So many days after the end a reminder still comes every day if the application cannot connect. */
export const DAILY_AFTER_END = 2 * WEEK;

/**
 * Longer than the first stage in any zone: a calendar day is at most some hours longer or shorter than 24. Most secrets end
 * later than that, and a sweep asks for each of them: to subtract takes less time than to ask a calendar.
 */
const BEYOND_MS = (Math.max(...STAGES) + 2) * DAY_MS;

/** How the ladder is told to people. */
export interface LadderInWords {
  /** Weeks before the end at which a single reminder comes, the earliest first. */
  readonly weeks: readonly number[];
  /** From so many days before the end a reminder comes every day. */
  readonly dailyFrom: number;
}

/** The stages as weeks that stand alone, and the days at the end that follow each other without a gap. */
export function ladderInWords(): LadderInWords {
  const ahead = STAGES.filter((stage) => stage > 0);
  const alone = ahead.filter((stage, i) => ahead[i + 1] !== stage - 1 && stage !== 1);
  const dailyFrom = Math.max(...ahead.filter((stage) => !alone.includes(stage)));
  return { weeks: alone.map((days) => days / 7), dailyFrom };
}

/** Calendar days from now to the end, in that zone: 0 on the last day itself, negative afterwards. */
export function daysLeft(end: Date, now: Date, zone: string): number {
  return dayNumber(end, zone) - dayNumber(now, zone);
}

/** What a stage depends on, apart from the dates of the secret. */
export interface Pace {
  /** Whether its application cannot connect since it has expired. */
  readonly cutOff: boolean;
  /** So many days after the end it was found cut off; 0, since the end, if it is left out. */
  readonly cutOffAfter?: number | undefined;
  /** The day for which somebody has promised to look after it, `YYYY-MM-DD`. It is a stage of its own. */
  readonly promised?: string | undefined;
}

/**
 * The latest stage that applies at `now`. Undefined while more than six weeks are left. After the end it goes on for
 * ever: each week; and if the application cannot connect, each day for two weeks from when that began, and then each week.
 */
export function stageAt(end: Date, now: Date, zone: string, pace: Pace): Stage | undefined {
  return stagesAt(now, zone)(end, pace);
}

/** Tells the stage of each end at one moment. For many ends it asks the calendar for today only once. */
export function stagesAt(now: Date, zone: string): (end: Date, pace: Pace) => Stage | undefined {
  const today = dayNumber(now, zone);
  return (end, { promised, ...pace }) => {
    if (isBeyondLadder(end, now)) return undefined;
    const endDay = dayNumber(end, zone);
    const left = endDay - today;
    if (end <= now) return AFTER_END - lastDayTold(-left, pace);
    const latest = STAGES.findLast((stage) => left <= stage);
    const own = promised === undefined ? undefined : endDay - (dayNumberOf(promised) ?? Number.NaN);
    return own !== undefined && left <= own && own < (latest ?? Number.POSITIVE_INFINITY) ? own : latest;
  };
}

/** Whether the ladder has surely not begun. It needs no calendar; for the others, ask `onLadderAt`. */
export function isBeyondLadder(end: Date, now: Date): boolean {
  return end.getTime() - now.getTime() > BEYOND_MS;
}

/** Tells for each end whether the ladder has begun at this moment. */
export function onLadderAt(now: Date, zone: string): (end: Date) => boolean {
  const stageOf = stagesAt(now, zone);
  return (end) => stageOf(end, { cutOff: false }) !== undefined;
}

/** The last day, counted from the end, on which a reminder was due. */
function lastDayTold(days: number, { cutOff, cutOffAfter = 0 }: Pick<Pace, 'cutOff' | 'cutOffAfter'>): number {
  if (!cutOff) return days - (days % WEEK);
  const cutOffDays = days - cutOffAfter;
  return cutOffDays <= DAILY_AFTER_END ? days : days - (cutOffDays % WEEK);
}

/** The stage that becomes due on each day after the end while the application cannot connect. */
export function dailyStageAfter(end: Date, now: Date, zone: string): Stage {
  return end > now ? AFTER_END : AFTER_END + Math.min(0, daysLeft(end, now, zone));
}

/** The live secrets that were created after this one and outlive it. */
export function newerSecrets(
  secret: Pick<ClientSecret, 'keyId' | 'start' | 'end'>,
  all: readonly ClientSecret[],
  now: Date,
): readonly ClientSecret[] {
  return all.filter(
    (other) =>
      other.keyId !== secret.keyId && isLive(other, now) && other.start > secret.start && other.end > secret.end,
  );
}
