import type { ClientId, ClientSecret } from '../shared/application.ts';
import { latestAt } from '../shared/calendar.ts';
import { isLive } from '../shared/expiry.ts';

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
  /** The report is switched off: the uses are those that the sign-in log has shown, which is asked about few applications. */
  readonly logAlone?: boolean;
  /** By key id, in lower case. A secret that is not there has no known use. */
  readonly uses: ReadonlyMap<string, UsedFromTo>;
}

/** Undefined if no use of the secret is known. */
export function useOf({ uses }: Pick<KnownUses, 'uses'>, keyId: string): UsedFromTo | undefined {
  return uses.get(keyId.toLowerCase());
}

/** A secret counts as in use until it was silent for so many days. */
export const SILENT_DAYS = 7;

/** What is known of the use of one secret. */
export interface LastUse {
  /** Undefined if no use is known. */
  readonly at: Date | undefined;
  /**
   * A system may run on it: it is live, and it was used within the last seven days that the report covers. Of the time
   * since the report's newest entry nothing is known, so that time does not count as silent. If the log alone tells of uses,
   * the last seven days count.
   */
  readonly inUse: boolean;
  /** If it is in use: the first day on which it is safe to delete, if nothing uses it until then. */
  readonly safeFrom: Date | undefined;
}

export function lastUseOf(known: KnownUses, secret: Pick<ClientSecret, 'keyId' | 'start' | 'end'>, now: Date): LastUse {
  const at = useOf(known, secret.keyId)?.last;
  if (at === undefined) return { at, inUse: false, safeFrom: undefined };
  const newest = known.logAlone === true ? now.getTime() : (known.report?.newest?.getTime() ?? 0);
  const covered = Math.min(now.getTime(), newest);
  const inUse = isLive(secret, now) && at.getTime() + SILENT_DAYS * DAY_MS > covered;
  return { at, inUse, safeFrom: inUse ? new Date(at.getTime() + (SILENT_DAYS + 1) * DAY_MS) : undefined };
}

/** Cards say by this which source has told of last uses. */
export interface ReportShown {
  /** Undefined: the report was never read. */
  readonly asOf: Date | undefined;
  /** They come from the sign-in log alone. Left out if that is not so. */
  readonly logAlone?: boolean;
}

export function reportShown({ report, logAlone = false }: Pick<KnownUses, 'report' | 'logAlone'>): ReportShown {
  return logAlone ? { asOf: undefined, logAlone } : { asOf: report?.newest ?? report?.readAt };
}

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
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
