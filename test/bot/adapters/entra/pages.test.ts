import { ConfidentialClientApplication } from '@azure/msal-node';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { event } from '../../../contracts/samples/ledger.ts';
import { ADA, BOB, type Issuer, startIssuer, TENANT } from './issuer.ts';
import { ASKER, createPagesWorld, random } from './pages-world.ts';

let issuer: Issuer;
let world: Awaited<ReturnType<typeof createPagesWorld>>;
beforeAll(async () => {
  issuer = await startIssuer();
});
beforeEach(async () => {
  world = await createPagesWorld(issuer);
});
afterAll(() => issuer.close());

const secondsAgo = (n: number) => Math.floor(Date.now() / 1000) - n;

describe('a sign-in link', () => {
  it('leads to Entra with PKCE, nonce, state, a fresh prompt and the authentication context', async () => {
    const { location, asked } = await world.start(await world.link());
    expect(location.startsWith(`${issuer.url}/${TENANT}/oauth2/v2.0/authorize?`)).toBe(true);
    expect(asked.get('redirect_uri')).toBe('https://bot.example/sign-in/callback');
    expect(asked.get('code_challenge_method')).toBe('S256');
    expect(asked.get('prompt')).toBe('login');
    expect(asked.get('scope')?.split(' ')).toContain('22222222-2222-4222-8222-222222222222/access_as_user');
    const acrs = { acrs: { essential: true, value: 'c1' } };
    expect(JSON.parse(asked.get('claims') ?? '')).toMatchObject({ id_token: acrs, access_token: acrs });
    expect(asked.get('nonce')).toMatch(/^[\w-]{43}$/);
  });

  it('carries the challenge that Entra sent, and asks a reader only which account it is', async () => {
    const challenge = '{"access_token":{"capolids":{"essential":true,"values":["p1"]}}}';
    const { asked } = await world.start(await world.link({ need: 'read', challenge }));
    expect(asked.get('prompt')).toBe('select_account');
    const { access_token: token } = JSON.parse(asked.get('claims') ?? '');
    expect(token).toMatchObject({ capolids: { values: ['p1'] } });
    expect(token).not.toHaveProperty('acrs');
  });

  it('sets a cookie that is bound to the host, out of reach for scripts, and short-lived', async () => {
    const { headers } = await world.get(await world.link());
    expect(headers['Set-Cookie']).toMatch(
      /^__Host-sign-in=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=600$/,
    );
  });

  it('stores hashes of state and cookie only', async () => {
    const { asked } = await world.start(await world.link());
    const stored = JSON.stringify(world.handshakes);
    expect(stored).not.toContain(asked.get('state'));
    expect(stored).not.toContain(world.cookies['__Host-sign-in']);
  });

  it('can be followed again until it is finished; the latest visit counts', async () => {
    const path = await world.link();
    const first = await world.start(path);
    const second = await world.start(path);
    expect((await world.get(world.approve(first.location))).status).toBe(400);
    expect((await world.get(world.approve(second.location))).status).toBe(200);
    expect((await world.get(path)).status).toBe(410);
  });

  it('is not used up by a HEAD request', async () => {
    const path = await world.link();
    const { location } = await world.start(path);
    expect(await world.get(path, 'HEAD')).toMatchObject({ status: 200, body: '' });
    const back = world.approve(location);
    expect(await world.get(back, 'HEAD')).toMatchObject({ status: 200, body: '' });
    expect((await world.get(back)).status).toBe(200);
  });

  it('says that it is no longer valid if it is unknown or expired', async () => {
    const path = await world.link();
    world.clock.now = new Date(Date.now() + 11 * 60_000);
    for (const target of [path, `/sign-in/${random.token()}`, '/sign-in/', '/sign-in/../x', '/sign-in/%00']) {
      const { status, text } = await world.get(target.replace('..', '%2e%2e%2f'));
      expect([status, text.includes('no longer valid')]).toEqual([410, true]);
    }
  });
});

describe('coming back from Entra', () => {
  it('finishes the sign-in with a code whose hash alone is kept, and no token', async () => {
    const { location } = await world.start(await world.link());
    const { status, text, headers } = await world.get(world.approve(location));
    const code = /data-code="(\d{6})"/.exec(text)?.[1] ?? '';
    expect(status).toBe(200);
    const redeemed = await world.ledger.signIns.redeem(ASKER, random.hash(`${TENANT}:${ADA}:${code}`), new Date());
    expect(redeemed).toMatchObject({ claims: { person: { tid: TENANT, oid: ADA }, acrs: ['c1'] } });
    expect(JSON.stringify(world.finished)).not.toMatch(/eyJ|refresh-canary/);
    expect(text).toContain('http://127.0.0.1:4000');
    expect(headers['Set-Cookie']).toContain('Max-Age=0');
  });

  it('signs in once: a second visit of the same address finds nothing', async () => {
    const back = world.approve((await world.start(await world.link())).location);
    const cookies = { ...world.cookies };
    expect((await world.get(back)).status).toBe(200);
    Object.assign(world.cookies, cookies);
    expect((await world.get(back)).status).toBe(400);
  });

  it('signs nobody in if the sign-ins of the person were ended meanwhile, and says so', async () => {
    const { location } = await world.start(await world.link());
    world.meanwhile.run = async () => {
      await world.ledger.sessions.endAll('everybody', new Date(), () => event());
    };
    const { status, text } = await world.get(world.approve(location));
    expect([status, text.includes('no longer valid'), text.includes('data-code')]).toEqual([410, true, false]);
  });

  it('threat 19, sign-in callback injected: signs nobody in from another browser or with the state of another sign-in', async () => {
    const swaps: ((back: string) => Promise<string> | string)[] = [
      (back) => {
        delete world.cookies['__Host-sign-in'];
        return back;
      },
      (back) => {
        world.cookies['__Host-sign-in'] = random.token();
        return back;
      },
      (back) => back.replace(/state=.*/, `state=${random.token()}`),
      (back) => back.replace(/&state=.*/, ''),
      async (back) => {
        const other = await world.start(await world.link());
        return back.replace(/state=.*/, `state=${other.asked.get('state')}`);
      },
    ];
    for (const swap of swaps) {
      const back = await swap(world.approve((await world.start(await world.link())).location));
      expect((await world.get(back)).status).toBe(400);
    }
    expect(world.finished).toEqual([]);
  });

  it('signs nobody in with a code for another verifier or another nonce', async () => {
    const { location } = await world.start(await world.link());
    const otherChallenge = new URL(location);
    otherChallenge.searchParams.set('code_challenge', 'x'.repeat(43));
    expect((await world.get(world.approve(String(otherChallenge)))).status).toBe(400);
    const again = await world.start(await world.link());
    expect((await world.get(world.approve(again.location, { nonce: 'another' }))).status).toBe(400);
    expect(world.finished).toEqual([]);
  });

  it('signs nobody in if another person signed in, and records that', async () => {
    const { location } = await world.start(await world.link());
    const { status, text } = await world.get(world.approve(location, { oid: BOB }, { oid: BOB }));
    expect([status, text.includes('another account'), text.includes('Nobody was signed in')]).toEqual([
      403,
      true,
      true,
    ]);
    expect(await world.ledger.audit.rows()).toMatchObject([
      { action: 'sign-in.refused', actor: { tid: TENANT, oid: BOB } },
    ]);
    expect(world.finished).toEqual([]);
  });

  it('tells somebody with another account which one is expected, masked, and what to do', async () => {
    const named = await world.start(await world.link());
    const other = { oid: BOB };
    const byName = (await world.get(world.approve(named.location, other, other))).text;
    expect([byName.includes('A…'), byName.includes('Ada')]).toEqual([true, false]);
    world.people.set(ADA, { tid: TENANT, oid: ADA, name: 'Ada', address: 'ada.lovelace@example.org', guest: true });
    const known = await world.start(await world.link());
    const { text } = await world.get(world.approve(known.location, other, other));
    expect([text.includes('a…@example.org'), text.includes('lovelace')]).toEqual([true, false]);
    expect(text).toMatch(/press the sign-in button again[\s\S]*Use another account/);
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['no authentication context', {}, { acrs: undefined }],
    ['another authentication context', { acrs: ['c2'] }, { acrs: 'c3' }],
    ['a stale authentication', { auth_time: secondsAgo(601) }, { auth_time: secondsAgo(5) }],
    ['an authentication in the future', { auth_time: secondsAgo(-600) }, { auth_time: secondsAgo(-600) }],
    ['no time of authentication', { auth_time: undefined }, { auth_time: undefined }],
    ['proof in another person’s access token', {}, { oid: BOB }],
    ['proof in an access token for somebody else', {}, { aud: BOB }],
  ])('threat 20, step-up that is not MFA: with %s it is not enough', async (_name, id, access) => {
    const { location } = await world.start(await world.link());
    const { status, text } = await world.get(world.approve(location, id, access));
    expect([status, text.includes('multi-factor')]).toEqual([403, true]);
    expect(world.finished).toEqual([]);
  });

  it('leads to the guide about multi-factor authentication and to support if the sign-in was too weak', async () => {
    const { location } = await world.start(await world.link());
    const { text } = await world.get(world.approve(location, {}, { acrs: undefined }));
    expect(text).toContain('href="https://help.example/mfa" target="_blank" rel="noreferrer"');
    expect(text).toContain(
      'href="mailto:help@umbrella.example" target="_blank" rel="noreferrer">Ask the service desk</a>',
    );
  });

  it('leads to support alone if a link is no longer valid', async () => {
    const { text } = await world.get('/sign-in/made-up');
    expect(text).toContain('mailto:help@umbrella.example');
    expect(text).not.toContain('help.example/mfa"');
  });

  it('needs a fresh sign-in alone, and asks for no context, if none is set', async () => {
    const policy = { signInContext: undefined, stepUpContext: undefined, stepUpMinutes: 10 };
    world = await createPagesWorld(issuer, { policy });
    const old = await world.start(await world.link());
    expect(old.asked.get('claims') ?? '').not.toContain('acrs');
    expect([old.asked.get('prompt'), old.asked.get('max_age')]).toEqual(['login', '600']);
    const stale = { auth_time: secondsAgo(601) };
    expect((await world.get(world.approve(old.location, stale, { acrs: undefined }))).status).toBe(403);
    const fresh = await world.start(await world.link());
    expect((await world.get(world.approve(fresh.location, {}, { acrs: undefined }))).status).toBe(200);
  });

  it('asks for the context of reading when the sign-in is for reading', async () => {
    world = await createPagesWorld(issuer, {
      policy: { signInContext: 'c2', stepUpContext: 'c1', stepUpMinutes: 10 },
    });
    const { asked } = await world.start(await world.link({ need: 'read' }));
    expect(JSON.parse(asked.get('claims') ?? '')).toMatchObject({ access_token: { acrs: { value: 'c2' } } });
    expect([asked.get('prompt'), asked.get('max_age')]).toEqual(['select_account', null]);
  });

  it('asks for the claims of a challenge on the next visit', async () => {
    const path = await world.link();
    const back = world.approve((await world.start(path)).location);
    const claims = '{"access_token":{"capolids":{"essential":true,"values":["p2"]}}}';
    issuer.bent.byCode = { status: 400, body: { error: 'interaction_required', error_description: 'x', claims } };
    expect((await world.get(back)).status).toBe(400);
    issuer.bent.byCode = undefined;
    const { asked } = await world.start(path);
    expect(JSON.parse(asked.get('claims') ?? '')).toMatchObject({ access_token: { capolids: { values: ['p2'] } } });
  });

  it('shows our own words after an error of Entra, never those of Entra or of the address', async () => {
    const { asked } = await world.start(await world.link());
    const evil = encodeURIComponent('<script>alert(1)</script> AADSTS50105 https://evil.example');
    const back = `/sign-in/callback?state=${asked.get('state')}&error=${evil}&error_description=${evil}&returnTo=${evil}`;
    const { status, text, headers } = await world.get(back);
    expect([status, text.includes('not completed')]).toEqual([400, true]);
    expect(text).not.toMatch(/alert|AADSTS|evil/);
    expect(headers['Location']).toBeUndefined();
    expect(JSON.stringify(world.log.entries)).not.toMatch(/alert|evil/);
  });

  it('leaves no token in the log or in msal’s cache', async () => {
    using asked = vi.spyOn(ConfidentialClientApplication.prototype, 'acquireTokenByCode');
    const { location } = await world.start(await world.link());
    expect((await world.get(world.approve(location))).status).toBe(200);
    expect(JSON.stringify(world.log.entries)).not.toMatch(/eyJ|bot-secret/);
    const [msal] = asked.mock.contexts;
    if (!(msal instanceof ConfidentialClientApplication)) throw new Error('not msal’s client');
    expect(msal.getTokenCache().serialize()).not.toMatch(/"secret"|refresh-canary/);
  });
});

describe('every answer', () => {
  it('has the protecting headers, errors and scripts included', async () => {
    const { location } = await world.start(await world.link());
    const targets: [string, string?][] = [
      [await world.link()],
      [world.approve(location)],
      ['/sign-in/unknown'],
      ['/sign-in/callback'],
      ['/sign-in/teams-js.js'],
      ['/sign-in/close.js'],
      ['/sign-in/close.js', 'POST'],
      ['/sign-in/constructor'],
      ['/sign-in/unknown', 'HEAD'],
    ];
    for (const [target, method] of targets) {
      const { headers } = await world.get(target, method);
      const csp = headers['Content-Security-Policy'] ?? '';
      for (const part of ["default-src 'none'", "script-src 'self'", "base-uri 'none'", "form-action 'none'"]) {
        expect(csp).toContain(part);
      }
      expect(csp).not.toContain('unsafe');
      expect(csp).toMatch(/frame-ancestors https:\/\/teams\.microsoft\.com .* http:\/\/127\.0\.0\.1:4000$/);
      expect(headers).toMatchObject({ 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' });
      expect(headers['Strict-Transport-Security']).toContain('max-age');
      expect(headers['Cache-Control']).toBe(
        target.endsWith('.js') && method === undefined ? 'public, max-age=31536000, immutable' : 'no-store',
      );
    }
  });

  it('sends Strict-Transport-Security only if it is served over https', async () => {
    world = await createPagesWorld(issuer, { publicUrl: 'http://localhost:3978' });
    expect((await world.get('/sign-in/x')).headers['Strict-Transport-Security']).toBeUndefined();
  });

  it('exists only for addresses below /sign-in/', async () => {
    const query = new URLSearchParams();
    for (const path of ['/', '/sign-in', '/sign-inx', '/api/messages']) {
      expect(await world.pages.handle({ method: 'GET', path, query, cookies: {} })).toBeUndefined();
    }
  });

  it('shows a reference after a fault, which is also in the log, and nothing else', async () => {
    const path = await world.link();
    world.ledger.fail(new Error('database-canary'));
    const { status, text } = await world.get(path);
    const reference = String(world.log.entries.at(-1)?.fields?.['reference']);
    expect([status, text.includes(reference), text.includes('canary')]).toEqual([503, true, false]);
  });
});

describe('the limits', () => {
  it('sort a link and a way back by their text, as soon as the bot has made one', async () => {
    const sortOf = (path: string, state = '') =>
      world.pages.sortOf({ path, query: new URLSearchParams({ state }) }).kind;
    expect(sortOf(`/sign-in/${random.token()}`)).toBe('made-up');
    const path = await world.link();
    const state = (await world.start(path)).asked.get('state') ?? '';
    expect([sortOf(path), sortOf(path, state), sortOf('/sign-in/callback', state)]).toEqual(Array(3).fill('genuine'));
    const others = [sortOf(`/sign-in/${state}`), sortOf('/sign-in/callback', path), sortOf('/sign-in/callback')];
    expect(others).toEqual(Array(3).fill('made-up'));
    expect([sortOf('/sign-in/close.js'), sortOf('/sign-in/teams-js.js')]).toEqual(['script', 'script']);
    expect(world.pages.sortOf({ path, query: new URLSearchParams() })).toEqual({
      kind: 'genuine',
      text: path.slice(9),
    });
  });

  it('have a page of their own, which says when to try again', async () => {
    const { status, headers, body } = world.pages.busy('/sign-in/x');
    expect([status, headers['Retry-After'], headers['X-Content-Type-Options']]).toEqual([429, '10', 'nosniff']);
    expect(String(body)).toContain('Too many requests at the moment');
  });
});

describe('the scripts', () => {
  it('are Microsoft’s own library and one of ours that hands over the code', async () => {
    expect((await world.get('/sign-in/teams-js.js')).text).toContain('microsoftTeams');
    expect((await world.get('/sign-in/close.js')).text).toContain('notifySuccess');
  });
});
