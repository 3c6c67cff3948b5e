import { inArray, type SQL, sql } from 'drizzle-orm';
import type { Orm } from '../base/database.ts';
import { storable } from '../base/transaction.ts';
import type { MessageRow } from './schema-messages.ts';

/**
 * While a new version starts, processes of the version before still run on the same database for some minutes. Those keep
 * digests and messages in two tables with an engine each (`digests`, `outbox`). What they have put in is taken over as
 * soon as none of them is at work on it; what both versions may change is kept in step. The version after this one can
 * drop this file with its calls, the two columns `taken_over` and the table `outbox`. See decision 0017.
 */
export async function takeOver(tx: Orm, now: Date): Promise<void> {
  await tx.execute(sql`SELECT take_over_messages(${now.toISOString()}::timestamptz)`);
}

/**
 * A change has made cards untrue. If the version before is sending or has posted such a card and it was not taken over
 * yet, it is marked in the table of that version.
 */
export async function markInVersionBefore(
  tx: Orm,
  of: 'digests' | 'requests',
  ids: readonly string[],
  at: Date,
): Promise<void> {
  const moment = sql`${at.toISOString()}::timestamptz`;
  if (of === 'digests') {
    const shown = sql`(state = 'sending' OR (state = 'sent' AND posted IS NOT NULL))`;
    await tx.execute(sql`
      UPDATE digests SET stale = true, due_at = CASE WHEN state = 'sent' THEN coalesce(due_at, ${moment}) ELSE due_at END
      WHERE ${isAmong(sql`id`, ids)} AND NOT taken_over AND ${shown}`);
  } else {
    await tx.execute(sql`
      UPDATE outbox SET stale = true, due_at = CASE WHEN posted IS NULL THEN due_at ELSE coalesce(due_at, ${moment}) END
      WHERE ${isAmong(sql`request_id`, ids)} AND NOT taken_over`);
  }
}

/** A card was posted. The version before finds it in its own table, so that it can say when it makes it untrue. */
export async function tellVersionBefore(tx: Orm, row: MessageRow, posted: MessageRow['posted']): Promise<void> {
  const where = posted === null ? sql`NULL` : sql`${JSON.stringify(posted)}::json`;
  const { content } = row;
  if (content.kind === 'digest') {
    await tx.execute(sql`UPDATE digests SET state = 'sent', posted = ${where} WHERE id = ${storable(content.digest)}`);
  } else if (content.kind === 'request' && posted !== null) {
    const [recipient, what] = [row.recipient, content].map((each) => sql`${JSON.stringify(each)}::json`);
    await tx.execute(sql`
      INSERT INTO outbox (id, recipient_key, recipient, content, request_id, at, posted, taken_over)
      VALUES (${row.id}, ${row.recipientKey}, ${recipient}, ${what}, ${storable(content.request)},
        ${row.at.toISOString()}::timestamptz, ${where}, true)
      ON CONFLICT (id) DO UPDATE SET posted = excluded.posted`);
  }
}

/** The processes of that version have died; their leases are over, and what they were sending may have arrived. */
export async function expireLeasesOfVersionBefore(tx: Orm): Promise<void> {
  for (const table of [sql`digests`, sql`outbox`])
    await tx.execute(sql`UPDATE ${table} SET lease_until = 'epoch' WHERE lease_until IS NOT NULL`);
}

function isAmong(column: SQL, ids: readonly string[]): SQL {
  return inArray(
    column,
    ids.map((id) => storable(id)),
  );
}
