import { X509Certificate } from 'node:crypto';
import { ConfidentialClientApplication } from '@azure/msal-node';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startEntra } from '../../../../infra/local/entra/index.ts';
import { EntraBrowser, shownNumber } from '../browser.ts';
import { ACRS, ANNA, codeOf, DAAN, type EntraBench, EVA, FINN, openEntra, REDIRECT } from './bench.ts';

let bench: EntraBench;
let world: EntraBench['world'];
let entra: EntraBench['entra'];
let tls: EntraBench['tls'];

beforeAll(async () => {
  bench = await openEntra();
  ({ world, entra, tls } = bench);
});

afterAll(() => bench.close());

const msal: EntraBench['msal'] = (secret) => bench.msal(secret);
const apiScope = () => bench.apiScope();
const authorizeUrl: EntraBench['authorizeUrl'] = (changes) => bench.authorizeUrl(changes);
const redeem: EntraBench['redeem'] = (...given) => bench.redeem(...given);
const teamsToken = (oid: string) => entra.teamsToken(oid, `api://botid-${world.botId}`);

describe('the sign-in pages', () => {
  test('a sign-in with account, number, code and PKCE ends in tokens that jose verifies', async () => {
    const { url, verifier } = await authorizeUrl({ claims: ACRS });
    const done = await new EntraBrowser(entra).signIn(url, EVA);
    expect(done.location?.searchParams.get('state')).toBe('state-1');
    const result = await msal().acquireTokenByCode({
      code: codeOf(done),
      codeVerifier: verifier,
      nonce: 'nonce-1',
      redirectUri: REDIRECT,
      scopes: [apiScope()],
    });
    const keys = createRemoteJWKSet(new URL(`${entra.loginUrl}/${world.tenantId}/discovery/v2.0/keys`));
    const checks = { issuer: `${entra.loginUrl}/${world.tenantId}/v2.0`, audience: world.botId, algorithms: ['RS256'] };
    const access = (await jwtVerify(result.accessToken, keys, checks)).payload;
    const id = (await jwtVerify(result.idToken, keys, checks)).payload;
    expect(access).toMatchObject({
      oid: EVA,
      tid: world.tenantId,
      ver: '2.0',
      scp: 'access_as_user',
      azp: world.botId,
      acrs: ['c1'],
      roles: ['Credentials.Admin'],
    });
    expect(id).toMatchObject({ nonce: 'nonce-1', acrs: ['c1'], name: 'Eva Lind' });
    for (const claims of [access, id]) expect(claims).not.toHaveProperty('amr');
    expect(Number(id['auth_time'])).toBeGreaterThan(Date.now() / 1000 - 30);
  });

  test('a wrong number asks again with a new one, and the third ends the attempt', async () => {
    const browser = new EntraBrowser(entra);
    const { url } = await authorizeUrl();
    let page = await browser.press(await browser.open(url), 'account', ANNA);
    for (const miss of [1, 2]) {
      page = await browser.press(page, 'number', 'wrong');
      expect(page.html, `after miss ${miss}`).toContain('role="alert"');
      expect(shownNumber(page)).toMatch(/^\d\d$/);
    }
    page = await browser.press(page, 'number', 'wrong');
    expect(page.html).toContain('not approved');
    page = await browser.press(page, 'again', '1');
    const done = await browser.press(page, 'number', shownNumber(page) ?? '');
    expect(codeOf(done)).not.toBe('');
  });

  test('denying on the phone, then cancelling, tells the application access_denied', async () => {
    const browser = new EntraBrowser(entra);
    const { url } = await authorizeUrl();
    const asked = await browser.press(await browser.open(url), 'account', ANNA);
    const denied = await browser.press(asked, 'deny', '1');
    const back = await browser.press(denied, 'cancel', '1');
    expect(back.location?.searchParams.get('error')).toBe('access_denied');
    expect(back.location?.searchParams.get('state')).toBe('state-1');
  });

  test('a session is reused unless the prompt asks for more', async () => {
    const browser = new EntraBrowser(entra);
    await browser.signIn((await authorizeUrl()).url, ANNA);
    expect(codeOf(await browser.open((await authorizeUrl()).url))).not.toBe('');
    expect(codeOf(await browser.open((await authorizeUrl({ prompt: 'none' })).url))).not.toBe('');
    expect((await browser.open((await authorizeUrl({ prompt: 'login' })).url)).html).toContain('name="account"');
    expect((await browser.open((await authorizeUrl({ prompt: 'select_account' })).url)).html).toContain(
      'name="account"',
    );
  });

  test('prompt none without a session answers login_required', async () => {
    const { url } = await authorizeUrl({ prompt: 'none' });
    const back = await new EntraBrowser(entra).open(url);
    expect(back.location?.searchParams.get('error')).toBe('login_required');
  });

  test.each([
    ['an unknown client', { client_id: ANNA }, 'AADSTS700016'],
    ['a redirect URI that is not registered', { redirect_uri: `${REDIRECT}/` }, 'AADSTS50011'],
  ])('%s is a dead end: nothing is sent there', async (_, changes, code) => {
    const page = await new EntraBrowser(entra).open((await authorizeUrl(changes)).url);
    expect(page.status).toBe(400);
    expect(page.location).toBeUndefined();
    expect(page.html).toContain(code);
  });

  test.each([
    ['no PKCE', { code_challenge: '' }, 'invalid_request'],
    ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['a token response', { response_type: 'token' }, 'unsupported_response_type'],
    ['a foreign scope', { scope: 'openid api://elsewhere/read' }, 'invalid_scope'],
    ['claims that are not JSON', { claims: '{' }, 'invalid_request'],
    ['an unknown prompt', { prompt: 'maybe' }, 'invalid_request'],
  ])('%s goes back as an error', async (_, changes, error) => {
    const back = await new EntraBrowser(entra).open((await authorizeUrl(changes)).url);
    expect(back.location?.searchParams.get('error')).toBe(error);
    expect(back.location?.searchParams.get('code')).toBeNull();
  });

  test('pages allow no script and no framing', async () => {
    const page = await new EntraBrowser(entra).open((await authorizeUrl()).url);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(page.html).not.toContain('<script');
  });
});

describe('the token endpoint', () => {
  test('a code works once, with its verifier and redirect URI only', async () => {
    const fresh = async () => {
      const { url, verifier } = await authorizeUrl();
      return { code: codeOf(await new EntraBrowser(entra).signIn(url, ANNA)), verifier };
    };
    const one = await fresh();
    expect((await redeem(one.code, one.verifier)).status).toBe(200);
    expect((await redeem(one.code, one.verifier)).body).toMatchObject({ error: 'invalid_grant', error_codes: [54005] });
    const two = await fresh();
    expect((await redeem(two.code, 'x'.repeat(43))).body).toMatchObject({ error_codes: [501481] });
    const three = await fresh();
    const elsewhere = { redirect_uri: 'http://localhost:3978/other' };
    expect((await redeem(three.code, three.verifier, elsewhere)).body).toMatchObject({ error_codes: [500112] });
  });

  test('a refresh token comes only with offline_access', async () => {
    const { url, verifier } = await authorizeUrl({ scope: `openid ${apiScope()}` });
    const { body } = await redeem(codeOf(await new EntraBrowser(entra).signIn(url, ANNA)), verifier);
    expect(body['id_token']).toBeTypeOf('string');
    expect(body).not.toHaveProperty('refresh_token');
  });

  test('a wrong client secret is refused in the words of Entra', async () => {
    const refused = msal('wrong').acquireTokenByClientCredential({ scopes: ['https://graph.microsoft.com/.default'] });
    await expect(refused).rejects.toMatchObject({ errorCode: 'invalid_client' });
    const { status, body } = await redeem('x', 'y', { client_secret: 'wrong' });
    expect(status).toBe(401);
    expect(Object.keys(body)).toEqual(
      expect.arrayContaining(['error', 'error_description', 'error_codes', 'timestamp', 'trace_id', 'correlation_id']),
    );
  });

  test('an app-only token is good for its own audience only', async () => {
    const result = await msal().acquireTokenByClientCredential({ scopes: ['https://api.botframework.com/.default'] });
    const token = result?.accessToken ?? '';
    expect(decodeJwt(token)).toMatchObject({ aud: 'https://api.botframework.com', appid: world.botId, idtyp: 'app' });
    expect(await entra.verifyAppToken(token, 'https://api.botframework.com')).toBe(true);
    expect(await entra.verifyAppToken(token, 'https://graph.microsoft.com')).toBe(false);
    expect(await entra.verifyAppToken(await teamsToken(ANNA), world.botId)).toBe(false);
  });

  test('on-behalf-of is not supported, because nothing uses it', async () => {
    const { body } = await redeem('', '', {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      requested_token_use: 'on_behalf_of',
      scope: 'openid',
      assertion: await teamsToken(ANNA),
    });
    expect(body).toMatchObject({ error: 'unsupported_grant_type', error_codes: [70003] });
  });
});

test('a guest signs in with the address of the own organisation, and gets the account in this tenant', async () => {
  const { url, verifier } = await authorizeUrl({ login_hint: 'finn.weber@stammzell.example' });
  const browser = new EntraBrowser(entra);
  const asked = await browser.open(url);
  expect(asked.html).toContain('stammzell.example checks the password of its own people');
  const page = await browser.press(asked, 'password', '1');
  expect(page.html).toContain('finn.weber@stammzell.example');
  expect(page.html).not.toContain('EXT');
  const done = await browser.press(page, 'number', shownNumber(page) ?? '');
  const { body } = await redeem(codeOf(done), verifier);
  expect(decodeJwt(String(body['id_token']))).toMatchObject({
    tid: world.tenantId,
    oid: FINN,
    name: 'Finn Weber',
    preferred_username: 'finn.weber@stammzell.example',
    idp: expect.stringMatching(/^https:\/\/sts\.windows\.net\/[0-9a-f-]{36}\/$/),
  });
  expect(decodeJwt(await teamsToken(FINN))).toMatchObject({ tid: world.tenantId, oid: FINN });
});

describe('somebody whose account was deleted', () => {
  beforeEach(() => {
    world.setLeft(DAAN, false);
    world.setLeft(FINN, false);
  });
  afterAll(() => {
    world.setLeft(DAAN, false);
    world.setLeft(FINN, false);
  });

  test.each([
    [DAAN, 'AADSTS50034'],
    [FINN, 'AADSTS50020'],
  ])('%s cannot sign in, and nothing goes back to the application', async (oid, code) => {
    world.setLeft(oid, true);
    const browser = new EntraBrowser(entra);
    const page = await browser.press(await browser.open((await authorizeUrl()).url), 'account', oid);
    expect([page.status, page.location]).toEqual([400, undefined]);
    expect(page.html).toContain(code);
  });

  test('is not known by the login hint either, and cannot end a sign-in that has begun', async () => {
    const { url } = await authorizeUrl({ login_hint: 'daan.smit@registers.example' });
    const browser = new EntraBrowser(entra);
    const page = await browser.press(await browser.open(url), 'password', '1');
    world.setLeft(DAAN, true);
    const answered = await browser.press(page, 'number', shownNumber(page) ?? '');
    expect([answered.status, answered.location]).toEqual([400, undefined]);
    expect((await browser.open(url)).html).toContain('AADSTS50034');
  });

  test('loses the session, the code and single sign-on', async () => {
    const { url, verifier } = await authorizeUrl();
    const browser = new EntraBrowser(entra);
    const code = codeOf(await browser.signIn(url, DAAN));
    world.setLeft(DAAN, true);
    const silent = await browser.open((await authorizeUrl({ prompt: 'none' })).url);
    expect(silent.location?.searchParams.get('error')).toBe('login_required');
    expect((await redeem(code, verifier)).body).toMatchObject({ error: 'invalid_grant', error_codes: [50034] });
    await expect(teamsToken(DAAN)).rejects.toThrow('AADSTS50034');
  });

  test('can sign in as before when the account is restored', async () => {
    world.setLeft(DAAN, true);
    world.setLeft(DAAN, false);
    expect(codeOf(await new EntraBrowser(entra).signIn((await authorizeUrl()).url, DAAN))).not.toBe('');
  });
});

test('a registered certificate proves the client, another one does not', async () => {
  const registered = await generate([{ name: 'commonName', value: 'bot' }], { keySize: 2048, algorithm: 'sha256' });
  const stranger = await generate([{ name: 'commonName', value: 'bot' }], { keySize: 2048, algorithm: 'sha256' });
  const own = await startEntra({ world, tls, certificates: [registered.cert] });
  const tokenWith = (pems: { cert: string; private: string }) => {
    const thumbprintSha256 = new X509Certificate(pems.cert).fingerprint256.replaceAll(':', '');
    const client = new ConfidentialClientApplication({
      auth: {
        clientId: world.botId,
        clientCertificate: { privateKey: pems.private, thumbprintSha256 },
        authority: `${own.loginUrl}/${world.tenantId}`,
        knownAuthorities: [new URL(own.loginUrl).host],
      },
    });
    return client.acquireTokenByClientCredential({ scopes: ['https://graph.microsoft.com/.default'] });
  };
  expect((await tokenWith(registered))?.accessToken).toBeTypeOf('string');
  await expect(tokenWith(stranger)).rejects.toMatchObject({ errorCode: 'invalid_client' });
  await own.close();
});

test('after a change of keys only new tokens verify, and an outage of the keys answers 503', async () => {
  const own = await startEntra({ world, tls });
  const keysUrl = new URL(`${own.loginUrl}/${world.tenantId}/discovery/v2.0/keys`);
  const checked = async (token: string) => jwtVerify(token, createRemoteJWKSet(keysUrl), { audience: world.botId });
  const before = await own.teamsToken(ANNA, `api://botid-${world.botId}`);
  expect((await checked(before)).payload).toMatchObject({ azp: '5e3ce6c0-2b1f-4285-8d4b-75ee78787346', oid: ANNA });
  await own.rotateKeys();
  await expect(checked(before)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
  expect((await checked(await own.teamsToken(ANNA, `api://botid-${world.botId}`))).payload['scp']).toBe(
    'access_as_user',
  );
  own.faults.keysDown = true;
  expect((await fetch(keysUrl)).status).toBe(503);
  await own.close();
});

test('the traffic shows no secret, token or code', () => {
  const text = JSON.stringify(bench.traffic);
  expect(bench.traffic.length).toBeGreaterThan(20);
  expect(text).not.toContain(world.botClientSecret);
  expect(text).not.toMatch(/eyJ[A-Za-z0-9_-]{20}/);
  expect(text).not.toMatch(/[?&]code=[A-Za-z0-9_-]{32}/);
});
