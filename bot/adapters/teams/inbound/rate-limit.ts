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

/** Somebody who errs is refused a few times. Refusals cost the database more than answers do: see decision 0047. */
const REFUSED: Limit = { burst: 40, refillMs: 60_000, keys: 10_000 };
/** Until then, nothing of the person is worked on. */
const HELD_MS = 3_000;

export interface TurnLimits {
  readonly allow: AllowTurn;
  /** Notes that a turn of the person ended in a refusal. */
  refused(key: string): void;
}

/** How many turns of one person this process takes: fewer if they end in refusals. `now`: milliseconds that only go forward. */
export function createTurnLimits(now: () => number): TurnLimits {
  const turns = createRateLimit(now);
  const refusals = createRateLimit(now, REFUSED);
  const heldUntil = new Map<string, number>();
  return {
    allow: (key) => {
      const until = heldUntil.get(key);
      if (until !== undefined && now() < until) return false;
      heldUntil.delete(key);
      return turns(key);
    },
    refused: (key) => {
      if (refusals(key)) return;
      heldUntil.delete(key);
      heldUntil.set(key, now() + HELD_MS);
      const [oldest] = heldUntil.keys();
      if (heldUntil.size > REFUSED.keys && oldest !== undefined) heldUntil.delete(oldest);
    },
  };
}

/** Notes the refusals of commands. */
export function notingRefusals<
  Command,
  Asker extends { readonly person: { readonly oid: string } },
  T extends { readonly kind: string },
>(
  run: (command: Command, asker: Asker) => Promise<T>,
  { refused }: Pick<TurnLimits, 'refused'>,
): (command: Command, asker: Asker) => Promise<T> {
  return async (command, asker) => {
    const outcome = await run(command, asker);
    if (outcome.kind === 'refused') refused(asker.person.oid.toLowerCase());
    return outcome;
  };
}
