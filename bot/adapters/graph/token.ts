import {
  ConfidentialClientApplication,
  type INetworkModule,
  ManagedIdentityApplication,
  type NodeAuthOptions,
} from '@azure/msal-node';
import type { Credential } from '../../ports/credential.ts';

const TIMEOUT_MS = 8_000;

export interface TokenSettings {
  /** Origins, no trailing slash. */
  readonly graphUrl: string;
  readonly loginUrl: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly credential: Credential;
}

/** The bot's own token for Graph; msal keeps it until shortly before it expires. */
export type TokenSource = () => Promise<string>;

export function createTokenSource(settings: TokenSettings, send: typeof fetch = fetch): TokenSource {
  const { credential, graphUrl } = settings;
  if (credential.kind === 'managed-identity') {
    const identity = new ManagedIdentityApplication({
      managedIdentityIdParams: { userAssignedClientId: credential.clientId },
    });
    return async () => (await identity.acquireToken({ resource: graphUrl })).accessToken;
  }
  const client = new ConfidentialClientApplication({
    auth: { ...authority(settings), clientId: settings.clientId, ...proof(credential) },
    system: { networkClient: createNetwork(send), loggerOptions: { loggerCallback: () => undefined } },
  });
  return async () => {
    const result = await client.acquireTokenByClientCredential({ scopes: [`${graphUrl}/.default`] });
    if (result === null) throw new Error('Entra issued no token');
    return result.accessToken;
  };
}

/** msal asks Microsoft about hosts that it does not know, unless told that they are meant. */
function authority({ loginUrl, tenantId }: TokenSettings): Pick<NodeAuthOptions, 'authority' | 'knownAuthorities'> {
  const { host } = new URL(loginUrl);
  const known = host === 'login.microsoftonline.com' ? {} : { knownAuthorities: [host] };
  return { authority: `${loginUrl}/${tenantId}`, ...known };
}

function proof(credential: Exclude<Credential, { kind: 'managed-identity' }>): Partial<NodeAuthOptions> {
  if (credential.kind === 'secret') return { clientSecret: credential.secret };
  const { privateKey, thumbprintSha256 } = credential;
  return { clientCertificate: { privateKey, thumbprintSha256 } };
}

/** msal's own client has no time-out on POST and follows redirects. */
function createNetwork(send: typeof fetch): INetworkModule {
  async function ask<T>(url: string, request: RequestInit) {
    const response = await send(url, { ...request, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    const body: T = JSON.parse(await response.text());
    return { status: response.status, headers: Object.fromEntries(response.headers), body };
  }
  return {
    sendGetRequestAsync: (url, options) => ask(url, { headers: options?.headers ?? {} }),
    sendPostRequestAsync: (url, options) =>
      ask(url, { method: 'POST', headers: options?.headers ?? {}, body: options?.body ?? '' }),
  };
}
