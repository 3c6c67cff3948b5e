import type { OutboxContent } from '../../../domain/messages/outbox.ts';
import type { ContentRules } from '../../messages/content-rules.ts';

/**
 * The card of a creation, which was sent as an answer and is only drawn again: it says where the value is, until that is
 * gone. It shows nothing that its reader has not been shown before.
 */
export function createdContent({ created }: Extract<OutboxContent, { kind: 'created' }>): ContentRules {
  const drop = async () => ({ kind: 'drop', audit: [] }) as const;
  return {
    draw: async () => ({ kind: 'post', content: { kind: 'answer', outcome: created } }),
    sentRows: async () => [],
    unreached: drop,
    giveUp: drop,
  };
}
