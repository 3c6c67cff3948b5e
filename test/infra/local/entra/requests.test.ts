import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { EntraBrowser, shownNumber } from '../browser.ts';
import { ACRS, ANNA, codeOf, type EntraBench, EVA, openEntra } from './bench.ts';

let bench: EntraBench;
let browser: EntraBrowser;

beforeAll(async () => {
  bench = await openEntra();
});
beforeEach(() => {
  bench.reset();
  browser = new EntraBrowser(bench.entra);
});
afterAll(() => bench.close());

const open = async (changes?: Readonly<Record<string, string>>) =>
  browser.open((await bench.authorizeUrl(changes)).url);
const errorOf = (step: { location: URL | undefined }) => step.location?.searchParams.get('error_description') ?? '';
const seconds = () => Math.floor(Date.now() / 1000);

describe('an authorize request', () => {
  test('with prompt=login asks for everything again', async () => {
    await bench.signIn(ANNA, {}, browser);
    const asked = await browser.press(await open({ prompt: 'login' }), 'account', ANNA);
    expect(shownNumber(asked)).toMatch(/^\d\d$/);
  });

  test('with prompt=select_account offers every account, and the one of the session needs no factor', async () => {
    await bench.signIn(ANNA, {}, browser);
    const picker = await open({ prompt: 'select_account' });
    expect(picker.html).toContain(EVA);
    expect(codeOf(await browser.press(picker, 'account', ANNA))).not.toBe('');
  });

  test('with max_age=0 keeps the account and asks for the first factor again', async () => {
    await bench.signIn(ANNA, {}, browser);
    const asked = await open({ max_age: '0' });
    expect(asked.html).toContain('Enter password');
    expect(asked.html).not.toContain('name="account"');
    expect(codeOf(await browser.press(asked, 'password', '1'))).not.toBe('');
  });

  test('with a max_age that the session is younger than asks for nothing', async () => {
    await bench.signIn(ANNA, {}, browser);
    expect(codeOf(await open({ max_age: '600' }))).not.toBe('');
    expect(errorOf(await open({ max_age: 'soon' }))).toContain('max_age');
  });

  test('with prompt=none says login_required without a session, and interaction_required if MFA is missing', async () => {
    const error = async (changes = {}) =>
      (await open({ prompt: 'none', ...changes })).location?.searchParams.get('error');
    expect(await error()).toBe('login_required');
    const [forApp] = bench.world.policies;
    if (forApp !== undefined) forApp.state = 'disabled';
    await bench.signIn(ANNA, {}, browser);
    expect(await error()).toBeNull();
    expect(await error({ claims: ACRS })).toBe('interaction_required');
    expect(await error({ max_age: '0' })).toBe('login_required');
  });

  test('for its own API names it by the client id, because the application ID URI is refused', async () => {
    const scope = `openid api://botid-${bench.world.botId}/access_as_user`;
    const refused = await open({ scope });
    expect(refused.location?.searchParams.get('error')).toBe('invalid_request');
    expect(errorOf(refused)).toContain('AADSTS90009');
    const { url, verifier } = await bench.authorizeUrl();
    const code = codeOf(await browser.signIn(url, ANNA));
    expect((await bench.redeem(code, verifier, { scope })).body).toMatchObject({ error_codes: [90009] });
  });
});

describe('consent', () => {
  beforeEach(() => {
    bench.world.grants.splice(0);
  });

  test('is asked for if no administrator has given it, and is remembered for that person', async () => {
    const { url } = await bench.authorizeUrl();
    const numbered = await browser.press(await browser.open(url), 'account', ANNA);
    const asked = await browser.press(numbered, 'number', shownNumber(numbered) ?? '');
    expect(asked.html).toContain('Permissions requested');
    expect(codeOf(await browser.press(asked, 'accept', '1'))).not.toBe('');
    expect(bench.world.grants).toMatchObject([{ consentType: 'Principal', principalId: ANNA }]);
    expect(codeOf(await open())).not.toBe('');
  });

  test('that is declined tells the application access_denied', async () => {
    const { url } = await bench.authorizeUrl();
    const numbered = await browser.press(await browser.open(url), 'account', ANNA);
    const asked = await browser.press(numbered, 'number', shownNumber(numbered) ?? '');
    expect((await browser.press(asked, 'cancel', '1')).location?.searchParams.get('error')).toBe('access_denied');
  });
});

describe('an account that may not sign in', () => {
  test.each([
    ['is blocked', () => bench.world.blocked.add(ANNA), 'AADSTS50057'],
    ['is not assigned', () => Object.assign(bench.world.assignment, { isRequired: true }), 'AADSTS50105'],
  ])('ends on a page of Entra’s if it %s', async (_, bend, code) => {
    bend();
    const page = await browser.press(await open(), 'account', ANNA);
    expect([page.status, page.location]).toEqual([400, undefined]);
    expect(page.html).toContain(code);
  });

  test('gets no tokens for a code from before', async () => {
    const { url, verifier } = await bench.authorizeUrl();
    const code = codeOf(await browser.signIn(url, ANNA));
    bench.world.blocked.add(ANNA);
    expect((await bench.redeem(code, verifier)).body).toMatchObject({ error: 'invalid_grant', error_codes: [50057] });
  });

  test('may sign in with a role or an assignment, if an assignment is required', async () => {
    bench.world.assignment.isRequired = true;
    expect((await bench.signIn(EVA)).access['oid']).toBe(EVA);
    bench.world.assignment.people.add(ANNA);
    expect((await bench.signIn(ANNA)).access['oid']).toBe(ANNA);
  });
});

describe('the tokens of a person', () => {
  test('hold acrs and auth_time only where the registration asks for them, in each kind of token', async () => {
    const { optionalClaims } = bench.world.registration;
    if (optionalClaims === null) throw new Error('the registration asks for optional claims');
    optionalClaims.idToken = [];
    const { access, id } = await bench.signIn(ANNA, { claims: ACRS });
    expect(access).toMatchObject({ acrs: ['c1'], auth_time: expect.any(Number) });
    expect(id).not.toHaveProperty('acrs');
    expect(id).not.toHaveProperty('auth_time');
    bench.world.registration.optionalClaims = null;
    expect((await bench.signIn(ANNA, { claims: ACRS })).access).not.toHaveProperty('acrs');
  });

  test('have no amr, and neither does the metadata', async () => {
    const { access, id } = await bench.signIn(ANNA);
    const url = `${bench.entra.loginUrl}/${bench.world.tenantId}/v2.0/.well-known/openid-configuration`;
    const metadata = (await (await fetch(url)).json()) as { claims_supported: readonly string[] };
    expect([Object.keys(access), Object.keys(id), metadata.claims_supported].flat()).not.toContain('amr');
  });

  test('say when the first factor was given, although MFA came later', async () => {
    const { url, verifier } = await bench.authorizeUrl();
    const numbered = await browser.press(await browser.open(url), 'account', ANNA);
    const first = seconds();
    await new Promise((resolve) => setTimeout(resolve, 2100));
    const code = codeOf(await browser.press(numbered, 'number', shownNumber(numbered) ?? ''));
    const { body } = await bench.redeem(code, verifier);
    const [, payload = ''] = String(body['access_token']).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { auth_time: number; iat: number };
    expect(claims.auth_time).toBeLessThanOrEqual(first);
    expect(claims.iat).toBeGreaterThanOrEqual(first + 2);
  });
});
