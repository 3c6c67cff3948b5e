/** A bucket of `burst` for each key, which fills up again in `refillMs`. `keys`: so many buckets are kept, the newest. */
export interface Limit {
  readonly burst: number;
  readonly refillMs: number;
  readonly keys: number;
}

/** False if the key has used up what it may for now. */
export type Allow = (key: string) => boolean;

/** A limit of this process alone: it protects this process. `now`: milliseconds that only go forward. */
export function createRateLimit(now: () => number, { burst, refillMs, keys }: Limit): Allow {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (key) => {
    const at = now();
    const last = buckets.get(key) ?? { tokens: burst, at };
    const refilled = Math.min(burst, last.tokens + (Math.max(0, at - last.at) * burst) / refillMs);
    const allowed = refilled >= 1;
    putNewest(buckets, key, { tokens: allowed ? refilled - 1 : refilled, at }, keys);
    return allowed;
  };
}

/** Puts the entry behind all others, and lets the oldest go if there are more than `most`. */
export function putNewest<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
