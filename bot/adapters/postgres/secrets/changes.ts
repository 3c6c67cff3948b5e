import { and, eq, gte, inArray, or, sql } from 'drizzle-orm';
import { isLastLive, type SecretChange, unseenSince } from '../../../domain/secrets/last-live.ts';
import type { Intent } from '../../../ports/secrets/operations.ts';
import { keyLock } from '../base/advisory-locks.ts';
import type { Orm } from '../base/database.ts';
import { operations } from '../base/schema.ts';

type OperationRow = typeof operations.$inferSelect;

/** Until the transaction ends, no other change of the operation's application begins. */
export async function lockApplicationOf(tx: Orm, nonce: string): Promise<void> {
  const lock = keyLock('changes-of-application', operations.clientId);
  await tx.select({ lock }).from(operations).where(eq(operations.nonce, nonce));
}

/** Changes that are not settled, or were settled at or after `since`. The version before writes no `settled_at`. */
export async function changesIn(tx: Orm, clientId: string, since: Date): Promise<readonly SecretChange[]> {
  const settledAt = sql`coalesce(${operations.settledAt}, ${operations.intendedAt})`;
  const unsettled = inArray(operations.state, ['intended', 'added']);
  const settled = and(inArray(operations.state, ['done', 'undone']), gte(settledAt, since.toISOString()));
  const rows = await tx
    .select()
    .from(operations)
    .where(and(eq(operations.clientId, clientId.toLowerCase()), or(unsettled, settled)));
  return rows.map(toChange);
}

/** Whether the deletion would leave no live secret, and nobody has confirmed that. */
export async function isUnconfirmedLast(tx: Orm, { keyId, clientId }: OperationRow, intent: Intent): Promise<boolean> {
  const { deletion, at } = intent;
  if (deletion === undefined || deletion.confirmedLast || keyId === null) return false;
  return isLastLive(keyId, deletion, await changesIn(tx, clientId, unseenSince(deletion.readAt)), at);
}

function toChange(row: OperationRow): SecretChange {
  return {
    nonce: row.nonce,
    kind: row.kind,
    state: row.state,
    keyId: row.keyId ?? undefined,
    secretName: row.secretName ?? undefined,
    secretEnd: row.secretEnd ?? undefined,
    knownKeyIds: row.knownKeyIds,
    intendedAt: row.intendedAt ?? undefined,
    settledAt: row.settledAt ?? undefined,
  };
}
