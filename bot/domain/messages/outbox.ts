import type { ApplicationRef } from '../shared/application.ts';
import type { NamedPerson, PersonId } from '../shared/person.ts';

/** `administrators`: to their channels, or to each of them where there is none; found out when it is sent. */
export type Recipient =
  | { readonly kind: 'person'; readonly person: PersonId }
  | { readonly kind: 'channel'; readonly conversationId: string }
  | { readonly kind: 'administrators' };

/** A place that a message can be sent to. */
export type Reached = Exclude<Recipient, { kind: 'administrators' }>;

/** What is said. Plain data, and no text in it that is drawn later than it was true: a request is looked up when sent. */
export type OutboxContent =
  | {
      readonly kind: 'assigned';
      readonly applications: readonly ApplicationRef[];
      readonly by: NamedPerson | undefined;
    }
  | { readonly kind: 'unassigned'; readonly applications: readonly ApplicationRef[] }
  /** The card on which those who may review a request do so; it is drawn anew when the request changes. */
  | { readonly kind: 'request'; readonly request: string }
  /** To the asker. */
  | { readonly kind: 'request-news'; readonly request: string; readonly news: RequestNews };

export type RequestNews = 'confirmed' | 'declined' | 'expired';

/** A message that is written down with the change it tells of, and sent after it. See decision 0014. */
export interface OutboxMessage {
  readonly id: string;
  readonly to: Recipient;
  readonly content: OutboxContent;
  /** When it was put in. */
  readonly at: Date;
}

/** One text per recipient, for keys. */
export function recipientKey(to: Recipient): string {
  switch (to.kind) {
    case 'person':
      return `person ${to.person.tid.toLowerCase()} ${to.person.oid.toLowerCase()}`;
    case 'channel':
      return `channel ${to.conversationId}`;
    case 'administrators':
      return 'administrators';
  }
}

/** The request that a message is the card of. */
export function requestOf({ kind, ...content }: OutboxContent): string | undefined {
  return kind === 'request' && 'request' in content ? content.request : undefined;
}
