import { createManagedIdentity } from './adapters/entra/managed-identity.ts';
import type { GraphTokenSettings } from './adapters/graph/token.ts';
import type { Settings } from './config/index.ts';
import type { BotCredential, Credential, ManagedIdentity, RegistrationCredential } from './ports/shared/credential.ts';
import type { Log } from './ports/shared/log.ts';

/**
 * What an identity's token for PostgreSQL is for.
 * https://learn.microsoft.com/azure/postgresql/flexible-server/how-to-connect-with-managed-identity
 */
const POSTGRESQL = 'https://ossrdbms-aad.database.windows.net';

/** What the bot proves itself with, to each of those who ask. */
export interface Credentials {
  /** To the Bot Connector, as BOT_ID. */
  readonly bot: Credential;
  /** To Entra, as the registration that people sign in to. */
  readonly registration: Credential;
  /** To Graph; `clientId` is whose rights are used. */
  readonly graph: { readonly clientId: string; readonly credential: Credential };
  /** To PostgreSQL, for each new connection; undefined: by what is in the address. */
  readonly databasePassword: (() => Promise<string>) | undefined;
}

/** Fetches nothing before it is needed. */
export function createCredentials(settings: Settings, log?: Log): Credentials {
  const { botId, botCredential, aadAppClientId, aadAppCredential, aadAppFederated, databaseAuth } = settings;
  const identity = createManagedIdentity({ clientId: botId, log, clock: () => new Date() });
  const [bot, registration] = [proofOf(botCredential, identity), proofOf(aadAppCredential, identity)];
  return {
    bot,
    registration,
    graph: aadAppFederated
      ? { clientId: aadAppClientId, credential: registration }
      : { clientId: botId, credential: bot },
    databasePassword: databaseAuth === 'entra' ? () => identity.token(POSTGRESQL) : undefined,
  };
}

/** Whose rights the bot has in Graph, and how it proves that. */
export function graphTokenSettings(
  { graphUrl, loginUrl, tenantId }: Settings,
  { graph }: Pick<Credentials, 'graph'>,
): GraphTokenSettings {
  return { graphUrl, loginUrl, tenantId, ...graph };
}

function proofOf(credential: BotCredential | RegistrationCredential, identity: ManagedIdentity): Credential {
  switch (credential.kind) {
    case 'secret':
    case 'certificate':
      return credential;
    case 'managed-identity':
    case 'federated':
      return { kind: credential.kind, identity };
  }
}
