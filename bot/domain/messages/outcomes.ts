import type { OutboxContent, Recipient } from './outbox.ts';

/** A message that could not be delivered, for administrators. */
export interface Undelivered {
  /** The message's id. */
  readonly message: string;
  /** The name of the channel or the person. */
  readonly to: { readonly kind: Recipient['kind']; readonly name: string };
  readonly about: OutboxContent['kind'];
  /** How many reminders are in it; 0 if it is no digest. */
  readonly items: number;
  readonly since: Date;
  /** The platform's own word for the last failure. */
  readonly code: string;
}

/** The outcome of the command about messages that did not arrive. */
export type MessagesOutcome = { readonly kind: 'undelivered'; readonly messages: readonly Undelivered[] };
