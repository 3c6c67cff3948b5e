import type { Reply } from '../../http.ts';

/** The connector's own form of an error. */
export function refusal(status: number, code: string, message: string): Reply {
  return { status, body: { error: { code, message } } };
}

/** `waitMs`: null for a refusal without Retry-After, which Teams sends too. */
export function tooMany(waitMs: number | null): Reply {
  const answer = refusal(429, 'TooManyRequests', 'API calls quota exceeded.');
  if (waitMs === null) return answer;
  return { ...answer, headers: { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))) } };
}

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages: not a member. */
export function notInRoster(): Reply {
  return refusal(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
}
