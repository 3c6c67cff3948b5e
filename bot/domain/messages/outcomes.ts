import type { ApplicationRef } from '../shared/application.ts';
import type { ContentKind, RecipientKind } from './kinds.ts';
import type { WaitingPerson } from './notice.ts';

/** A message that was given up, for administrators. */
export interface Undelivered {
  /** The message's id. */
  readonly message: string;
  /** The name of the channel or the person; empty if unknown. */
  readonly to: { readonly kind: RecipientKind; readonly name: string };
  readonly about: ContentKind;
  /** How many reminders are in it; 0 if it is no digest. */
  readonly items: number;
  readonly since: Date;
  /** The platform's own word for the last failure. */
  readonly code: string;
}

/** Messages that are not given up: they wait for a person without a 1:1 chat, or until the bot meets an administrator. */
export type Waiting = { readonly since: Date } & (
  | ({ readonly kind: 'person' } & WaitingPerson)
  | { readonly kind: 'administrators'; readonly about: readonly ContentKind[] }
);

/** The outcomes of commands about messages. */
export type MessagesOutcome =
  | {
      readonly kind: 'undelivered';
      readonly messages: readonly Undelivered[];
      /** The longest waiting first. */
      readonly waiting: readonly Waiting[];
    }
  /**
   * The names of the managers to whom a message is on its way, and of those whom the bot has not met. A name is untrusted
   * text, and empty if none is known.
   */
  | {
      readonly kind: 'nudged';
      readonly application: ApplicationRef;
      readonly told: readonly string[];
      readonly untold: readonly string[];
    };
