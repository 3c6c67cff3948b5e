/** What a message of the outbox can be about. */
export type ContentKind =
  | 'digest'
  | 'request'
  | 'request-news'
  | 'requested'
  | 'assigned'
  | 'unassigned'
  | 'nudge'
  | 'exposed'
  | 'colleagues-left'
  | 'creation-undone'
  | 'deletion-completed'
  | 'deletion-stopped'
  | 'secret-changed'
  | 'channel-unlinked'
  | 'value-left'
  | 'unanswered'
  | 'answer'
  | 'unexpected-credentials'
  | 'certificates-due'
  | 'contact-proposed'
  | 'contact-invite'
  | 'roles-changed'
  | 'outage'
  | 'rotation'
  | 'created'
  | 'alarm';

/** What kind of destination a message of the outbox has. */
export type RecipientKind = 'person' | 'mail' | 'contact' | 'channel' | 'asker' | 'administrators';
