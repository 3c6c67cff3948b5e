import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { LANES } from '../../../domain/messages/outbox.ts';
import type { Backlog, QueueState } from '../../../ports/messages/backlog.ts';
import type { Database } from '../base/database.ts';
import { runnerOn } from '../base/transaction.ts';

/** So far it is counted; more is many. */
const COUNTED = 10_000;
const ANSWER_MS = 2_000;
const [TEAMS, MAIL] = LANES;
const ROWS = z.array(
  z.object({
    queue: z.enum(['outbox', 'mail', 'operations', 'messages', 'dead-letters']),
    depth: z.coerce.number(),
    oldest: z.coerce.date().nullable(),
  }),
);

/** By the indexes that the senders use, at most COUNTED rows of each queue, and never for long. */
export function createBacklog(database: Pick<Database, 'orm'>): Backlog {
  const { transact } = runnerOn(database);
  return {
    queues: (now) =>
      transact(async (tx) => {
        await tx.execute(sql.raw(`SET LOCAL statement_timeout = ${ANSWER_MS}`));
        const { rows } = z.object({ rows: ROWS }).parse(await tx.execute(queuesAt(now)));
        return rows.map(({ queue, depth, oldest }): QueueState => ({ queue, depth, oldest: oldest ?? undefined }));
      }),
  };
}

function queuesAt(now: Date) {
  const at = sql`${now.toISOString()}::timestamptz`;
  const waiting = (queue: QueueState['queue'], table: string, since: string, which = sql`true`) => sql`
    SELECT ${queue}::text AS queue, count(*) AS depth, min(since) AS oldest FROM (
      SELECT ${sql.raw(since)} AS since FROM ${sql.raw(table)}
      WHERE ${which} AND ${sql.raw(since)} <= ${at} ORDER BY 1 LIMIT ${sql.raw(String(COUNTED))}
    ) AS ${sql.identifier(`q_${queue}`)}`;
  return sql.join(
    [
      waiting('outbox', 'outgoing', 'due_at', sql`lane = ${TEAMS}`),
      waiting('mail', 'outgoing', 'due_at', sql`lane = ${MAIL}`),
      // Those that a process works on right now are not waiting.
      waiting('operations', 'operations', 'lease_until', sql`state IN ('intended', 'added')`),
      waiting('messages', 'ephemeral_messages', 'remove_at'),
      waiting('dead-letters', 'outgoing', 'dead_since', sql`state = 'dead'`),
    ],
    sql` UNION ALL `,
  );
}
