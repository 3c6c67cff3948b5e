import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { Lane, OutboxMessage } from '../../domain/messages/outbox.ts';
import type { PersonId } from '../../domain/shared/person.ts';
import type { Posted } from './announcer.ts';

/** A message that is to be sent or, if `posted` is known, to be drawn again. */
export interface DueMessage extends OutboxMessage {
  readonly posted: Posted | undefined;
  /** Attempts to send it, or attempts to redraw it, which are counted by themselves. From 1. */
  readonly attempts: number;
  /** An earlier attempt may have arrived. */
  readonly mayBeRepeated: boolean;
}

/** A message that was given up. */
export interface DeadMessage extends OutboxMessage {
  readonly since: Date;
  /** The service's own word for the last failure, or ours. */
  readonly code: string;
}

/** A message that is not given up, and waits because its recipient cannot be reached yet. */
export interface WaitingMessage extends OutboxMessage {
  readonly since: Date;
}

/** What goes with a step of a message in one transaction: rows of the audit record, and messages that follow from it. */
export interface StepExtras {
  readonly audit: readonly AuditEvent[];
  readonly messages: readonly OutboxMessage[];
}

/**
 * The store of everything that the bot says of its own accord. Messages come in with the change that they tell of (in
 * that change's transaction) or by `put`.
 */
export interface Outbox {
  /** Puts in messages that go with no change, and records them. */
  put(messages: readonly OutboxMessage[], audit?: AuditEvent): Promise<void>;
  /**
   * Takes one message of the lane that is due, so that only one process works on it until `leaseUntil`: what is to be
   * drawn again first, because somebody may be looking at it; then the longest due. A message whose sender died before it
   * said how it went comes back with `mayBeRepeated`. What changes after the claim makes the message due again.
   */
  claimNext(now: Date, leaseUntil: Date, lane: Lane): Promise<DueMessage | undefined>;
  /** The message was sent; `posted` if it can be drawn again later. Once: the second call changes and records nothing. */
  sent(id: string, posted: Posted | undefined, extras: StepExtras): Promise<void>;
  /** A person was shown this as an answer, there: it can be drawn again. What the message has shown before is forgotten. */
  shown(message: OutboxMessage, posted: Posted): Promise<void>;
  /** The message shows something that is not drawn again. */
  covered(posted: Posted): Promise<void>;
  /** Drawn again, or not worth another try. */
  redrawn(id: string): Promise<void>;
  /** Not before `dueAt`. `maybe`: the attempt may have arrived. */
  postpone(id: string, dueAt: Date, code: string, maybe: boolean): Promise<void>;
  /**
   * The recipient cannot be reached yet. The message waits until then, or until the bot meets them, and is then sent as
   * if it had just been put in. If the bot has met them since the claim, it is due at once. If nothing has waited for the
   * recipient at that moment, `told` is put in, and the answer is true.
   */
  wait(
    id: string,
    until: Date,
    from: { readonly since: Date; readonly told: readonly OutboxMessage[] },
  ): Promise<boolean>;
  /** What waits for people who cannot be reached yet, and for administrators (NOBODY_MET): the longest waiting first. */
  waiting(): Promise<readonly WaitingMessage[]>;
  /** Replaced by other messages. */
  replace(id: string, messages: readonly OutboxMessage[]): Promise<void>;
  /** Nobody wants it any more. False if it was sent, or is not there. */
  drop(id: string, audit: readonly AuditEvent[]): Promise<boolean>;
  /** Given up: into the dead letters, with its audit row, and messages that tell of it. */
  giveUp(id: string, code: string, audit: AuditEvent, messages: readonly OutboxMessage[]): Promise<void>;
  /** The dead letters, the oldest first. */
  dead(): Promise<readonly DeadMessage[]>;
  /** A dead letter is due again. False if it is none. */
  retry(id: string, at: Date, audit: AuditEvent): Promise<boolean>;
  /** The bot has met a person: what waits for them is due. How many messages. */
  met(person: PersonId, at: Date): Promise<number>;
}
