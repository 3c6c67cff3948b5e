import type { ConfidentialClientApplication } from '@azure/msal-node';
import type { ClientSettings } from './msal.ts';
import { msalClient } from './msal-client.ts';

/** The part of msal that signs people in. */
export type EntraClient = Pick<ConfidentialClientApplication, 'getAuthCodeUrl' | 'acquireTokenByCode'>;

/** Spread it into every token request. Sessions hold verified claims, so no token needs to stay in the process. */
export const KEEP_NOTHING = { storeInCache: { accessToken: false, idToken: false, refreshToken: false } };

/** The registration that people sign in to, as a client that can answer a claims challenge (`cp1`). */
export function createEntraClient(settings: ClientSettings): EntraClient {
  const client = msalClient(settings, { capabilities: ['cp1'] });
  return {
    getAuthCodeUrl: async (request) => (await client()).getAuthCodeUrl(request),
    acquireTokenByCode: async (request, payload) => (await client()).acquireTokenByCode(request, payload),
  };
}
