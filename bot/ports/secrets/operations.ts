import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { Operation } from '../../domain/secrets/operation.ts';
import type { ApplicationRef, ClientId } from '../../domain/shared/application.ts';
import type { Asker } from '../../domain/shared/person.ts';
import type { EphemeralMessage } from './ephemeral-messages.ts';

export interface NewOperation {
  readonly nonce: string;
  readonly kind: Operation['kind'];
  readonly asker: Asker;
  readonly application: ApplicationRef;
  readonly keyId: string | undefined;
  readonly rotationId: string | undefined;
  readonly openedAt: Date;
}

/** What is known on submitting, before the outside world is touched. */
export interface Intent {
  readonly at: Date;
  readonly leaseUntil: Date;
  readonly secretName: string | undefined;
  readonly secretEnd: Date | undefined;
  readonly knownKeyIds: readonly string[];
}

export interface Operations {
  open(operation: NewOperation): Promise<void>;
  find(nonce: string): Promise<Operation | undefined>;
  /**
   * `open` → `intended`, once: false where it was not open any more. Inside the same transaction the asker's
   * assignment is checked again (row-locked); where it is gone: 'not-yours', nothing changed. The step of a rotation
   * must still be to do; otherwise: 'step-taken', nothing changed.
   */
  begin(nonce: string, intent: Intent, audit: AuditEvent): Promise<'begun' | 'not-open' | 'not-yours' | 'step-taken'>;
  /** `intended` → `added`, with its audit row. The hint is kept for the rotation that it is step 1 of. */
  added(nonce: string, keyId: string, hint: string, audit: AuditEvent): Promise<void>;
  /**
   * → `done` or `undone`, with its audit row, and the message to remove later where one was delivered. False where it was
   * final already. A `done` creation is step 1 of its rotation. A `done` deletion ends the secret's reminders and the
   * rotation that replaces it; a rotation that it was the new secret of is back at step 1.
   */
  settle(nonce: string, state: 'done' | 'undone', audit: AuditEvent, message?: EphemeralMessage): Promise<boolean>;
  /**
   * Claims up to `limit` operations in `intended` or `added` whose lease ran out: each gets a new lease until
   * `leaseUntil` and one more attempt, so that only one process works on it.
   */
  claimUnsettled(now: Date, leaseUntil: Date, limit: number): Promise<readonly Operation[]>;
  /** At the start of the only process of an embedded database: leases of the process that died mean nothing. */
  expireLeases(): Promise<void>;
  /** Key ids that any operation created, for the given application. */
  createdKeyIds(clientId: ClientId): Promise<readonly string[]>;
}
