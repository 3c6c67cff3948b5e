import type { SecretValue } from '../../domain/secrets/issued-secret.ts';
import type { ApplicationRef, ClientSecret } from '../../domain/shared/application.ts';
import type { Asker, Conversation } from '../../domain/shared/person.ts';

/** The one message that carries a value. */
export interface SecretMessage {
  /** For its "I have stored it" button. */
  readonly nonce: string;
  readonly application: ApplicationRef;
  readonly secret: ClientSecret;
  readonly value: SecretValue;
  /** Minutes after which it removes itself. */
  readonly minutes: number;
}

/** Says where a delivered message is. */
export interface DeliveryReceipt {
  readonly conversation: Conversation;
  readonly activityId: string;
  readonly targeted: boolean;
}

/** `refused`: certainly not delivered. `unknown`: it may have arrived (time-out, 5xx): never sent again. */
export type DeliveryResult =
  | { readonly kind: 'delivered'; readonly receipt: DeliveryReceipt }
  | { readonly kind: 'refused' | 'unknown' };

/** Sends a value to one person and takes it back. Cannot send it untargeted to a conversation with other readers. */
export interface Delivery {
  /** Sends it to the place where the person asked: targeted in a channel or group chat, plain in the 1:1 chat. One attempt, no retry. */
  here(asker: Asker, message: SecretMessage): Promise<DeliveryResult>;
  /** Sends it to the person's 1:1 chat with the bot, which is opened if there is none yet. One attempt, no retry. */
  personally(asker: Asker, message: SecretMessage): Promise<DeliveryResult>;
  /**
   * `gone`: deleted before, or older than the platform keeps. `overwritten`: Teams does not delete it, but its value is
   * gone. Throws if the value is still there, so that it is tried again.
   */
  remove(receipt: DeliveryReceipt): Promise<'removed' | 'gone' | 'overwritten'>;
}
