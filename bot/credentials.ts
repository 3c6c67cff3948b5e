import { createAppTokens } from './adapters/entra/app-tokens.ts';
import { createManagedIdentity } from './adapters/entra/managed-identity.ts';
import type { Settings } from './config/index.ts';
import type { Send } from './ports/shared/ask-outside.ts';
import type {
  AppTokens,
  BotCredential,
  Credential,
  ManagedIdentity,
  RegistrationCredential,
} from './ports/shared/credential.ts';
import type { Log } from './ports/shared/log.ts';

/** What the bot proves itself with, to each service that asks. */
export interface Credentials {
  /** The bot's own, as BOT_ID. */
  readonly bot: { readonly credential: Credential; readonly tokens: AppTokens };
  /** To Entra, as the registration that people sign in to. */
  readonly registration: Credential;
  /** To Graph, with the rights of the application with this client ID. */
  readonly graph: { readonly clientId: string; readonly tokens: AppTokens };
  /** To PostgreSQL, for each new connection. Undefined if the address holds the password. */
  readonly databasePassword: (() => Promise<string>) | undefined;
}

/** Fetches nothing before it is needed. `send` sends the requests for Graph's tokens, to measure them. */
export function createCredentials(settings: Settings, log?: Log, send?: Send): Credentials {
  const { botId, botCredential, aadAppClientId, aadAppCredential, aadAppFederated, databaseAuth } = settings;
  const { loginUrl, tenantId, tokenExchangeAudience: audience, databaseAudience } = settings;
  const identity = createManagedIdentity({ clientId: botId, log, clock: () => new Date() });
  const bot = readyFor(botCredential, identity, audience);
  const registration = readyFor(aadAppCredential, identity, audience);
  const asBot = { loginUrl, tenantId, clientId: botId, credential: bot };
  const inGraph = aadAppFederated ? { ...asBot, clientId: aadAppClientId, credential: registration } : asBot;
  return {
    bot: { credential: bot, tokens: createAppTokens(asBot, { log }) },
    registration,
    graph: { clientId: inGraph.clientId, tokens: createAppTokens(inGraph, { send, log }) },
    databasePassword: databaseAuth === 'entra' ? () => identity.token(databaseAudience) : undefined,
  };
}

function readyFor(
  credential: BotCredential | RegistrationCredential,
  identity: ManagedIdentity,
  audience: string,
): Credential {
  switch (credential.kind) {
    case 'secret':
    case 'certificate':
      return credential;
    case 'managed-identity':
      return { kind: 'managed-identity', identity };
    case 'federated':
      return { kind: 'federated', identity, audience };
  }
}
