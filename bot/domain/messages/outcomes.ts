/** A digest that could not be delivered, for administrators. */
export interface Undelivered {
  readonly digest: string;
  /** In words: the channel's or the person's name. */
  readonly to: { readonly kind: 'channel' | 'chat' | 'mail' | 'administrators'; readonly name: string };
  readonly items: number;
  readonly since: Date;
  /** The platform's own word for the last failure. */
  readonly code: string;
}

/** What the command about messages that did not arrive comes to. */
export type MessagesOutcome = { readonly kind: 'undelivered'; readonly digests: readonly Undelivered[] };
