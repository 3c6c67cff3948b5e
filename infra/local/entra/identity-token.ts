import { randomUUID } from 'node:crypto';
import type { LocalIdentity } from '../world.ts';
import type { EntraState } from './state.ts';

/** The resources for which an identity can get a token, and the application behind each of them. */
const EXCHANGE = { resource: 'api://AzureADTokenExchange', appId: 'fb60f99c-7a34-4190-8149-302f77469936' } as const;
const GRAPH = 'https://graph.microsoft.com';

/** Returns undefined if the tenant has no such resource. The token lives for this many seconds. */
export async function identityToken(
  state: EntraState,
  { clientId, principalId, roles }: LocalIdentity,
  resource: string,
  seconds: number,
): Promise<string | undefined> {
  const { tenantId } = state.world;
  const now = Math.floor(Date.now() / 1000);
  const whose = { idtyp: 'app', oid: principalId, sub: principalId, tid: tenantId, uti: randomUUID() };
  const common = { iat: now, nbf: now - 300, exp: now + seconds, ...whose };
  // The issuer is that of version 2: https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity
  if (resource === EXCHANGE.resource) {
    const iss = `${state.loginUrl}/${tenantId}/v2.0`;
    return state.keys.sign({ ...common, iss, aud: EXCHANGE.appId, azp: clientId, azpacr: '2', ver: '2.0' });
  }
  if (!isResource(resource)) return undefined;
  const granted = isGraph(resource) && roles.length > 0 ? { roles: [...roles] } : {};
  const iss = `https://sts.windows.net/${tenantId}/`;
  const old = { iss, aud: resource, appid: clientId, appidacr: '2', ver: '1.0' };
  return state.keys.sign({ ...common, ...old, ...granted });
}

/** A federated credential names the resource. The token names the application behind it. */
export function exchangeAudience(aud: unknown): string {
  return aud === EXCHANGE.appId ? EXCHANGE.resource : String(aud);
}

function isResource(resource: string): boolean {
  return (
    isGraph(resource) || /^https:\/\/(api\.botframework\.com|ossrdbms-aad\.database\.windows\.net)$/.test(resource)
  );
}

/** Graph, or its stand-in on this machine. */
function isGraph(resource: string): boolean {
  return resource === GRAPH || /^https:\/\/(localhost|127\.0\.0\.1):\d+$/.test(resource);
}
