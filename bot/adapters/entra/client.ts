import type { ConfidentialClientApplication } from '@azure/msal-node';
import { type ClientSettings, createMsalClient } from './msal.ts';

/** The part of msal that signs people in. */
export type EntraClient = Pick<ConfidentialClientApplication, 'getAuthCodeUrl' | 'acquireTokenByCode'>;

/** Spread it into every token request. Sessions hold verified claims, so no token needs to stay in the process. */
export const KEEP_NOTHING = { storeInCache: { accessToken: false, idToken: false, refreshToken: false } };

/** The registration that people sign in to, as a client that can answer a claims challenge (`cp1`). */
export function createEntraClient(settings: ClientSettings): EntraClient {
  return createMsalClient(settings, { capabilities: ['cp1'] });
}
