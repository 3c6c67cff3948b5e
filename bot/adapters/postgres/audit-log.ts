import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { type AuditEvent, type AuditRow, auditHash } from '../../domain/audit.ts';
import type { Audit } from '../../ports/ledger.ts';
import type { Orm } from './database.ts';
import { audit, auditHead } from './schema.ts';
import { lowerPerson, storable, type Transact } from './transaction.ts';

const HEAD = 1;

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

export function createAudit(transact: Transact): Audit {
  return {
    record: (event) => transact((tx) => appendAudit(tx, event)),
    rows: () => transact(async (tx) => (await tx.select().from(audit).orderBy(audit.seq)).map(toRow)),
  };
}

/** Appends to the chain in the caller's transaction. The head stays locked until that ends: call it last. */
export async function appendAudit(tx: Orm, given: AuditEvent): Promise<void> {
  const event = asStored(given);
  const [head] = await tx.select().from(auditHead).where(eq(auditHead.id, HEAD)).for('update');
  if (head === undefined) throw new Error('the audit record has lost its head');
  const seq = head.seq + 1;
  const hash = auditHash(seq, head.hash, event, sha256);
  await tx.insert(audit).values({
    seq,
    at: event.at,
    actorTid: event.actor?.tid ?? null,
    actorOid: event.actor?.oid ?? null,
    action: event.action,
    clientId: event.clientId ?? null,
    keyId: event.keyId ?? null,
    detail: event.detail,
    previousHash: head.hash,
    hash,
  });
  await tx.update(auditHead).set({ seq, hash }).where(eq(auditHead.id, HEAD));
}

/** What is hashed must be what comes back. */
function asStored(event: AuditEvent): AuditEvent {
  return {
    ...event,
    actor: event.actor === undefined ? undefined : lowerPerson(event.actor),
    clientId: event.clientId?.toLowerCase(),
    detail: storable(event.detail),
  };
}

function toRow(row: typeof audit.$inferSelect): AuditRow {
  const { actorTid: tid, actorOid: oid, ...rest } = row;
  return {
    ...rest,
    actor: tid === null || oid === null ? undefined : { tid, oid },
    clientId: row.clientId ?? undefined,
    keyId: row.keyId ?? undefined,
  };
}
