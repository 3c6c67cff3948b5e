import type { ClientId } from '../shared/application.ts';
import { latestAt } from '../shared/calendar.ts';

/** One sign-in with a client secret, as Entra's report or its sign-in log tells of it. */
export interface SecretUse {
  readonly clientId: ClientId;
  readonly keyId: string;
  readonly at: Date;
}

/** What Entra's report of last uses covered when it was last read as a whole. It runs hours behind. */
export interface ReportCover {
  readonly readAt: Date;
  /** The newest entry: the report covers nothing later yet. Undefined if it had no entry. */
  readonly newest: Date | undefined;
}

/** When one secret was used, as far as anything has shown it. */
export interface UsedFromTo {
  readonly first: Date;
  readonly last: Date;
}

/** What is known about the use of secrets of some applications. */
export interface KnownUses {
  /** Undefined if the report was never read. */
  readonly report: ReportCover | undefined;
  /** By key id, in lower case. A secret that is not there has no known use. */
  readonly uses: ReadonlyMap<string, UsedFromTo>;
}

/** Undefined if no use of the secret is known. */
export function useOf({ uses }: Pick<KnownUses, 'uses'>, keyId: string): UsedFromTo | undefined {
  return uses.get(keyId.toLowerCase());
}

const HOUR_MS = 60 * 60_000;
/** So long before the daily sweep the report is read for it. */
const BEFORE_SWEEP_MS = 15 * 60_000;

/**
 * The report is read again if the last reading began before this moment: about every hour, and shortly before the daily
 * sweep, whose digests show what was read. `time` is the `HH:MM` of the sweep.
 */
export function reportDueBefore(now: Date, time: string, zone: string): Date {
  const hourAgo = now.getTime() - HOUR_MS;
  const sweep = latestAt(time, new Date(now.getTime() + BEFORE_SWEEP_MS), zone).getTime();
  return new Date(sweep > now.getTime() ? Math.max(hourAgo, sweep - BEFORE_SWEEP_MS) : hourAgo);
}
