import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { createTls } from '../../../../infra/local/tls.ts';
import { trust } from '../../../infra/local/trust.ts';

export const TENANT = '11111111-1111-4111-8111-111111111111';
export const CLIENT = '22222222-2222-4222-8222-222222222222';
export const ADA = '33333333-3333-4333-8333-333333333333';
export const BOB = '44444444-4444-4444-8444-444444444444';
export const TEAMS_WEB = '5e3ce6c0-2b1f-4285-8d4b-75ee78787346';

interface Grant {
  readonly challenge: string | null;
  readonly redirectUri: string | null;
  readonly id: JWTPayload;
  readonly access: JWTPayload;
}
interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface Bent {
  discovery: Record<string, unknown>;
  /** Instead of the tokens for a code. */
  byCode: Answer | undefined;
  down: boolean;
}

/** A small Entra with signing keys of its own, for one test file. Everything it says can be bent. */
export async function startIssuer() {
  const tls = await createTls(await mkdtemp(join(tmpdir(), 'issuer-')));
  trust(tls);
  const keys = await generateKeyPair('RS256', { extractable: true });
  // Like Entra's own, without `alg`: the key alone forbids no algorithm of its family.
  const jwks = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k1', use: 'sig' }] };
  const grants = new Map<string, Grant>();
  const seen: { path: string; form: URLSearchParams }[] = [];
  const bent: Bent = { discovery: {}, byCode: undefined, down: false };

  const sign = (payload: JWTPayload, header: { alg?: string; kid?: string } = {}) =>
    new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: 'k1', ...header }).sign(keys.privateKey);

  const discovery = () => ({
    issuer: `${url}/${TENANT}/v2.0`,
    jwks_uri: `${url}/${TENANT}/discovery/v2.0/keys`,
    authorization_endpoint: `${url}/${TENANT}/oauth2/v2.0/authorize`,
    token_endpoint: `${url}/${TENANT}/oauth2/v2.0/token`,
    ...bent.discovery,
  });

  async function token(form: URLSearchParams): Promise<Answer> {
    if (bent.byCode !== undefined) return bent.byCode;
    const grant = grants.get(form.get('code') ?? '');
    const verifier = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (grant === undefined || verifier !== grant.challenge || form.get('redirect_uri') !== grant.redirectUri) {
      return { status: 400, body: { error: 'invalid_grant', error_description: 'code, verifier or redirect' } };
    }
    grants.delete(form.get('code') ?? '');
    return tokenAnswer(await sign(grant.id), await sign(grant.access));
  }

  const server = createServer({ key: tls.key, cert: tls.cert }, (request, response) => {
    void (async () => {
      const path = new URL(request.url ?? '/', url).pathname;
      const form = new URLSearchParams(await readBody(request));
      seen.push({ path, form });
      const answer = bent.down
        ? { status: 503, body: {} }
        : path.endsWith('/openid-configuration')
          ? { status: 200, body: discovery() }
          : path.endsWith('/keys')
            ? { status: 200, body: jwks }
            : await token(form);
      // restify replaces writeHead of every server in the process by one that returns nothing.
      response.writeHead(answer.status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(answer.body));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `https://localhost:${(server.address() as AddressInfo).port}`;

  return {
    url,
    bent,
    seen,
    jwks,
    privateKey: keys.privateKey,
    sign,
    /** Claims of a genuine token for us; undefined in `over` removes one. */
    claims: (over: Record<string, unknown> = {}): JWTPayload => {
      const now = Math.floor(Date.now() / 1000);
      const base = { iss: `${url}/${TENANT}/v2.0`, aud: CLIENT, iat: now, nbf: now, exp: now + 3600, ver: '2.0' };
      const person = { tid: TENANT, oid: ADA, name: 'Ada', auth_time: now - 5, sub: 's' };
      return { ...base, ...person, ...over };
    },
    /** The person signs in at the authorization endpoint: yields the code. */
    approve: (location: string, id: JWTPayload, access: JWTPayload): string => {
      const query = new URL(location).searchParams;
      const code = randomUUID();
      const nonce = query.get('nonce') ?? '';
      const grant = { challenge: query.get('code_challenge'), redirectUri: query.get('redirect_uri') };
      grants.set(code, { ...grant, id: { nonce, ...id }, access });
      return code;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
export type Issuer = Awaited<ReturnType<typeof startIssuer>>;

export function tokenAnswer(idToken: string, accessToken: string): Answer {
  return {
    status: 200,
    body: {
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'access_as_user openid profile',
      id_token: idToken,
      access_token: accessToken,
      refresh_token: 'refresh-canary',
      client_info: Buffer.from(JSON.stringify({ uid: ADA, utid: TENANT })).toString('base64url'),
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}
