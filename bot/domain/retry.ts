/** A message that has not arrived after this long is given up: the next stage of the ladder is near. */
const GIVE_UP_MS = 24 * 60 * 60_000;
/** Attempts that the service may have carried out although it failed: more would mean many copies. */
const UNCLEAR_ATTEMPTS = 8;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60 * 60_000;

export interface FailedAttempt {
  /** From 1. */
  readonly attempts: number;
  readonly createdAt: Date;
  /** It may have arrived. */
  readonly maybe: boolean;
  /** What the service asked for. */
  readonly afterMs: number | undefined;
}

/**
 * When to try again; undefined: not any more. Without a word of the service's the pauses grow fourfold, each shortened by
 * up to half (`chance`, from 0 to 1), so that many messages do not come back together.
 */
export function nextAttempt(failed: FailedAttempt, now: Date, chance: number): Date | undefined {
  const { attempts, createdAt, maybe, afterMs } = failed;
  const old = now.getTime() - createdAt.getTime() >= GIVE_UP_MS;
  if (old || (maybe && attempts >= UNCLEAR_ATTEMPTS)) return undefined;
  const pause = afterMs ?? FIRST_PAUSE_MS * 4 ** Math.min(attempts - 1, 20) * (1 - chance / 2);
  return new Date(now.getTime() + Math.min(pause, LONGEST_PAUSE_MS));
}
