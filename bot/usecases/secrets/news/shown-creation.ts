import type { OutboxContent } from '../../../domain/messages/outbox.ts';
import { type ContentRules, onlyDrawnAgain } from '../../messages/content-rules.ts';

/**
 * The card of a creation names the message that shows the value, and says how that went. It shows nothing that its reader has
 * not been shown before.
 */
export function createdContent({ created }: Extract<OutboxContent, { kind: 'created' }>): ContentRules {
  return onlyDrawnAgain(async () => ({ kind: 'post', content: { kind: 'answer', outcome: created } }));
}
