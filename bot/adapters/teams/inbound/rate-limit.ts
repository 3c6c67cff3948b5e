const BURST = 60;
const REFILL_MS = 10_000;
const PEOPLE = 10_000;

/** False if this person has used up their turns for now. */
export type AllowTurn = (person: string) => boolean;

/** A bucket of 60 turns per person that fills up again in 10 s. Per process: it protects this process. */
export function createRateLimit(now: () => number): AllowTurn {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (person) => {
    const at = now();
    const last = buckets.get(person) ?? { tokens: BURST, at };
    const refilled = Math.min(BURST, last.tokens + (Math.max(0, at - last.at) * BURST) / REFILL_MS);
    const allowed = refilled >= 1;
    buckets.delete(person);
    buckets.set(person, { tokens: allowed ? refilled - 1 : refilled, at });
    const [oldest] = buckets.keys();
    if (buckets.size > PEOPLE && oldest !== undefined) buckets.delete(oldest);
    return allowed;
  };
}
