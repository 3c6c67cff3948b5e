import type { ClientSecret } from '../shared/application.ts';
import { dayNumber, instantOf } from '../shared/calendar.ts';
import { isLive } from '../shared/expiry.ts';

const DAY_MS = 24 * 60 * 60_000;

/** The stage that begins when the secret has expired. */
export const AFTER_END = -1;

/**
 * The stages of the reminder ladder, named by the days left at which each begins: 6 weeks, 3 weeks, each day of the last
 * week, the day itself (0), and once after it has expired. A smaller number is more urgent.
 */
export const STAGES = [42, 21, 7, 6, 5, 4, 3, 2, 1, 0, AFTER_END] as const;
export type Stage = (typeof STAGES)[number];

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

/** The latest stage that applies at `now`. Undefined while more than six weeks are left. */
export function stageAt(end: Date, now: Date, zone: string): Stage | undefined {
  if (end <= now) return AFTER_END;
  if (end.getTime() - now.getTime() > BEYOND_MS) return undefined;
  const left = daysLeft(end, now, zone);
  return STAGES.findLast((stage) => stage >= 0 && left <= stage);
}

/**
 * Whether another secret was created after this one and outlives it. Then the rotation is under way, and not finished.
 */
export function hasNewer(secret: ClientSecret, all: readonly ClientSecret[], now: Date): boolean {
  return newerSecrets(secret, all, now).length > 0;
}

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

/** The latest instant at or before `now` at which a clock in that zone showed `time` (`HH:MM`). */
export function latestAt(time: string, now: Date, zone: string): Date {
  const today = dayNumber(now, zone);
  const candidates = [today, today - 1].map((day) => instantOf(day, time, zone));
  return candidates.find((at) => at <= now) ?? instantOf(today - 2, time, zone);
}
