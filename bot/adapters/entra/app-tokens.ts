import { z } from 'zod';
import type { AppTokens } from '../../ports/shared/credential.ts';
import type { Log } from '../../ports/shared/log.ts';
import { type ClientSettings, createMsalClient } from './msal.ts';

/** Entra found no federated credential that fits: there is none, or it names another issuer, audience or subject. */
const UNTRUSTED = /^(70021|70025|70021[123]\d?)$/;
const Numbered = z.object({ errorNo: z.coerce.string() });

interface AppTokensDeps {
  /** Replaces fetch, to measure requests or in tests. */
  readonly send?: typeof fetch | undefined;
  readonly log?: Log | undefined;
}

/** Tokens with the application's own rights. msal keeps each until shortly before it expires. */
export function createAppTokens(settings: ClientSettings, { send, log }: AppTokensDeps = {}): AppTokens {
  const { credential, clientId } = settings;
  if (credential.kind === 'managed-identity') return credential.identity;
  const client = createMsalClient(settings, { send });
  return {
    async token(resource) {
      try {
        const result = await client.acquireTokenByClientCredential({ scopes: [`${resource}/.default`] });
        if (!result?.accessToken) throw new Error(`Entra issued no token for ${resource}`);
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

/** Reads from the number of the error (AADSTS…) whether no federated credential fits. */
function isUntrusted(cause: unknown): boolean {
  return UNTRUSTED.test(Numbered.safeParse(cause).data?.errorNo ?? '');
}
