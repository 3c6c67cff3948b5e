import { ConfidentialClientApplication, type INetworkModule, type NodeAuthOptions } from '@azure/msal-node';
import { z } from 'zod';
import { type Credential, TOKEN_EXCHANGE } from '../../ports/shared/credential.ts';
import type { Log } from '../../ports/shared/log.ts';

const TIMEOUT_MS = 8_000;
/** Entra found no federated credential that fits: none at all, or another issuer, audience or subject. */
const UNTRUSTED = /^(70021|70025|70021[123]\d?)$/;
const Numbered = z.object({ errorNo: z.coerce.string() });

export interface GraphTokenSettings {
  /** Origins, no trailing slash. */
  readonly graphUrl: string;
  readonly loginUrl: string;
  readonly tenantId: string;
  /** Who asks: the bot, or the registration that trusts its managed identity. */
  readonly clientId: string;
  readonly credential: Credential;
}

/** The bot's own token for Graph; msal keeps it until shortly before it expires. */
export type TokenSource = () => Promise<string>;

export function createTokenSource(settings: GraphTokenSettings, send: typeof fetch = fetch, log?: Log): TokenSource {
  const { credential, graphUrl, clientId } = settings;
  if (credential.kind === 'managed-identity') return () => credential.identity.token(graphUrl);
  const client = new ConfidentialClientApplication({
    auth: { ...authority(settings), clientId, ...authOf(credential) },
    system: { networkClient: createNetwork(send), loggerOptions: { loggerCallback: () => undefined } },
  });
  return async () => {
    try {
      const result = await client.acquireTokenByClientCredential({ scopes: [`${graphUrl}/.default`] });
      if (result === null) throw new Error('Entra issued no token');
      return result.accessToken;
    } catch (cause) {
      if (credential.kind === 'federated' && isUntrusted(cause)) {
        const reason = 'its federated credential must name the identity: issuer, principal id and audience';
        log?.error('the registration does not trust the managed identity', { clientId, reason }, cause);
      }
      throw cause;
    }
  };
}

/** Reads the problem from the AADSTS number. */
function isUntrusted(cause: unknown): boolean {
  return UNTRUSTED.test(Numbered.safeParse(cause).data?.errorNo ?? '');
}

/** msal asks Microsoft about hosts that it does not know, unless told that they are meant. */
function authority({
  loginUrl,
  tenantId,
}: GraphTokenSettings): Pick<NodeAuthOptions, 'authority' | 'knownAuthorities'> {
  const { host } = new URL(loginUrl);
  const known = host === 'login.microsoftonline.com' ? {} : { knownAuthorities: [host] };
  return { authority: `${loginUrl}/${tenantId}`, ...known };
}

function authOf(credential: Exclude<Credential, { kind: 'managed-identity' }>): Partial<NodeAuthOptions> {
  switch (credential.kind) {
    case 'secret':
      return { clientSecret: credential.secret };
    case 'certificate': {
      const { privateKey, thumbprintSha256 } = credential;
      return { clientCertificate: { privateKey, thumbprintSha256 } };
    }
    case 'federated':
      return { clientAssertion: () => credential.identity.token(TOKEN_EXCHANGE) };
  }
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
