import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Graph takes five requests in ten seconds for all identity reports and the sign-in log together
 * (https://learn.microsoft.com/graph/throttling-limits, identity and access reports). What works in the background takes
 * three of them, so that somebody who waits finds room. Other processes have budgets of their own: if Graph refuses all the
 * same, the caller gives way.
 */
const WINDOW_MS = 10_000;
const ALL = 5;
const BACKGROUND = 3;

export interface ReportBudget {
  /** Takes a request for somebody who waits; false if none is left. */
  take(): boolean;
  /** Takes a request for work in the background as soon as one is left for it. Rejects at `stopping`. */
  wait(stopping: AbortSignal): Promise<void>;
}

export function createReportBudget(clock: () => Date): ReportBudget {
  let asked: number[] = [];
  const recent = () => {
    const now = clock().getTime();
    asked = asked.filter((at) => now - at < WINDOW_MS);
    return asked;
  };
  const takeBelow = (limit: number) => {
    if (recent().length >= limit) return false;
    asked.push(clock().getTime());
    return true;
  };
  return {
    take: () => takeBelow(ALL),
    wait: async (stopping) => {
      stopping.throwIfAborted();
      while (!takeBelow(BACKGROUND)) await sleep(pauseOf(recent(), clock()), undefined, { signal: stopping });
    },
  };
}

/** Until the request leaves the window that makes room again. */
function pauseOf(asked: readonly number[], now: Date): number {
  const leaves = asked.at(-BACKGROUND) ?? now.getTime();
  return Math.max(leaves + WINDOW_MS - now.getTime(), 1);
}
