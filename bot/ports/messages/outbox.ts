import type { OutboxMessage } from '../../domain/messages/outbox.ts';
import type { PersonId } from '../../domain/shared/person.ts';
import type { Posted } from './announcer.ts';

/** A message that is to be sent, or drawn anew where `posted` is known. */
export interface DueMessage extends OutboxMessage {
  readonly posted: Posted | undefined;
  /** Of sending, or of drawing anew. From 1. */
  readonly attempts: number;
}

export interface Outbox {
  /**
   * Takes one message that is due, the longest due first, so that only one process works on it until `leaseUntil`. What
   * changes after that is due again when it is done.
   */
  claimNext(now: Date, leaseUntil: Date): Promise<DueMessage | undefined>;
  /** Replaced by one message per place, due at once. */
  spread(id: string, messages: readonly OutboxMessage[]): Promise<void>;
  /** Sent, or drawn anew. */
  sent(id: string, posted: Posted | undefined): Promise<void>;
  postpone(id: string, dueAt: Date): Promise<void>;
  /** Nobody wants it any more, or it cannot be delivered. */
  drop(id: string): Promise<void>;
  /** Messages that wait for this person are due: the bot has met them. How many. */
  met(person: PersonId, at: Date): Promise<number>;
}
