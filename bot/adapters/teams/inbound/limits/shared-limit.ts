import type { Taken } from '../../../../ports/shared/turn-counts.ts';
import { type Limit, putNewest } from './rate-limit.ts';
import type { Settler } from './settler.ts';

/** What a process has taken from a bucket, and has not told the others, is forgotten if nothing comes for so long. */
const FORGOTTEN_MS = 60_000;
/** A process tells the others when it has taken this part of a bucket. */
const TOLD_PART = 1 / 6;

/**
 * Buckets that count in all processes together. Each process decides by itself, without waiting, and tells the others
 * what it has taken: see decision 0050.
 */
export interface SharedLimit {
  /** Takes one, if there are then at least `leave` left. */
  take(key: string, leave?: number): boolean;
  /** How much this process believes to be left. */
  left(key: string): number;
}

interface Entry {
  readonly left: number;
  readonly at: number;
  /** What was taken since the others were told. */
  readonly untold: number;
  /** Whether the bucket was less than half full when the others were last told: from then on, they hear of each turn. */
  readonly isLow: boolean;
}

/** `kind` tells its buckets from those of other limits. `now`: milliseconds that only go forward. */
export function createSharedLimit(now: () => number, kind: string, limit: Limit, settler: Settler): SharedLimit {
  const { burst, refillMs, keys } = limit;
  const entries = new Map<string, Entry>();
  const due = new Set<string>();
  let toldAt = now();

  const refilledSince = (before: number, left: number): number =>
    Math.min(burst, left + (Math.max(0, now() - before) * burst) / refillMs);
  const current = (key: string): Entry => {
    const at = now();
    const { left, at: before, ...entry } = entries.get(key) ?? { left: burst, at, untold: 0, isLow: false };
    const refilled = refilledSince(before, left);
    const isForgotten = at - before > FORGOTTEN_MS;
    return { left: refilled, at, ...(isForgotten ? { untold: 0, isLow: false } : entry) };
  };
  const takeDue = (): readonly Taken[] => {
    toldAt = now();
    const taken = [...due].flatMap((key) => {
      const entry = entries.get(key);
      if (entry === undefined) return [];
      entries.set(key, { ...entry, untold: 0 });
      return [{ key: `${kind}:${key}`, taken: entry.untold, burst, refillMs }];
    });
    due.clear();
    return taken;
  };
  const learn = (levels: ReadonlyMap<string, number>): void => {
    for (const [name, then] of levels) {
      const key = name.slice(kind.length + 1);
      if (!name.startsWith(`${kind}:`) || !entries.has(key)) continue;
      const entry = current(key);
      // The answer may come late: what was owed then is partly paid back.
      const level = refilledSince(toldAt, then);
      entries.set(key, { ...entry, left: Math.min(entry.left, level - entry.untold), isLow: level < burst / 2 });
    }
  };
  settler.add({ takeDue, learn });
  return {
    take: (key, leave = 0) => {
      const entry = current(key);
      const isTaken = entry.left >= 1 + leave;
      const took = isTaken ? 1 : 0;
      const untold = entry.untold + took;
      putNewest(entries, key, { ...entry, left: entry.left - took, untold }, keys);
      if (isTaken && untold >= (entry.isLow ? 1 : burst * TOLD_PART)) {
        due.add(key);
        settler.wake();
      }
      return isTaken;
    },
    left: (key) => current(key).left,
  };
}
