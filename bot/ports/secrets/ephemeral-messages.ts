import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { ClientId } from '../../domain/shared/application.ts';
import type { Asker, Conversation } from '../../domain/shared/person.ts';

/** A delivered message that must be removed. It holds where the message is, never what it says. */
export interface EphemeralMessage {
  /** The operation's nonce. */
  readonly nonce: string;
  readonly asker: Asker;
  readonly conversation: Conversation;
  readonly activityId: string;
  readonly targeted: boolean;
  readonly removeAt: Date;
}

/** A delivered message with the secret whose value it shows. */
export interface KeptMessage extends EphemeralMessage {
  readonly clientId: ClientId;
  readonly keyId: string | undefined;
}

export interface EphemeralMessages {
  find(nonce: string): Promise<KeptMessage | undefined>;
  /**
   * Claims messages that are due at `now`, so that only one process removes each; a claim lapses at `leaseUntil`. Each
   * claim is recorded as an intent.
   */
  claimDue(
    now: Date,
    leaseUntil: Date,
    limit: number,
    audit: (message: KeptMessage) => AuditEvent,
  ): Promise<readonly KeptMessage[]>;
  removed(nonce: string, audit: AuditEvent): Promise<void>;
}
