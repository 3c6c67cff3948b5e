import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { timesNow } from '../clock/world-clock.ts';

/** The signing keys of the tenant. One key signs; retired keys stay published until they are dropped. */
export interface Keys {
  jwks(): JSONWebKeySet;
  /** Signs with RS256; the claims carry their own times. */
  sign(claims: JWTPayload): Promise<string>;
  /** The claims of a live token of ours, or undefined. */
  verify(token: string, audience?: string): Promise<JWTPayload | undefined>;
  /** A new key signs from now on; the old one leaves the published set at once. */
  rotate(): Promise<void>;
}

export async function createKeys(): Promise<Keys> {
  let current = await newKey();
  return {
    jwks: () => ({ keys: [current.jwk] }),
    sign: (claims) =>
      new SignJWT(claims).setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: current.kid }).sign(current.privateKey),
    verify: async (token, audience) => {
      const checks = { algorithms: ['RS256'], ...(audience === undefined ? {} : { audience }) };
      for (const currentDate of timesNow()) {
        const verified = await jwtVerify(token, current.publicKey, { ...checks, currentDate }).catch(() => undefined);
        if (verified !== undefined) return verified.payload;
      }
      return undefined;
    },
    rotate: async () => {
      current = await newKey();
    },
  };
}

async function newKey() {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const kid = randomUUID().replaceAll('-', '');
  const jwk = { ...(await exportJWK(publicKey)), kid, x5t: kid, use: 'sig', alg: 'RS256' };
  return { privateKey, publicKey, kid, jwk };
}
