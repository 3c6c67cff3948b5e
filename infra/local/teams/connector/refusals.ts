import type { Reply } from '../../http.ts';

/** Returns an error in the connector's own form. */
export function refusal(status: number, code: string, message: string): Reply {
  return { status, body: { error: { code, message } } };
}

/** If `waitMs` is null, the refusal has no Retry-After. Teams sends such refusals too. */
export function tooMany(waitMs: number | null): Reply {
  const answer = refusal(429, 'TooManyRequests', 'API calls quota exceeded.');
  if (waitMs === null) return answer;
  return { ...answer, headers: { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))) } };
}

/**
 * An archived team can only be read. Which code Teams then gives was not found: this is one of those that are final.
 * https://learn.microsoft.com/microsoftteams/archive-or-delete-a-team
 */
export function isReadOnly(): Reply {
  return refusal(403, 'MessageWritesBlocked', 'Message writes are blocked.');
}

/**
 * The bot is not a member:
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
 */
export function notInRoster(): Reply {
  return refusal(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
}
