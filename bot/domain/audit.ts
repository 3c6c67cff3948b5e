import type { PersonId } from './person.ts';

export type AuditAction =
  | 'secret.create.intended'
  | 'secret.created'
  | 'secret.create.undone'
  | 'secret.delete.intended'
  | 'secret.deleted'
  | 'secret.delete.undone'
  | 'assignment.added'
  | 'assignment.removed'
  | 'session.started'
  | 'session.ended'
  | 'sign-in.refused'
  | 'access.refused'
  | 'link.added'
  | 'link.removed'
  | 'link.died'
  | 'reminder.sent'
  | 'reminder.undelivered'
  | 'reminder.retried'
  | 'reminder.dropped'
  | 'reminder.claimed'
  | 'mail.chosen'
  | 'rotation.started'
  | 'rotation.adopted'
  | 'rotation.updated'
  | 'rotation.confirmed'
  | 'rotation.replaced'
  | 'rotation.abandoned'
  | 'sweep.run';

/** Who did what to which application. Metadata only: no value, token or activity body has a place in it. */
export interface AuditEvent {
  readonly at: Date;
  /** Undefined for the system itself and the operator's command line. */
  readonly actor: PersonId | undefined;
  readonly action: AuditAction;
  readonly clientId: string | undefined;
  readonly keyId: string | undefined;
  /** A short reason or name; plain text. */
  readonly detail: string;
}

/** A recorded event: `hash` covers the row and its predecessor's hash, so any edit, drop or reorder shows. */
export interface AuditRow extends AuditEvent {
  readonly seq: number;
  readonly previousHash: string;
  readonly hash: string;
}

export const GENESIS_HASH = '0'.repeat(64);

/** Hex SHA-256 of a text; passed in, so that this module stays pure. */
export type Digest = (text: string) => string;

export function auditHash(seq: number, previousHash: string, event: AuditEvent, digest: Digest): string {
  const { at, actor, action, clientId, keyId, detail } = event;
  const actorFields = actor === undefined ? [null, null] : [actor.tid, actor.oid];
  return digest(
    JSON.stringify([
      seq,
      previousHash,
      at.toISOString(),
      ...actorFields,
      action,
      clientId ?? null,
      keyId ?? null,
      detail,
    ]),
  );
}

/** The sequence number of the first row that does not fit, or undefined where the whole chain holds. */
export function firstBrokenRow(rows: readonly AuditRow[], digest: Digest): number | undefined {
  let previousHash = GENESIS_HASH;
  let seq = 0;
  for (const row of rows) {
    seq += 1;
    const fits =
      row.seq === seq && row.previousHash === previousHash && row.hash === auditHash(seq, previousHash, row, digest);
    if (!fits) return row.seq;
    previousHash = row.hash;
  }
  return undefined;
}
