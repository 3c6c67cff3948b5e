/** A digest that could not be delivered, for administrators. */
export interface Undelivered {
  readonly digest: string;
  /** The name of the channel or the person. */
  readonly to: { readonly kind: 'channel' | 'chat' | 'mail' | 'administrators'; readonly name: string };
  readonly items: number;
  readonly since: Date;
  /** The platform's own word for the last failure. */
  readonly code: string;
}

/** The outcome of the command about messages that did not arrive. */
export type MessagesOutcome = { readonly kind: 'undelivered'; readonly digests: readonly Undelivered[] };
