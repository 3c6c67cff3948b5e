import { createRemoteJWKSet, customFetch } from 'jose';
import { z } from 'zod';
import { askOutside } from '../../ports/shared/ask-outside.ts';

const TIMEOUT_MS = 5_000;
const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });

export interface Tenant {
  /** Like `https://login.microsoftonline.com`: no trailing slash. */
  readonly loginUrl: string;
  readonly tenantId: string;
}

/** The tenant's issuer and signing keys. */
export interface TenantKeys {
  readonly issuer: string;
  readonly keys: ReturnType<typeof createRemoteJWKSet>;
}

/**
 * Reads the tenant's discovery document once, on first use; after a failed read the next caller tries again. Throws if
 * Entra does not answer, or if it answers for another issuer or with keys on another host.
 */
export function createTenantKeys(tenant: Tenant): () => Promise<TenantKeys> {
  let known: Promise<TenantKeys> | undefined;
  return () => {
    known ??= discover(tenant).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}

async function discover({ loginUrl, tenantId }: Tenant): Promise<TenantKeys> {
  const response = await askOutside(`${loginUrl}/${tenantId}/v2.0/.well-known/openid-configuration`, {
    redirect: 'error',
    timeoutMs: TIMEOUT_MS,
  });
  if (!response.ok) throw new Error(`entra discovery answered ${response.status}`);
  const document = Discovery.parse(await response.json());
  const issuer = `${loginUrl}/${tenantId}/v2.0`;
  if (document.issuer !== issuer) throw new Error('entra discovery names another issuer');
  const keysUrl = new URL(document.jwks_uri);
  if (keysUrl.origin !== new URL(loginUrl).origin) throw new Error('entra discovery names keys on another host');
  return { issuer, keys: createRemoteJWKSet(keysUrl, { timeoutDuration: TIMEOUT_MS, [customFetch]: askOutside }) };
}
