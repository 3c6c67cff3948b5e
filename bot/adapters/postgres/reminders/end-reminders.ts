import { and, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import type { Ending } from '../../../domain/reminders/digest.ts';
import type { SecretKey } from '../../../ports/reminders/reminders.ts';
import { chunks } from '../base/chunks.ts';
import type { Orm } from '../base/database.ts';
import { lowerNamed, storable } from '../base/transaction.ts';
import { redrawDigests } from '../messages/put-message.ts';
import { reminders } from './schema-reminders.ts';

type Row = typeof reminders.$inferSelect;
export type Shown = Pick<Row, 'digestId'>;

/** Ends the reminders of these secrets that have not ended yet. How many. */
export async function endIn(tx: Orm, secrets: readonly SecretKey[], ending: Ending): Promise<number> {
  const ended: Shown[] = [];
  for (const some of chunks(secrets))
    ended.push(...(await changeIn(tx, and(isNull(reminders.endedHow), isOneOf(some)), endedBy(ending))));
  await markStale(tx, ended, ending.at);
  return ended.length;
}

/** Ends all reminders of an application that have not ended yet. */
export async function endAllIn(tx: Orm, clientId: string, ending: Ending): Promise<void> {
  const live = and(isNull(reminders.endedHow), eq(reminders.clientId, clientId));
  await markStale(tx, await changeIn(tx, live, endedBy(ending)), ending.at);
}

function endedBy({ how: endedHow, by, at: endedAt }: Ending): Partial<Row> {
  return { endedHow, endedBy: by === undefined ? null : lowerNamed(by), endedAt };
}

/** Reminders that had ended because the secret was marked as replaced live again. */
export async function reviveIn(tx: Orm, secret: SecretKey, at: Date): Promise<void> {
  const over = and(eq(reminders.endedHow, 'replaced'), isOneOf([secret]));
  await markStale(tx, await changeIn(tx, over, { endedHow: null, endedBy: null, endedAt: null }), at);
}

/** Locks in one order, so that two changes of one secret never wait for each other. */
export async function changeIn(
  tx: Orm,
  which: SQL | undefined,
  set: PgUpdateSetSource<typeof reminders>,
): Promise<readonly Shown[]> {
  const { clientId, keyId, stage, destinationKey, digestId } = reminders;
  const inOrder = [clientId, keyId, stage, destinationKey];
  const locked = await tx
    .select({ stage })
    .from(reminders)
    .where(which)
    .orderBy(...inOrder)
    .for('update');
  if (locked.length === 0) return [];
  return tx.update(reminders).set(set).where(which).returning({ digestId });
}

/** Digests that show the secret are to be drawn again. */
export async function redrawIn(tx: Orm, secret: SecretKey, at: Date): Promise<void> {
  const shown = and(isNotNull(reminders.digestId), isOneOf([secret]));
  await markStale(tx, await tx.select({ digestId: reminders.digestId }).from(reminders).where(shown), at);
}

export async function markStale(tx: Orm, shown: readonly Shown[], at: Date): Promise<void> {
  await redrawDigests(tx, [...new Set(shown.flatMap(({ digestId }) => digestId ?? []))], at);
}

/** As one parameter: a long list of pairs takes the planner seconds. */
export function isOneOf(secrets: readonly SecretKey[]): SQL {
  const pairs = secrets.map(({ clientId, keyId }) => ({ c: clientId.toLowerCase(), k: storable(keyId) }));
  const given = sql`SELECT c, k FROM json_to_recordset(${JSON.stringify(pairs)}::json) AS given (c text, k text)`;
  return sql`(${reminders.clientId}, ${reminders.keyId}) IN (${given})`;
}
