import type { Log } from '../../../../ports/shared/log.ts';
import type { TurnCounts } from '../../../../ports/shared/turn-counts.ts';
import { type Allow, type Limit, putNewest } from './rate-limit.ts';
import { createSettler } from './settler.ts';
import { createSharedLimit } from './shared-limit.ts';

/** False if this person has used up their turns for now. */
export type AllowTurn = Allow;

const PEOPLE = 10_000;
const TURNS: Limit = { burst: 60, refillMs: 10_000, keys: PEOPLE };
/** Somebody who errs is refused a few times. Refusals cost the database more than answers do: see decision 0047. */
const REFUSED: Limit = { burst: 40, refillMs: 60_000, keys: PEOPLE };
/** Until then, nothing of the person is worked on. */
const HELD_MS = 3_000;
/** All people of the tenant together. */
const TENANT: Limit = { burst: 5_000, refillMs: 10_000, keys: 1 };
/** What is left of the tenant's turns at last is for people who took few of them lately. */
const KEPT_FOR_FEW = TENANT.burst / 3;
const FEW = 10;

export interface TurnLimits {
  readonly allow: AllowTurn;
  /** Notes that a turn of the person ended in a refusal. */
  refused(key: string): void;
  /** Tells other processes nothing more. */
  close(): void;
}

/**
 * How many turns of one person and of the whole tenant are taken, in all processes together: fewer if they end in
 * refusals. `now`: milliseconds that only go forward. Without `counts`, there is one process. See decision 0050.
 */
export function createTurnLimits(
  now: () => number,
  log: Pick<Log, 'warn'>,
  counts: TurnCounts | undefined,
): TurnLimits {
  const settler = createSettler(counts, log);
  const turns = createSharedLimit(now, 'turns', TURNS, settler);
  const tenant = createSharedLimit(now, 'tenant', TENANT, settler);
  const refusals = createSharedLimit(now, 'refused', REFUSED, settler);
  const heldUntil = new Map<string, number>();
  return {
    allow: (key) => {
      const until = heldUntil.get(key);
      if (until !== undefined && now() < until) return false;
      heldUntil.delete(key);
      if (!turns.take(key)) return false;
      const tookFew = turns.left(key) >= TURNS.burst - FEW;
      return tenant.take('', tookFew ? 0 : KEPT_FOR_FEW);
    },
    refused: (key) => {
      if (!refusals.take(key)) putNewest(heldUntil, key, now() + HELD_MS, PEOPLE);
    },
    close: () => settler.close(),
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
