import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Taken, TurnCounts } from '../../../ports/shared/turn-counts.ts';
import type { Database } from '../base/database.ts';
import { runnerOn, storable } from '../base/transaction.ts';

/** A bucket that nobody has taken from for so long is full again, so that its row says nothing. */
const KEPT = '5 minutes';
const REMOVED_EVERY_MS = 60_000;
const LEVELS = z.array(z.object({ key: z.string(), level: z.number() }));

/**
 * See decision 0050: turns are counted in all processes together. Undefined for the embedded database: one process alone
 * holds it, and counts in its memory.
 */
export function createTurnCounts(database: Pick<Database, 'orm' | 'engine'>): TurnCounts | undefined {
  if (database.engine.kind === 'embedded') return undefined;
  const { direct } = runnerOn(database);
  let removedAt = performance.now();
  return {
    settle: (taken) =>
      direct(async (orm) => {
        const { rows } = z.object({ rows: LEVELS }).parse(await orm.execute(settleAll(taken)));
        if (performance.now() - removedAt > REMOVED_EVERY_MS) {
          removedAt = performance.now();
          await orm.execute(removeFull());
        }
        return new Map(rows.map(({ key, level }) => [key, level]));
      }),
  };
}

/** Rows are locked in the order of their keys, so that two processes cannot wait for each other. */
function settleAll(taken: readonly Taken[]) {
  const byKey = new Map(taken.map((one) => [storable(one.key), one]));
  const rows = [...byKey].map(([key, { taken: count, burst, refillMs }]) => {
    return { key, burst, level: burst - count, refill_ms: refillMs };
  });
  return sql`
    INSERT INTO turn_counts AS counted (key, level, burst, refill_ms, at)
    SELECT key, level, burst, refill_ms, clock_timestamp()
    FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS said (key text, level double precision, burst double precision, refill_ms double precision)
    ORDER BY key
    ON CONFLICT (key) DO UPDATE SET
      level = greatest(-excluded.burst, excluded.level - excluded.burst + least(excluded.burst, counted.level
        + greatest(0, extract(epoch FROM excluded.at - counted.at)) * 1000 * excluded.burst / excluded.refill_ms)),
      burst = excluded.burst,
      refill_ms = excluded.refill_ms,
      at = greatest(counted.at, excluded.at)
    RETURNING key, level`;
}

function removeFull() {
  return sql`
    DELETE FROM turn_counts WHERE key IN (
      SELECT key FROM turn_counts WHERE at < clock_timestamp() - ${KEPT}::interval FOR UPDATE SKIP LOCKED)`;
}
