import { createHash, timingSafeEqual, X509Certificate } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import type { Incoming } from '../http.ts';
import { EntraError } from './errors.ts';
import { checkFederated, isForeign } from './federated.ts';
import type { EntraState } from './state.ts';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/**
 * Checks the credential of the confidential client: a secret (in the body or as Basic), or an assertion. The assertion
 * is signed by a registered certificate, or is the token of an identity that a federated credential names.
 */
export async function checkClient(state: EntraState, form: URLSearchParams, incoming: Incoming): Promise<void> {
  const basic = basicCredentials(incoming);
  const clientId = basic?.id ?? form.get('client_id') ?? '';
  if (clientId.toLowerCase() !== state.world.appId) {
    const text = `Application with identifier '${clientId}' was not found in the directory.`;
    throw new EntraError(400, 'unauthorized_client', 700016, text);
  }
  const secret = basic?.secret ?? form.get('client_secret');
  const assertion = form.get('client_assertion');
  if (secret !== null) return checkSecret(state, secret);
  if (assertion !== null) return checkAssertion(state, assertion, form.get('client_assertion_type'));
  const text = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
  throw new EntraError(401, 'invalid_client', 7000218, text);
}

function checkSecret(state: EntraState, secret: string): void {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  if (timingSafeEqual(digest(secret), digest(state.world.botClientSecret))) return;
  const text = 'Invalid client secret provided. Ensure the secret being sent is the client secret value, not its ID.';
  throw new EntraError(401, 'invalid_client', 7000215, text);
}

async function checkAssertion(state: EntraState, assertion: string, type: string | null): Promise<void> {
  const refused = (why: string) =>
    new EntraError(401, 'invalid_client', 700027, `The certificate used to sign the client assertion: ${why}.`);
  if (type !== ASSERTION_TYPE) throw refused('unknown client_assertion_type');
  if (isForeign(state, assertion)) return checkFederated(state, assertion);
  const certificate = registeredCertificate(state, assertion);
  if (certificate === undefined) throw refused('not registered on the application');
  const { appId, tenantId } = state.world;
  const audience = [`${state.loginUrl}/${tenantId}/oauth2/v2.0/token`, `${state.loginUrl}/${tenantId}/v2.0`];
  const checks = { issuer: appId, subject: appId, audience, algorithms: ['RS256', 'PS256'], clockTolerance: 300 };
  await jwtVerify(assertion, certificate.publicKey, checks).catch(() => {
    throw refused('signature, audience or time is wrong');
  });
}

/** Finds the certificate by its thumbprint: SHA-256 (`x5t#S256`), or SHA-1 (`x5t`) from older libraries. */
function registeredCertificate(state: EntraState, assertion: string): X509Certificate | undefined {
  let header: Record<string, unknown>;
  try {
    header = { ...decodeProtectedHeader(assertion) };
  } catch {
    return undefined;
  }
  const thumbprint = (one: X509Certificate, kind: string) => createHash(kind).update(one.raw).digest('base64url');
  return state.certificates
    .map((pem) => new X509Certificate(pem))
    .find((one) => header['x5t#S256'] === thumbprint(one, 'sha256') || header['x5t'] === thumbprint(one, 'sha1'));
}

export function basicCredentials(incoming: Incoming): { id: string; secret: string } | undefined {
  const [, encoded] = /^Basic (.+)$/i.exec(incoming.headers.authorization ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':', 2).map(decodeURIComponent);
  return { id, secret };
}
