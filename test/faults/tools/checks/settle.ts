import { sql } from 'drizzle-orm';
import type { Database } from '../../../../bot/adapters/postgres/base/database.ts';
import { until } from '../../../load/load-world.ts';
import type { FaultWorld } from '../fault-world.ts';

const SETTLED_MS = 600_000;

/**
 * Lets everything come to its end, as it does when time passes. All processes stop in order, so that nobody alive holds a
 * lease; what the dead ones held lapses; one of them starts again, and has to do all that is left. Then the same once more,
 * after the time in which Graph may show a change late.
 */
export async function settleAll(faults: FaultWorld): Promise<void> {
  for (const minutes of [0, 4]) {
    await faults.stopAll();
    if (minutes > 0) faults.graph.faults.lagMs = 0;
    await faults.withDatabase((database) => minutesPass(database, minutes));
    await faults.slots[0]?.start();
    await until(() => isTriedOnce(faults), SETTLED_MS, 200);
  }
  await until(() => isSettled(faults), SETTLED_MS, 200);
}

async function minutesPass({ orm }: Database, minutes: number): Promise<void> {
  const back = sql.raw(`interval '${minutes} minutes'`);
  await orm.execute(sql`UPDATE operations SET intended_at = intended_at - ${back},
    lease_until = now() - interval '1 second' WHERE state IN ('intended', 'added')`);
  await orm.execute(sql`UPDATE ephemeral_messages SET lease_until = NULL, remove_at = least(remove_at, now())`);
  await orm.execute(sql`UPDATE outgoing SET lease_until = now() - interval '1 second' WHERE lease_until IS NOT NULL`);
  // What Teams did not take is tried again a minute later or more, and so long is not waited here.
  await orm.execute(sql`UPDATE outgoing SET due_at = least(due_at, now()) WHERE state = 'waiting'`);
  await orm.execute(sql`UPDATE locks SET until = now() - interval '1 second'`);
}

const UNSETTLED = "state IN ('intended', 'added')";

async function isTriedOnce({ query }: FaultWorld): Promise<boolean> {
  return (await query(`SELECT nonce FROM operations WHERE ${UNSETTLED} AND lease_until < now()`)).length === 0;
}

async function isSettled({ query }: FaultWorld): Promise<boolean> {
  if ((await query(`SELECT nonce FROM operations WHERE ${UNSETTLED}`)).length > 0) return false;
  if ((await query('SELECT nonce FROM ephemeral_messages')).length > 0) return false;
  if ((await query("SELECT id FROM access_requests WHERE state = 'new'")).length > 0) return false;
  const waiting = "state IN ('waiting', 'sending') AND due_at <= now() + interval '1 minute'";
  return (await query(`SELECT id FROM outgoing WHERE ${waiting}`)).length === 0;
}
