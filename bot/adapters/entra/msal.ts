import { ConfidentialClientApplication, type NodeAuthOptions } from '@azure/msal-node';
import type { Send } from '../../ports/shared/ask-outside.ts';
import type { Credential } from '../../ports/shared/credential.ts';
import type { Tenant } from './keys.ts';
import { createNetwork } from './network.ts';

/** An application in Entra, and what it proves itself with. */
export interface ClientSettings extends Tenant {
  readonly clientId: string;
  readonly credential: Credential;
}

export interface MsalOptions {
  /** Capabilities that a token's audience is told of: https://learn.microsoft.com/entra/identity-platform/claims-challenge */
  readonly capabilities?: readonly string[];
  /** Sends in place of `askOutside`, to measure requests or in tests. */
  readonly send?: Send | undefined;
}

/** The only place that makes a client of msal, so each of them has our time-outs. Nothing is fetched before its first use. */
export function createMsalClient(settings: ClientSettings, options: MsalOptions = {}): ConfidentialClientApplication {
  const { loginUrl, tenantId, clientId, credential } = settings;
  const { capabilities, send } = options;
  return new ConfidentialClientApplication({
    auth: {
      clientId,
      authority: `${loginUrl}/${tenantId}`,
      ...knownAuthorities(loginUrl),
      ...authOf(credential),
      ...(capabilities === undefined ? {} : { clientCapabilities: [...capabilities] }),
    },
    system: {
      networkClient: createNetwork(send),
      loggerOptions: { piiLoggingEnabled: false, loggerCallback: () => undefined },
    },
  });
}

/** msal asks Microsoft about each host that it does not know, unless the host is named here. */
function knownAuthorities(loginUrl: string): Pick<NodeAuthOptions, 'knownAuthorities'> {
  const { host } = new URL(loginUrl);
  return host === 'login.microsoftonline.com' ? {} : { knownAuthorities: [host] };
}

function authOf(credential: Credential): Partial<NodeAuthOptions> {
  switch (credential.kind) {
    case 'secret':
      return { clientSecret: credential.secret };
    case 'certificate': {
      const { privateKey, thumbprintSha256, certificate } = credential;
      return { clientCertificate: { privateKey, thumbprintSha256, x5c: certificate } };
    }
    case 'federated':
      return { clientAssertion: () => credential.identity.token(credential.audience) };
    case 'managed-identity':
      throw new TypeError('an identity itself asks the platform for its tokens, and not Entra');
  }
}
