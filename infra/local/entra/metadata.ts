import type { EntraState } from './state.ts';

/** The OpenID configuration of the tenant. Its authorize page is on the http listener, which every browser can open. */
export function openIdConfiguration(state: EntraState): object {
  const { tenantId } = state.world;
  const api = `${state.loginUrl}/${tenantId}`;
  return {
    issuer: `${api}/v2.0`,
    authorization_endpoint: `${state.pageUrl}/${tenantId}/oauth2/v2.0/authorize`,
    token_endpoint: `${api}/oauth2/v2.0/token`,
    end_session_endpoint: `${state.pageUrl}/${tenantId}/oauth2/v2.0/logout`,
    jwks_uri: `${api}/discovery/v2.0/keys`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    response_modes_supported: ['query'],
    response_types_supported: ['code'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'auth_time', 'acrs', 'nonce', 'name', 'oid', 'tid'],
    tenant_region_scope: 'EU',
    cloud_instance_name: new URL(state.loginUrl).host,
  };
}

/** Answers the question that msal asks about an authority that it does not know. */
export function instanceDiscovery(state: EntraState): object {
  const { host } = new URL(state.loginUrl);
  return {
    tenant_discovery_endpoint: `${state.loginUrl}/${state.world.tenantId}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}
