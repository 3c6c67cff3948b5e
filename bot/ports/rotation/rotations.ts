import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { Rotation, SecretRef, Tick } from '../../domain/rotation/rotation.ts';
import type { ClientId } from '../../domain/shared/application.ts';

export interface Rotations {
  /**
   * Begins a rotation, or finds the one that is open for this secret. Where the secret had been marked as replaced, that
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
  /** Open ones of these applications, newest first. */
  open(clientIds: readonly ClientId[]): Promise<readonly Rotation[]>;
  /** Step 1 with a secret that exists. False where step 1 was done, or the rotation is over. */
  adopt(id: string, secret: SecretRef, by: Tick, audit: AuditEvent): Promise<boolean>;
  /** Steps 2 and 3, in their order. False where it was done before, or is not its turn. */
  tick(id: string, step: 'updated' | 'confirmed', by: Tick, audit: AuditEvent): Promise<boolean>;
  /** False where it was over. `replaced` ends the secret's reminders. */
  end(id: string, how: 'replaced' | 'abandoned', by: Tick, audit: AuditEvent): Promise<boolean>;
  /** The new secret does not exist any more: back to step 1. Recorded where that is news. */
  newGone(id: string, audit: AuditEvent): Promise<void>;
  /** The old secret does not exist any more, and nobody deleted it here. Recorded where that is news. */
  oldGone(id: string, at: Date, audit: AuditEvent): Promise<void>;
  /** Keeps the earliest. */
  used(id: string, firstUsed: Date): Promise<void>;
  /** Secrets of these applications that are marked as replaced. */
  replaced(clientIds: readonly ClientId[]): Promise<readonly { readonly clientId: ClientId; readonly keyId: string }[]>;
}
