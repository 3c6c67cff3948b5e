import type { ConnectorResult } from './connector.ts';

/**
 * Microsoft's rate-limit page: try again on 412, 429, 502, 503 and 504; a 500 is not. A 401 heals with the bot's token.
 */
const LATER = [401, 412, 429, 502, 503, 504];

/** Codes of an answer 403 that is final: the bot cannot reach the conversation any more. */
const GONE_CODES = [
  'BotNotInConversationRoster',
  'MessageWritesBlocked',
  'ConversationBlockedByUser',
  'BotDisabledByAdmin',
  'ForbiddenOperationException',
];

/** Whether the conversation or message of a call is gone for good. */
export function isGone(result: ConnectorResult): boolean {
  if (result.kind === 'done') return false;
  return result.status === 404 || (result.status === 403 && GONE_CODES.includes(result.code ?? ''));
}

/** Whether the same call may succeed later: Teams was busy or silent, or the bot has no token yet. */
export function isWorthAnotherTry(result: ConnectorResult): boolean {
  if (result.kind === 'done') return false;
  const { status, code } = result;
  return status === undefined ? code !== 'ServiceUrlNotAllowed' : LATER.includes(status);
}

/**
 * Whether Teams refused the message for its size.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages
 */
export function isTooLarge(result: ConnectorResult): boolean {
  return result.kind === 'refused' && (result.status === 413 || result.code === 'MessageSizeTooBig');
}

/** What a failed call said, for the log. */
export function reason(result: ConnectorResult): { status?: number; code?: string } {
  if (result.kind === 'done') return {};
  const { status, code } = result;
  return { ...(status === undefined ? {} : { status }), ...(code === undefined ? {} : { code }) };
}
