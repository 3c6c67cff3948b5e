/** What a message of the outbox can be about. */
export type ContentKind =
  | 'digest'
  | 'request'
  | 'request-news'
  | 'assigned'
  | 'unassigned'
  | 'creation-undone'
  | 'deletion-completed'
  | 'deletion-stopped'
  | 'channel-unlinked'
  | 'value-left'
  | 'unanswered'
  | 'answer'
  | 'alarm';

/** Where a message of the outbox can go. */
export type RecipientKind = 'person' | 'mail' | 'channel' | 'asker' | 'administrators';
