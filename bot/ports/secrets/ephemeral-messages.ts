import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { OutboxMessage } from '../../domain/messages/outbox.ts';
import type { ValueGone } from '../../domain/secrets/outcomes.ts';
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

/** An attempt at a removal that came to nothing. */
export interface FailedRemoval {
  /** From 1, and when the message was due; undefined: it is not tried again. */
  readonly nextTry: (failures: number, removeAt: Date) => Date | undefined;
  /** Recorded for the first failure alone. */
  readonly audit: AuditEvent;
  /** What is told if it is not tried again. */
  readonly left: readonly OutboxMessage[];
}

export interface EphemeralMessages {
  find(nonce: string): Promise<KeptMessage | undefined>;
  /**
   * Claims messages that are due at `now`, so that only one process removes each; a claim lapses at `leaseUntil`. Each
   * claim is recorded as an intent, until a removal has failed.
   */
  claimDue(
    now: Date,
    leaseUntil: Date,
    limit: number,
    audit: (message: KeptMessage) => AuditEvent,
  ): Promise<readonly KeptMessage[]>;
  /** The message is gone; `how` says why. The cards that name it are drawn again. */
  removed(nonce: string, how: ValueGone['how'], audit: AuditEvent): Promise<void>;
  /** The message could not be removed. When it is due again; undefined if it is forgotten now, or is not there. */
  failed(nonce: string, removal: FailedRemoval): Promise<Date | undefined>;
}
