import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import type { AuditPoint } from '../../../domain/audit/audit-chain.ts';
import { type AuditEvent, type AuditRow, auditHash } from '../../../domain/audit/audit-events.ts';
import type { AuditSigner } from '../../../ports/audit/audit-anchor.ts';
import { AuditKeyMissingError } from '../../../ports/audit/audit-key.ts';
import { chunks } from '../base/chunks.ts';
import type { Orm } from '../base/database.ts';
import { audit, auditHead } from '../base/schema.ts';
import { keeperOf, lowerNamed, storable } from '../base/transaction.ts';
import { toValues } from './audit-row.ts';

/** The id of the only row of `audit_head`. */
export const HEAD = 1;

/** Appends to the chain in the caller's transaction. The head stays locked until that ends: call it last. */
export async function appendAudit(tx: Orm, event: AuditEvent): Promise<void> {
  await appendAudits(tx, [event]);
}

/** Appends many rows in their order, under one lock of the head; the last of them is signed if a signer is set. */
export async function appendAudits(tx: Orm, events: readonly AuditEvent[]): Promise<void> {
  const [first] = events;
  if (first === undefined) return;
  const [head] = await tx.select().from(auditHead).where(eq(auditHead.id, HEAD)).for('update');
  if (head === undefined) throw new Error('the audit record has lost its head');
  const keeper = keeperOf(tx);
  const signer = keeper?.signer;
  if (signer === undefined && isKeyed(head)) throw new AuditKeyMissingError();
  const flaw = signer && flawOf(head, signer);
  if (flaw !== undefined) await keeper?.tellOfForgery(tx, { seq: head.seq, at: first.at });
  // Nothing signs over what the key did not write: this row stays in the record and says so.
  const all = flaw === undefined ? events : [forgedEvent(first, head, flaw), ...events];
  let last: AuditPoint = { seq: head.seq, hash: head.hash };
  let since = vouchedSince(head, flaw);
  const rows = all.map((event) => {
    const row = following(last, event);
    const mac = signer && { ...signer.signRow({ ...row, since }), since };
    last = { seq: row.seq, hash: row.hash };
    since = row.seq + 1;
    return { ...row, mac };
  });
  const signature = signer?.sign(last);
  const signed =
    signature === undefined
      ? { signature: null, keyId: null, signedSeq: null }
      : { signature: signature.value, keyId: signature.keyId, signedSeq: last.seq, macSeq: last.seq };
  await insertIn(tx, rows, { ...last, ...signed });
}

/** The last rows and the head are one statement: others wait for the head, so that each round trip here costs them, too. */
async function insertIn(
  tx: Orm,
  rows: readonly Parameters<typeof toValues>[0][],
  head: PgUpdateSetSource<typeof auditHead>,
): Promise<void> {
  const insert = (part: typeof rows) => tx.insert(audit).values(part.map(toValues));
  const parts = chunks(rows);
  for (const part of parts.slice(0, -1)) await insert(part);
  const inserted = tx.$with('inserted').as(insert(parts.at(-1) ?? []).returning({ seq: audit.seq }));
  await tx.with(inserted).update(auditHead).set(head).where(eq(auditHead.id, HEAD));
}

type Head = typeof auditHead.$inferSelect;

/** A process without the key would leave rows that every process with the key takes for forged. */
function isKeyed({ signature, macSeq }: Head): boolean {
  return signature !== null || macSeq !== null;
}

/** Why the head is not one that the key signed; undefined if it is, or if no key has signed any yet. */
function flawOf({ seq, hash, signature, keyId, signedSeq, macSeq }: Head, signer: AuditSigner): string | undefined {
  if (seq === 0) return undefined;
  if (signature === null || keyId === null) return macSeq === null ? undefined : 'no signature';
  if (signedSeq !== seq) return 'the signature of another row';
  const result = signer.check({ seq, hash }, { keyId, value: signature });
  if (result === 'good') return undefined;
  return result === 'bad' ? 'a signature that does not fit' : 'the signature of an unknown key';
}

/** The first row that the next one vouches for. The version before signed the head and no rows. */
function vouchedSince({ seq, signedSeq, macSeq }: Head, flaw: string | undefined): number {
  return flaw === undefined && signedSeq === seq ? (macSeq ?? 0) + 1 : seq + 1;
}

function forgedEvent({ at, reference }: AuditEvent, { seq }: Head, flaw: string): AuditEvent {
  return {
    at,
    actor: undefined,
    action: 'audit.forged',
    result: 'failed',
    subject: undefined,
    clientId: undefined,
    keyId: undefined,
    conversationId: undefined,
    reference,
    detail: `head of row ${seq}: ${flaw}`,
  };
}

function following(last: AuditPoint, event: AuditEvent): AuditRow {
  const row = { ...asStored(event), version: 2, seq: last.seq + 1, previousHash: last.hash } as const;
  return { ...row, hash: auditHash(row, sha256) };
}

/** What is hashed must be what comes back. */
export function asStored(event: AuditEvent): AuditEvent {
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
