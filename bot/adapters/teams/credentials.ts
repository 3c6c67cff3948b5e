import { ConfidentialClientApplication, ManagedIdentityApplication } from '@azure/msal-node';
import type { TeamsSettings } from './settings.ts';

const CONNECTOR = 'https://api.botframework.com';
/** What Entra expects in an assertion by a managed identity. */
const ASSERTION_AUDIENCE = 'api://AzureADTokenExchange';

export type CredentialSettings = Pick<TeamsSettings, 'botId' | 'tenantId' | 'botCredential' | 'loginUrl'>;

/** How the bot proves itself to the Bot Connector. */
export interface BotCredentials {
  /** A bearer token for the Bot Connector, from MSAL's cache while it is good. */
  token(): Promise<string>;
}

export function createBotCredentials(settings: CredentialSettings): BotCredentials {
  const { botCredential: credential, botId } = settings;
  if (credential.kind === 'managed-identity' && credential.clientId === botId) {
    const identity = managedIdentity(botId);
    return { token: () => identityToken(identity, CONNECTOR) };
  }
  const application = confidentialClient(settings);
  return {
    async token() {
      const result = await application.acquireTokenByClientCredential({ scopes: [`${CONNECTOR}/.default`] });
      if (!result?.accessToken) throw new Error('no token for the Bot Connector');
      return result.accessToken;
    },
  };
}

function confidentialClient(settings: CredentialSettings): ConfidentialClientApplication {
  const { botId: clientId, tenantId, loginUrl } = settings;
  return new ConfidentialClientApplication({
    auth: {
      clientId,
      authority: `${loginUrl}/${tenantId}`,
      // Known to us, so that MSAL asks no other host about it.
      knownAuthorities: [new URL(loginUrl).host],
      ...proof(settings),
    },
  });
}

function proof({ botCredential }: CredentialSettings) {
  switch (botCredential.kind) {
    case 'secret':
      return { clientSecret: botCredential.secret };
    case 'certificate': {
      const { privateKey, thumbprintSha256, certificate } = botCredential;
      return { clientCertificate: { privateKey, thumbprintSha256, x5c: certificate } };
    }
    case 'managed-identity': {
      const identity = managedIdentity(botCredential.clientId);
      return { clientAssertion: () => identityToken(identity, ASSERTION_AUDIENCE) };
    }
  }
}

function managedIdentity(clientId: string): ManagedIdentityApplication {
  return new ManagedIdentityApplication({ managedIdentityIdParams: { userAssignedClientId: clientId } });
}

async function identityToken(identity: ManagedIdentityApplication, resource: string): Promise<string> {
  const { accessToken } = await identity.acquireToken({ resource });
  return accessToken;
}
