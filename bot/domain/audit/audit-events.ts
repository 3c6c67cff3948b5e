import type { NamedPerson } from '../shared/person.ts';

export type AuditAction =
  | 'secret.create.intended'
  | 'secret.created'
  | 'secret.delivered'
  | 'secret.create.undone'
  | 'secret.delete.intended'
  | 'secret.deleted'
  | 'secret.delete.undone'
  | 'message.removal.intended'
  | 'message.removed'
  | 'message.removal.failed'
  | 'message.undelivered'
  | 'message.retried'
  | 'message.dropped'
  | 'assignment.added'
  | 'assignment.removed'
  | 'manager.left'
  | 'manager.disabled'
  | 'manager.back'
  | 'request.made'
  | 'request.repeated'
  | 'request.routed'
  | 'request.confirmed'
  | 'request.declined'
  | 'request.approved'
  | 'request.expired'
  | 'session.started'
  | 'session.stepped-up'
  | 'session.ended'
  | 'sign-in.refused'
  | 'access.refused'
  | 'link.added'
  | 'link.removed'
  | 'link.died'
  | 'link.revived'
  | 'reminder.sent'
  | 'reminder.undelivered'
  | 'reminder.retried'
  | 'reminder.dropped'
  | 'reminder.claimed'
  | 'reminder.promised'
  | 'reminder.given-back'
  | 'application.unused'
  | 'application.nudged'
  | 'application.used-again'
  | 'mail.chosen'
  | 'contact.added'
  | 'contact.proposed'
  | 'contact.accepted'
  | 'contact.declined'
  | 'contact.mailed-again'
  | 'contact.confirmed'
  | 'contact.refused'
  | 'contact.removed'
  | 'contact.unreachable'
  | 'secret.exposed'
  | 'secret.kept'
  | 'rotation.started'
  | 'rotation.adopted'
  | 'rotation.updated'
  | 'rotation.confirmed'
  | 'rotation.replaced'
  | 'rotation.abandoned'
  | 'rotation.new-gone'
  | 'rotation.old-gone'
  | 'credential.found'
  | 'credential.ours'
  | 'sweep.run'
  | 'audit.trimmed'
  | 'audit.forged';

/**
 * `intended`: recorded before the outside world is touched. The outcome has a row of its own with the same reference.
 */
export type AuditResult = 'intended' | 'done' | 'refused' | 'failed';

/** Who did what to which application. Metadata only: no value, token or activity body has a place in it. */
export interface AuditEvent {
  readonly at: Date;
  /** Undefined if the bot itself or the operator's command line did it. */
  readonly actor: NamedPerson | undefined;
  readonly action: AuditAction;
  readonly result: AuditResult;
  /** The person it is about, if that is somebody else. */
  readonly subject: NamedPerson | undefined;
  readonly clientId: string | undefined;
  readonly keyId: string | undefined;
  /** The conversation it came from, without its thread. */
  readonly conversationId: string | undefined;
  /** Joins an intent and its outcome, and what the person's card and the log say. */
  readonly reference: string;
  /** Our own words and ids. It never holds text that a person typed, which could be a secret. */
  readonly detail: string;
}

/** A recorded event: `hash` covers the row and its predecessor's hash, so any edit, drop or reorder shows. */
export interface AuditRow extends AuditEvent {
  readonly seq: number;
  readonly previousHash: string;
  readonly hash: string;
  /** The version of what the hash covers. The first version of the bot wrote 1; rows are written as 2 now. */
  readonly version: 1 | 2;
  /** The code that needs the key: nobody else can write or rewrite a row. Undefined if there was no key. */
  readonly mac?: RowMac | undefined;
}

export interface RowMac {
  readonly keyId: string;
  /** In Base64url. */
  readonly value: string;
  /** The key vouches for the rows from this number on. */
  readonly since: number;
}

export const GENESIS_HASH = '0'.repeat(64);

/** Hex SHA-256 of a text; passed in, so that this module stays pure. */
export type HashFunction = (text: string) => string;

/**
 * The hash of a row, computed as its `version` says. Version 1 covers no names, results, conversations or references.
 */
export function auditHash(
  { seq, previousHash, version, ...event }: Omit<AuditRow, 'hash'>,
  digest: HashFunction,
): string {
  const { at, actor, action, clientId, keyId, detail } = event;
  const first = [seq, previousHash, at.toISOString(), actor?.tid ?? null, actor?.oid ?? null, action];
  const middle = [clientId ?? null, keyId ?? null, detail];
  if (version === 1) return digest(JSON.stringify([...first, ...middle]));
  const { result, subject, conversationId, reference } = event;
  const people = [actor?.name ?? null, subject?.tid ?? null, subject?.oid ?? null, subject?.name ?? null];
  return digest(JSON.stringify([version, ...first, ...middle, ...people, result, conversationId ?? null, reference]));
}
