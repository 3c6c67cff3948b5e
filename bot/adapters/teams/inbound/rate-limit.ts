/** A bucket of `burst` for each key, which fills up again in `refillMs`. `keys`: so many buckets are kept, the newest. */
export interface Limit {
  readonly burst: number;
  readonly refillMs: number;
  readonly keys: number;
}

/** False if the key has used up what it may for now. */
export type Allow = (key: string) => boolean;

/** False if this person has used up their turns for now. */
export type AllowTurn = Allow;

const TURNS: Limit = { burst: 60, refillMs: 10_000, keys: 10_000 };

/** A limit per process: it protects this process. If nothing else is said, it is that of one person's turns. */
export function createRateLimit(now: () => number, { burst, refillMs, keys }: Limit = TURNS): Allow {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (key) => {
    const at = now();
    const last = buckets.get(key) ?? { tokens: burst, at };
    const refilled = Math.min(burst, last.tokens + (Math.max(0, at - last.at) * burst) / refillMs);
    const allowed = refilled >= 1;
    buckets.delete(key);
    buckets.set(key, { tokens: allowed ? refilled - 1 : refilled, at });
    const [oldest] = buckets.keys();
    if (buckets.size > keys && oldest !== undefined) buckets.delete(oldest);
    return allowed;
  };
}
