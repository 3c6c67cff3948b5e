import { ConfidentialClientApplication } from '@azure/msal-node';
import { type Credential, TOKEN_EXCHANGE } from '../../../ports/shared/credential.ts';
import type { TeamsSettings } from '../settings.ts';

const CONNECTOR = 'https://api.botframework.com';

export interface CredentialSettings extends Pick<TeamsSettings, 'botId' | 'tenantId' | 'loginUrl'> {
  readonly proof: Credential;
}

/** How the bot proves itself to the Bot Connector. */
export interface BotCredentials {
  /** A bearer token for the Bot Connector, from the cache while it is good. */
  token(): Promise<string>;
}

export function createBotCredentials(settings: CredentialSettings): BotCredentials {
  const { proof } = settings;
  if (proof.kind === 'managed-identity') return { token: () => proof.identity.token(CONNECTOR) };
  const application = confidentialClient(settings);
  return {
    async token() {
      const result = await application.acquireTokenByClientCredential({ scopes: [`${CONNECTOR}/.default`] });
      if (!result?.accessToken) throw new Error('no token for the Bot Connector');
      return result.accessToken;
    },
  };
}

function confidentialClient({ botId, tenantId, loginUrl, proof }: CredentialSettings): ConfidentialClientApplication {
  return new ConfidentialClientApplication({
    auth: {
      clientId: botId,
      authority: `${loginUrl}/${tenantId}`,
      // Known to us, so that MSAL asks no other host about it.
      knownAuthorities: [new URL(loginUrl).host],
      ...authOf(proof),
    },
  });
}

function authOf(proof: Credential) {
  switch (proof.kind) {
    case 'secret':
      return { clientSecret: proof.secret };
    case 'certificate': {
      const { privateKey, thumbprintSha256, certificate } = proof;
      return { clientCertificate: { privateKey, thumbprintSha256, x5c: certificate } };
    }
    case 'managed-identity':
    case 'federated':
      return { clientAssertion: () => proof.identity.token(TOKEN_EXCHANGE) };
  }
}
