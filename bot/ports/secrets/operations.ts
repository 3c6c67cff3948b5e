import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { OutboxMessage } from '../../domain/messages/outbox.ts';
import type { SecretChange, SeenSecrets } from '../../domain/secrets/last-live.ts';
import type { Operation, Warned } from '../../domain/secrets/operation.ts';
import type { ApplicationRef, ClientId } from '../../domain/shared/application.ts';
import type { Asker } from '../../domain/shared/person.ts';
import type { SignInPolicy } from '../../domain/sign-in/session.ts';
import type { EphemeralMessage } from './ephemeral-messages.ts';

export interface NewOperation {
  readonly nonce: string;
  readonly kind: Operation['kind'];
  readonly asker: Asker;
  readonly application: ApplicationRef;
  readonly keyId: string | undefined;
  readonly rotationId: string | undefined;
  readonly openedAt: Date;
  /** Left out for a creation. */
  readonly warned?: Warned;
}

/** What is known when a form is submitted, before the outside world is touched. */
export interface Intent {
  readonly at: Date;
  readonly leaseUntil: Date;
  readonly secretName: string | undefined;
  readonly secretEnd: Date | undefined;
  readonly knownKeyIds: readonly string[];
  /** Left out unless the bot deletes a secret in wrong hands: that this is still wanted, and how the rotation looked. */
  readonly exposed?: ExposedRemoval;
  /** What the guard of the last live secret needs; undefined for a creation. */
  readonly deletion: (SeenSecrets & { readonly confirmedLast: boolean }) | undefined;
}

/** One removal that was announced: it is begun once, and only while nobody has called it off. */
export interface ExposedRemoval {
  readonly rotation: string;
  /** When somebody said that the secret is in wrong hands. */
  readonly saidAt: Date;
  /** The secret that takes its place. */
  readonly freshKeyId: string;
}

export interface Operations {
  open(operation: NewOperation): Promise<void>;
  find(nonce: string): Promise<Operation | undefined>;
  /** The form of a deletion is shown again, and says this. What it said before stays said. */
  warn(nonce: string, warned: Warned): Promise<void>;
  /**
   * `open` → `intended`, once: false if it was not open any more. Inside the same transaction the asker's
   * assignment is checked again (row-locked); if it is gone: 'not-yours', nothing changed. If the step of the rotation
   * was done already, or if the removal of a secret in wrong hands is not wanted any more: 'step-taken', nothing changed. A deletion that would leave no live secret is refused with
   * 'last-live' if that is not confirmed; this is decided with the other changes of the application, one at a time.
   */
  begin(
    nonce: string,
    intent: Intent,
    audit: AuditEvent,
  ): Promise<'begun' | 'not-open' | 'not-yours' | 'step-taken' | 'last-live'>;
  /** The changes of the application that are not settled, or were settled at or after `since`. */
  changes(clientId: ClientId, since: Date): Promise<readonly SecretChange[]>;
  /**
   * `intended` → `added`, with its audit row. The hint is kept for the rotation that it is step 1 of. In the same
   * transaction, under locks, it is checked whether the asker still manages the application, and whether their session may
   * finish the change (`mayFinish`) at the time of the audit row. If not, the answer is `access-ended`, the audit row says so, and nothing may be delivered; nor if
   * the operation was not `intended` any more.
   */
  added(
    nonce: string,
    keyId: string,
    hint: string,
    audit: AuditEvent,
    policy: SignInPolicy,
  ): Promise<'deliverable' | 'access-ended' | 'not-intended'>;
  /** Whether the asker still manages the application, and whether their session may finish the change at `now`. */
  isDeliverable(nonce: string, policy: SignInPolicy, now: Date): Promise<boolean>;
  /**
   * → `done` or `undone`, with its audit row and, if a message was delivered, where it is, so that it can be removed
   * later. `told`: what the person is told of it. False if it was final already. A `done` creation is step 1 of its rotation. A `done` deletion ends the secret's reminders and the
   * rotation that replaces it; a rotation that it was the new secret of is back at step 1.
   */
  settle(
    nonce: string,
    state: 'done' | 'undone',
    audit: AuditEvent,
    message?: EphemeralMessage,
    told?: readonly OutboxMessage[],
  ): Promise<boolean>;
  /**
   * Claims up to `limit` operations in `intended` or `added` whose lease ran out: each gets a new lease until
   * `leaseUntil` and one more attempt, so that only one process works on it.
   */
  claimUnsettled(now: Date, leaseUntil: Date, limit: number): Promise<readonly Operation[]>;
  /** Nobody takes an operation that is not settled up before then. */
  postpone(nonce: string, until: Date): Promise<void>;
  /** Ends all leases. For the start of the only process of an embedded database: the process that held them has died. */
  expireLeases(): Promise<void>;
  /** The key ids of the secrets that any operation created for this application. */
  createdKeyIds(clientId: ClientId): Promise<readonly string[]>;
}
