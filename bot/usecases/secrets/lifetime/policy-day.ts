import { latestEnd } from '../../../domain/secrets/secret-form.ts';
import { calendarDay, dayNumber, instantOf, timeOfDay } from '../../../domain/shared/calendar.ts';
import type { Deps } from '../../shared/deps.ts';

const DAY_MS = 24 * 60 * 60_000;

/** The longest life of a new secret by the tenant's default policy, if it is shorter than ours. */
export interface PolicyLimit {
  readonly latest: Date;
  /** The last day on which a secret may end at the present time of day, `YYYY-MM-DD`. */
  readonly lastDay: string;
}

/** Undefined if the policy sets no limit below one year, or if the bot cannot read it. */
export async function policyLimit({
  settings,
  clock,
  directory,
}: Pick<Deps, 'settings' | 'clock' | 'directory'>): Promise<PolicyLimit | undefined> {
  const days = Math.floor((await directory.longestLife()) ?? 0);
  const now = clock();
  const latest = new Date(now.getTime() + days * DAY_MS);
  if (days < 1 || latest >= latestEnd(now)) return undefined;
  return { latest, lastDay: lastDayUntil(latest, now, settings.reminderZone) };
}

/** If the clocks go back meanwhile, it is a day less. */
function lastDayUntil(latest: Date, now: Date, zone: string): string {
  const end = instantOf(dayNumber(latest, zone), timeOfDay(now, zone), zone);
  return calendarDay(end > latest ? new Date(latest.getTime() - DAY_MS) : latest, zone);
}
