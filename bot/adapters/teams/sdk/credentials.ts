import type { AppTokens } from '../../../ports/shared/credential.ts';

/** How the bot proves itself to the Bot Connector. */
export interface BotCredentials {
  /** A bearer token for the Bot Connector, from the cache while it is good. */
  token(): Promise<string>;
}

/** `tokens` are the bot's own, as BOT_ID. `audience`: what a token for the Bot Connector is for. */
export function createBotCredentials(tokens: AppTokens, audience: string): BotCredentials {
  return { token: () => tokens.token(audience) };
}
