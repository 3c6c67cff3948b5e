/** A message that has not arrived after this long is given up: the next stage of the ladder is near. */
const GIVE_UP_MS = 24 * 60 * 60_000;
/** However old it is, so often it is tried: after an outage of days, and after an administrator says "again". */
const LEAST_ATTEMPTS = 3;
/** Attempts that the service may have carried out although it failed: more would mean many copies. */
const UNCLEAR_ATTEMPTS = 8;
/** Redrawing a card is worth some hours. */
const REDRAW_ATTEMPTS = 12;
const FIRST_PAUSE_MS = 2_000;
/** How far our own pauses grow if the service names a shorter one. */
const LEAST_PATIENCE_MS = 30_000;
const LONGEST_PAUSE_MS = 60 * 60_000;

export interface FailedAttempt {
  /** From 1. */
  readonly attempts: number;
  /** When it was planned; undefined if a posted message is redrawn. */
  readonly createdAt: Date | undefined;
  /** It may have arrived. */
  readonly maybe: boolean;
  /** What the service asked for. */
  readonly afterMs: number | undefined;
}

/**
 * When to try again; undefined: not any more. Without a word of the service's the pauses grow fourfold, each shortened by
 * up to half (`jitter`, from 0 to 1), so that many messages do not come back together.
 */
export function nextAttempt(failed: FailedAttempt, now: Date, jitter: number): Date | undefined {
  if (isEnough(failed, now)) return undefined;
  const own = FIRST_PAUSE_MS * 4 ** Math.min(failed.attempts - 1, 20) * (1 - jitter / 2);
  // A service that says "at once" again and again is not believed.
  const pause = failed.afterMs === undefined ? own : Math.max(failed.afterMs, Math.min(own, LEAST_PATIENCE_MS));
  return new Date(now.getTime() + Math.min(pause, LONGEST_PAUSE_MS));
}

function isEnough({ attempts, createdAt, maybe }: FailedAttempt, now: Date): boolean {
  if (createdAt === undefined) return attempts >= REDRAW_ATTEMPTS;
  const isOld = now.getTime() - createdAt.getTime() >= GIVE_UP_MS;
  return (isOld && attempts >= LEAST_ATTEMPTS) || (maybe && attempts >= UNCLEAR_ATTEMPTS);
}
