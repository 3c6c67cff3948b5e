import { decodeJwt, type JWTPayload } from 'jose';
import { EntraError } from './errors.ts';
import { exchangeAudience } from './identity-token.ts';
import type { EntraState } from './state.ts';

/** Whether an assertion is the token of an identity, and not one that the application signed itself. */
export function isForeign(state: EntraState, assertion: string): boolean {
  const claims = claimsOf(assertion);
  return claims !== undefined && claims.iss !== state.world.appId;
}

/**
 * Accepts the token of an identity as the credential of the application, if one of its federated credentials names
 * issuer, subject and audience exactly. https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
export async function checkFederated(state: EntraState, assertion: string): Promise<void> {
  const { appId, federatedCredentials } = state.world;
  const { iss = '', sub = '', aud, exp = 0 } = claimsOf(assertion) ?? {};
  if (federatedCredentials.length === 0) {
    throw refused(70025, `The client '${appId}' has no configured federated identity credentials.`);
  }
  const ofIssuer = federatedCredentials.filter(({ issuer }) => issuer === iss);
  if (ofIssuer.length === 0) throw noMatch(700211, 'issuer', iss);
  const ofSubject = ofIssuer.filter(({ subject }) => subject === sub);
  if (ofSubject.length === 0) throw noMatch(700213, 'subject', sub);
  const audience = exchangeAudience(aud);
  if (!ofSubject.some((one) => one.audience === audience)) throw noMatch(700212, 'audience', audience);
  if (exp * 1000 < Date.now()) throw refused(700024, 'Client assertion is not within its valid time range.');
  // The stand-in knows the keys of one issuer only, which is this tenant.
  if ((await state.keys.verify(assertion)) === undefined) throw refused(50027, 'JWT token is invalid or malformed.');
}

function claimsOf(assertion: string): JWTPayload | undefined {
  try {
    return decodeJwt(assertion);
  } catch {
    return undefined;
  }
}

function noMatch(number: number, what: string, value: string): EntraError {
  const text = `No matching federated identity record found for presented assertion ${what} '${value}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation`;
  return refused(number, text);
}

function refused(number: number, text: string): EntraError {
  return new EntraError(401, 'invalid_client', number, text);
}
