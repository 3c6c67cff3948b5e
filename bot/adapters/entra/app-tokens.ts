import type { AuthenticationResult } from '@azure/msal-node';
import { z } from 'zod';
import type { Send } from '../../ports/shared/ask-outside.ts';
import type { AppTokens } from '../../ports/shared/credential.ts';
import type { Log } from '../../ports/shared/log.ts';
import type { ClientSettings } from './msal.ts';
import { msalClient } from './msal-client.ts';

/** Entra found no federated credential that fits: there is none, or it names another issuer, audience or subject. */
const UNTRUSTED = /^(70021|70025|70021[123]\d?)$/;
const Numbered = z.object({ errorNo: z.coerce.string() });

interface AppTokensDeps {
  /** Sends in place of `askOutside`, to measure requests or in tests. */
  readonly send?: Send | undefined;
  readonly log?: Log | undefined;
}

interface Held {
  readonly token: string;
  readonly until: number;
}

/** msal gives a token from its cache up to this time before the token expires. */
const RENEW_MS = 5 * 60_000;

/**
 * Tokens with the application's own rights. msal keeps each until shortly before it expires, but looks through its whole
 * cache at every call. So a token is held here as long as msal would not renew it.
 */
export function createAppTokens(settings: ClientSettings, { send, log }: AppTokensDeps = {}): AppTokens {
  const { credential, clientId } = settings;
  if (credential.kind === 'managed-identity') return credential.identity;
  const client = msalClient(settings, { send });
  const held = new Map<string, Held>();
  return {
    async token(resource) {
      const known = held.get(resource);
      if (known !== undefined && Date.now() < known.until) return known.token;
      try {
        const msal = await client();
        const result = await msal.acquireTokenByClientCredential({ scopes: [`${resource}/.default`] });
        if (!result?.accessToken) throw new Error(`Entra issued no token for ${resource}`);
        held.set(resource, { token: result.accessToken, until: renewalOf(result) });
        return result.accessToken;
      } catch (cause) {
        if (credential.kind === 'federated' && isUntrusted(cause)) {
          const reason = 'its federated credential must name the identity: issuer, principal id and audience';
          log?.error('the registration does not trust the managed identity', { clientId, reason }, cause);
        }
        throw cause;
      }
    },
  };
}

/** When msal renews the token: in the epoch's milliseconds, and 0 if it says nothing of it. */
function renewalOf({ expiresOn, refreshOn }: Pick<AuthenticationResult, 'expiresOn' | 'refreshOn'>): number {
  const expires = (expiresOn?.getTime() ?? 0) - RENEW_MS;
  return Math.min(expires, refreshOn?.getTime() ?? expires);
}

/** Reads from the number of the error (AADSTS…) whether no federated credential fits. */
function isUntrusted(cause: unknown): boolean {
  return UNTRUSTED.test(Numbered.safeParse(cause).data?.errorNo ?? '');
}
