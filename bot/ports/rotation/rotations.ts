import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { OutboxMessage } from '../../domain/messages/outbox.ts';
import type { Exposed, Rotation, RotationLog, SecretRef, Tick } from '../../domain/rotation/rotation.ts';
import type { ClientId } from '../../domain/shared/application.ts';

/** What one reading of the log says of a rotation. */
export interface LoggedUses extends Pick<RotationLog, 'signedInAt' | 'oldUsedAt' | 'from' | 'until'> {}

/** A secret of an application. */
export interface SecretId {
  readonly clientId: ClientId;
  readonly keyId: string;
}

export interface NamedSecret extends SecretId {
  readonly name: string;
  readonly hint: string;
}

export interface Rotations {
  /**
   * Begins a rotation, or finds the one that is open for this secret. If the secret had been marked as replaced, that
   * ends (`reopened`).
   */
  start(
    rotation: {
      readonly id: string;
      readonly application: Rotation['application'];
      readonly old: SecretRef;
      readonly by: Tick;
    },
    audit: AuditEvent,
  ): Promise<Rotation>;
  find(id: string): Promise<Rotation | undefined>;
  /** The open rotations of these applications, newest first. */
  open(clientIds: readonly ClientId[]): Promise<readonly Rotation[]>;
  /** Step 1 with a secret that exists. False if step 1 was done, or the rotation is over. */
  adopt(id: string, secret: SecretRef, by: Tick, audit: AuditEvent): Promise<boolean>;
  /** Ticks step 2 or step 3. False if the step was done before, or another step comes first. */
  tick(id: string, step: 'updated' | 'confirmed', by: Tick, audit: AuditEvent): Promise<boolean>;
  /**
   * The old secret is in wrong hands. If that was said before, the earlier removal counts: false if that is not this one, or
   * the rotation is over. `told`: what is said of it.
   */
  expose(id: string, exposed: Exposed, audit: AuditEvent, told: readonly OutboxMessage[]): Promise<boolean>;
  /** The old secret is not removed by itself any more. False if that was not planned. `told`: what is said of it. */
  keepOld(id: string, audit: AuditEvent, told: readonly OutboxMessage[]): Promise<boolean>;
  /** The open rotations whose old secret is to be removed by now. */
  removalsDue(now: Date): Promise<readonly Rotation[]>;
  /** False if it was over, or its old secret is in wrong hands: then that has to be settled first. `replaced` ends the secret's reminders. */
  end(id: string, how: 'replaced' | 'abandoned', by: Tick, audit: AuditEvent): Promise<boolean>;
  /** The new secret does not exist any more: the rotation is back at step 1. Recorded once. */
  newGone(id: string, audit: AuditEvent): Promise<void>;
  /** The old secret does not exist any more, and nobody deleted it through the bot. Recorded once. */
  oldGone(id: string, at: Date, audit: AuditEvent): Promise<void>;
  /** Keeps the earliest use of the new secret that was ever reported. */
  used(id: string, firstUsed: Date): Promise<void>;
  /**
   * What the log of sign-ins says of an open rotation. Keeps the earliest use of the new secret and the latest one of the
   * old. If this is the first use of the new secret, steps 2 and 3 are done, and `audit` is recorded. True if cards that show
   * the rotation are due to be drawn again.
   */
  logged(id: string, uses: LoggedUses, audit: AuditEvent): Promise<boolean>;
  /**
   * How each of these secrets was called, even if it is gone: as far as an operation, a rotation or a reminder has kept it.
   */
  secretsNamed(secrets: readonly SecretId[]): Promise<readonly NamedSecret[]>;
  /** Secrets of these applications that are marked as replaced. */
  replaced(clientIds: readonly ClientId[]): Promise<readonly SecretId[]>;
}
