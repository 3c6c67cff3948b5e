import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export const TOKEN_ISSUER = 'https://api.botframework.com';

/** The claims that a test can change in a token. The others are as the real connector signs them. */
export interface TokenOverrides {
  readonly issuer?: string;
  readonly audience?: string;
  readonly serviceUrl?: string;
  /** Seconds from now; negative for an expired token. */
  readonly expiresIn?: number;
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Signs with a key that is not in the key set, under the same key id. */
  readonly stranger?: boolean;
  readonly keyId?: string;
}

export interface ConnectorKeys {
  readonly jwks: { readonly keys: readonly unknown[] };
  /** A token with which the connector calls the bot. */
  sign(audience: string, serviceUrl: string, overrides?: TokenOverrides): Promise<string>;
}

export async function createKeys(): Promise<ConnectorKeys> {
  const [own, foreign] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  const kid = `local-${Date.now().toString(36)}`;
  const jwk = { ...(await exportJWK(own.publicKey)), kid, use: 'sig', alg: 'RS256', endorsements: ['msteams'] };
  return {
    jwks: { keys: [jwk] },
    sign: (audience, serviceUrl, o = {}) => {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({ serviceurl: o.serviceUrl ?? serviceUrl, ...o.claims })
        .setProtectedHeader({ alg: 'RS256', kid: o.keyId ?? kid, typ: 'JWT' })
        .setIssuer(o.issuer ?? TOKEN_ISSUER)
        .setAudience(o.audience ?? audience)
        .setNotBefore(now - 60)
        .setIssuedAt(now)
        .setExpirationTime(now + (o.expiresIn ?? 3600))
        .sign(o.stranger === true ? foreign.privateKey : own.privateKey);
    },
  };
}

/** Tells a bot the address of the keys with which the connector at this address signs. */
export function openIdMetadata(url: string): Record<string, unknown> {
  return {
    issuer: TOKEN_ISSUER,
    authorization_endpoint: 'https://invalid.botframework.com',
    jwks_uri: `${url}/v1/.well-known/keys`,
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
  };
}
