import { exportPKCS8, generateKeyPair, importPKCS8, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTokenVerifier, type TokenVerifier, type Verdict } from '../../../../bot/adapters/entra/token.ts';
import { ADA, BOB, CLIENT, type Issuer, startIssuer, TEAMS_WEB, TENANT } from './issuer.ts';

let issuer: Issuer;
let verifier: TokenVerifier;
const fresh = () => createTokenVerifier({ loginUrl: issuer.url, tenantId: TENANT, clientId: CLIENT });
const access = (over: Record<string, unknown> = {}) => issuer.claims({ scp: 'access_as_user', azp: CLIENT, ...over });
const seconds = () => Math.floor(Date.now() / 1000);

beforeAll(async () => {
  issuer = await startIssuer();
  verifier = fresh();
});
afterEach(() => {
  issuer.bent.discovery = {};
  issuer.bent.down = false;
});
afterAll(() => issuer.close());

describe('an access token', () => {
  it('yields its claims with ids in lower case if it is one of ours', async () => {
    const authTime = seconds() - 30;
    const claims = access({
      oid: ADA.toUpperCase(),
      tid: TENANT.toUpperCase(),
      acrs: 'c1',
      auth_time: authTime,
      roles: ['R'],
    });
    expect(await verifier.verifyAccessToken(await issuer.sign(claims))).toEqual({
      kind: 'valid',
      claims: {
        person: { tid: TENANT, oid: ADA },
        name: 'Ada',
        roles: ['R'],
        acrs: ['c1'],
        authTime: new Date(authTime * 1000),
        issuedAt: new Date(Number(claims['iat']) * 1000),
      },
    });
  });

  it.each(['1fec8e78-bce4-4aaf-ab1b-5451cc387264', TEAMS_WEB])(
    'is accepted from the chat alone if it was issued to %s, a client of Teams',
    async (azp) => {
      const token = await issuer.sign(access({ azp }));
      expect(await verifier.verifySilentToken(token)).toMatchObject({ kind: 'valid' });
      expect(await verifier.verifyAccessToken(token)).toEqual({ kind: 'invalid', reason: 'azp' });
    },
  );

  it('is accepted from the page alone if it was issued to ourselves', async () => {
    const token = await issuer.sign(access());
    expect(await verifier.verifyAccessToken(token)).toMatchObject({ kind: 'valid' });
    expect(await verifier.verifySilentToken(token)).toEqual({ kind: 'invalid', reason: 'azp' });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['another issuer', { iss: 'https://login.evil.example/v2.0' }, 'iss'],
    ['another audience', { aud: ADA }, 'aud'],
    ['a list of audiences', { aud: [CLIENT, ADA] }, 'shape of aud'],
    ['another tenant', { tid: ADA }, 'tid'],
    ['no tenant', { tid: undefined }, 'tid'],
    ['another client', { azp: ADA }, 'azp'],
    ['no client', { azp: undefined }, 'azp'],
    ['another scope', { scp: 'access_as_users' }, 'scp'],
    ['no scope', { scp: undefined }, 'scp'],
    ['an old version', { ver: '1.0' }, 'shape of ver'],
    ['no oid', { oid: undefined }, 'oid'],
    ['an oid that is none', { oid: 'me' }, 'shape of oid'],
    ['an expiry in the past', { exp: seconds() - 120 }, 'exp'],
    ['no expiry', { exp: undefined }, 'exp'],
    ['a beginning in the future', { nbf: seconds() + 300 }, 'nbf'],
    ['a time of issue in the future', { iat: seconds() + 600 }, 'iat'],
    ['an endless auth_time', { auth_time: 9e12 }, 'shape of auth_time'],
  ])('with %s is refused', async (_name, over, reason) => {
    expect(await verifier.verifyAccessToken(await issuer.sign(access(over)))).toEqual({ kind: 'invalid', reason });
  });

  it('is refused if its signature is missing, symmetric, or of another key or algorithm', async () => {
    const publicKey = new TextEncoder().encode(JSON.stringify(issuer.jwks.keys[0]));
    const stranger = (await generateKeyPair('RS256')).privateKey;
    const pss = await importPKCS8(await exportPKCS8(issuer.privateKey), 'PS256');
    const signed = (claims: JWTPayload, alg: string, key: Parameters<SignJWT['sign']>[0], kid = 'k1') =>
      new SignJWT(claims).setProtectedHeader({ alg, kid }).sign(key);
    const [header, , signature] = (await issuer.sign(access())).split('.');
    const swapped = Buffer.from(JSON.stringify(access({ oid: CLIENT }))).toString('base64url');
    const forged = [
      new UnsecuredJWT(access()).encode(),
      await signed(access(), 'HS256', publicKey),
      await signed(access(), 'RS256', stranger),
      await signed(access(), 'RS256', stranger, '../../etc/passwd'),
      await signed(access(), 'PS256', pss),
      await issuer.sign(access(), { kid: 'junk' }),
      `${header}.${swapped}.${signature}`,
      '',
      'a.b.c',
      'x'.repeat(20_000),
    ];
    for (const token of forged) expect(await verifier.verifyAccessToken(token)).toMatchObject({ kind: 'invalid' });
  });

  it('never appears in the reason for its refusal', async () => {
    const token = await issuer.sign(access({ aud: ADA }));
    const verdict = await verifier.verifyAccessToken(token);
    expect(JSON.stringify(verdict)).not.toContain(token.split('.')[1]);
  });
});

describe('an id token', () => {
  it('is accepted only with its own nonce', async () => {
    const token = await issuer.sign(issuer.claims({ nonce: 'n1' }));
    expect(await verifier.verifyIdToken(token, 'n1')).toMatchObject({ kind: 'valid' });
    expect(await verifier.verifyIdToken(token, 'n2')).toEqual({ kind: 'invalid', reason: 'nonce' });
    const bare = await issuer.sign(issuer.claims());
    expect(await verifier.verifyIdToken(bare, 'n1')).toEqual({ kind: 'invalid', reason: 'nonce' });
  });

  it('is refused as an access token', async () => {
    expect(await verifier.verifyAccessToken(await issuer.sign(issuer.claims()))).toMatchObject({ kind: 'invalid' });
  });
});

describe('each token that proves a person', () => {
  const ways: readonly (readonly [string, Record<string, unknown>, (token: string) => Promise<Verdict>])[] = [
    ['the silent token', { scp: 'access_as_user', azp: TEAMS_WEB }, (token) => verifier.verifySilentToken(token)],
    ['the page’s access token', { scp: 'access_as_user', azp: CLIENT }, (token) => verifier.verifyAccessToken(token)],
    ['the page’s id token', { nonce: 'n1' }, (token) => verifier.verifyIdToken(token, 'n1')],
  ];
  const bad: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ['of another issuer', { iss: `https://login.microsoftonline.com/${ADA}/v2.0` }, 'iss'],
    ['for another application', { aud: ADA }, 'aud'],
    ['for our application by its address', { aud: `api://botid-${CLIENT}` }, 'aud'],
    ['of another tenant', { tid: BOB }, 'tid'],
    ['of version 1', { ver: '1.0' }, 'shape of ver'],
    ['that is stale', { iat: seconds() - 7_200, exp: seconds() - 61 }, 'exp'],
    ['that was issued in the future', { iat: seconds() + 600 }, 'iat'],
    ['that is not valid yet', { nbf: seconds() + 600 }, 'nbf'],
    ['that does not say when it was issued', { iat: undefined }, 'iat'],
  ];

  it.each(
    ways.flatMap(([way, own, verify]) => bad.map(([what, over, reason]) => ({ way, what, own, over, reason, verify }))),
  )('$way is refused if it is one $what', async ({ own, over, reason, verify }) => {
    expect(await verify(await issuer.sign(issuer.claims(own)))).toMatchObject({ kind: 'valid' });
    expect(await verify(await issuer.sign(issuer.claims({ ...own, ...over })))).toEqual({ kind: 'invalid', reason });
  });

  it.each(ways)('%s is accepted within the skew of two clocks', async (_way, own, verify) => {
    const skewed = { iat: seconds() + 50, nbf: seconds() + 50 };
    expect(await verify(await issuer.sign(issuer.claims({ ...own, ...skewed })))).toMatchObject({ kind: 'valid' });
  });
});

describe('the discovery document', () => {
  it('is refused if it names another issuer or keys on another host', async () => {
    const token = await issuer.sign(access());
    for (const discovery of [
      { issuer: `${issuer.url}/common/v2.0` },
      { jwks_uri: `${issuer.url.replace('localhost', '127.0.0.1')}/keys` },
    ]) {
      issuer.bent.discovery = discovery;
      expect(await fresh().verifyAccessToken(token)).toEqual({ kind: 'invalid', reason: 'keys unreachable' });
      await expect(fresh().check()).rejects.toThrow();
    }
  });

  it('is read again after an outage, and then only once', async () => {
    const late = fresh();
    const token = await issuer.sign(access());
    issuer.bent.down = true;
    expect(await late.verifyAccessToken(token)).toEqual({ kind: 'invalid', reason: 'keys unreachable' });
    issuer.bent.down = false;
    const before = issuer.seen.length;
    expect(await late.verifyAccessToken(token)).toMatchObject({ kind: 'valid' });
    expect(await late.verifyAccessToken(token)).toMatchObject({ kind: 'valid' });
    await late.check();
    expect(issuer.seen.length - before).toBe(2);
  });
});
