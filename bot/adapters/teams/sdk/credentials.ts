import type { AppTokens } from '../../../ports/shared/credential.ts';

/** What a token for the Bot Connector is for. */
export const CONNECTOR = 'https://api.botframework.com';

/** How the bot proves itself to the Bot Connector. */
export interface BotCredentials {
  /** A bearer token for the Bot Connector, from the cache while it is good. */
  token(): Promise<string>;
}

/** `tokens` are the bot's own, as BOT_ID. */
export function createBotCredentials(tokens: AppTokens): BotCredentials {
  return { token: () => tokens.token(CONNECTOR) };
}
