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

/** The outcome of the command about messages that did not arrive. */
export type MessagesOutcome = {
  readonly kind: 'undelivered';
  readonly messages: readonly Undelivered[];
  /** The longest waiting first. */
  readonly waiting: readonly Waiting[];
};
