import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { AuditPoint } from '../../../domain/audit/audit-chain.ts';
import { type AuditEvent, type AuditRow, auditHash } from '../../../domain/audit/audit-events.ts';
import { chunks } from '../base/chunks.ts';
import type { Orm } from '../base/database.ts';
import { audit, auditHead } from '../base/schema.ts';
import { lowerNamed, signerOf, storable } from '../base/transaction.ts';
import { toValues } from './audit-row.ts';

/** The id of the only row of `audit_head`. */
export const HEAD = 1;

/** Appends to the chain in the caller's transaction. The head stays locked until that ends: call it last. */
export async function appendAudit(tx: Orm, event: AuditEvent): Promise<void> {
  await appendAudits(tx, [event]);
}

/** Appends many rows in their order, under one lock of the head; the last of them is signed if a signer is set. */
export async function appendAudits(tx: Orm, events: readonly AuditEvent[]): Promise<void> {
  if (events.length === 0) return;
  const [head] = await tx.select().from(auditHead).where(eq(auditHead.id, HEAD)).for('update');
  if (head === undefined) throw new Error('the audit record has lost its head');
  let last: AuditPoint = { seq: head.seq, hash: head.hash };
  const rows = events.map((event) => {
    const row = following(last, event);
    last = { seq: row.seq, hash: row.hash };
    return row;
  });
  for (const some of chunks(rows)) await tx.insert(audit).values(some.map(toValues));
  const signature = signerOf(tx)?.sign(last);
  const signed =
    signature === undefined
      ? { signature: null, keyId: null, signedSeq: null }
      : { signature: signature.value, keyId: signature.keyId, signedSeq: last.seq };
  await tx
    .update(auditHead)
    .set({ ...last, ...signed })
    .where(eq(auditHead.id, HEAD));
}

function following(last: AuditPoint, event: AuditEvent): AuditRow {
  const row = { ...asStored(event), version: 2, seq: last.seq + 1, previousHash: last.hash } as const;
  return { ...row, hash: auditHash(row, sha256) };
}

/** What is hashed must be what comes back. */
function asStored(event: AuditEvent): AuditEvent {
  const { actor, subject, clientId, keyId, conversationId, reference, detail } = event;
  return {
    ...event,
    actor: actor && { ...lowerNamed(actor), name: storable(actor.name) },
    subject: subject && { ...lowerNamed(subject), name: storable(subject.name) },
    clientId: clientId?.toLowerCase().toWellFormed(),
    keyId: keyId?.toWellFormed(),
    conversationId: conversationId && storable(conversationId),
    reference: storable(reference),
    detail: storable(detail),
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
