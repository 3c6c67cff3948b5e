import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { EntraBrowser } from '../browser.ts';
import { ANNA, type EntraBench, EVA, FINN, openEntra } from './bench.ts';

let bench: EntraBench;
let world: EntraBench['world'];

beforeAll(async () => {
  bench = await openEntra();
  world = bench.world;
});
beforeEach(() => bench.reset());
afterAll(() => bench.close());

const resource = () => `api://botid-${world.botId}`;
const acquire = (oid = ANNA) => bench.entra.teamsToken(oid, resource());
const claimsOf = async (oid = ANNA) => decodeJwt(await acquire(oid));
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

describe('the token that a Teams client acquires', () => {
  test('is for the registration, from Teams, with the time of the sign-in to Teams', async () => {
    const before = Math.floor(Date.now() / 1000);
    const claims = await claimsOf(EVA);
    expect(claims).toMatchObject({
      aud: world.appId,
      azp: '5e3ce6c0-2b1f-4285-8d4b-75ee78787346',
      azpacr: '0',
      scp: 'access_as_user',
      ver: '2.0',
      tid: world.tenantId,
      oid: EVA,
      roles: ['Credentials.Admin'],
    });
    const signedIn = (world.teamsSessions.get(EVA)?.firstFactorAt.getTime() ?? 0) / 1000;
    expect(claims['auth_time']).toBe(Math.floor(signedIn));
    expect(Number(claims.iat)).toBeGreaterThanOrEqual(before);
    expect(before - Number(claims['auth_time'])).toBeGreaterThan(3600);
  });

  test('has no context that asks for fresh MFA, because the sign-in to Teams is too old', async () => {
    expect(await claimsOf()).not.toHaveProperty('acrs');
    expect(await claimsOf()).not.toHaveProperty('amr');
  });

  test('has a context unasked if the session satisfies it', async () => {
    const at = minutesAgo(2);
    world.teamsSessions.set(ANNA, { firstFactorAt: at, mfaAt: at, compliantDevice: false });
    expect((await claimsOf())['acrs']).toEqual(['c1']);
  });

  test('has a context unasked if the policy excludes the person', async () => {
    for (const one of world.policies) one.conditions.users.excludeUsers.push(ANNA);
    world.teamsSessions.set(ANNA, { firstFactorAt: minutesAgo(600), mfaAt: undefined, compliantDevice: false });
    expect((await claimsOf())['acrs']).toEqual(['c1']);
  });

  test('of a guest has the id of this tenant and of the account in it', async () => {
    expect(await claimsOf(FINN)).toMatchObject({ tid: world.tenantId, oid: FINN, idp: expect.any(String) });
  });

  test('does not get better by MFA in the browser, whose session is another one', async () => {
    await bench.signIn(ANNA, {}, new EntraBrowser(bench.entra));
    expect(await claimsOf()).not.toHaveProperty('acrs');
  });
});

describe('Entra refuses the Teams client', () => {
  const withoutMfa = () =>
    world.teamsSessions.set(ANNA, { firstFactorAt: minutesAgo(60), mfaAt: undefined, compliantDevice: false });

  test.each<[string, () => unknown, object]>([
    ['the session has no MFA', withoutMfa, { number: 50076, error: 'interaction_required' }],
    [
      'the sign-in is older than the policy allows',
      () => {
        for (const one of world.policies) one.sessionControls = world.policies[1]?.sessionControls ?? null;
      },
      { number: 50078, error: 'interaction_required' },
    ],
    ['the person is signed out', () => world.teamsSessions.delete(ANNA), { number: 50058, error: 'login_required' }],
    [
      'the registration does not trust Teams and nobody has consented',
      () => world.registration.api.preAuthorizedApplications.splice(0),
      { number: 65001, extra: { suberror: 'consent_required' } },
    ],
    [
      'a policy blocks the person',
      () => Object.assign(world.policies[0]?.grantControls ?? {}, { builtInControls: ['block'] }),
      { number: 53003, extra: { suberror: 'message_only' } },
    ],
    ['the account is blocked', () => world.blocked.add(ANNA), { number: 50057, error: 'invalid_grant' }],
    ['the account is deleted', () => world.setLeft(ANNA, true), { number: 50020, error: 'invalid_grant' }],
    [
      'an assignment is required and missing',
      () => Object.assign(world.assignment, { isRequired: true }),
      { number: 50105, error: 'invalid_grant' },
    ],
    [
      'the registration has no such address',
      () => world.registration.identifierUris.splice(0),
      { number: 500011, error: 'invalid_resource' },
    ],
    [
      'the registration has no scope for it',
      () => world.registration.api.oauth2PermissionScopes.splice(0),
      { number: 650053 },
    ],
  ])('if %s', async (_, bend, expected) => {
    bend();
    await expect(acquire()).rejects.toMatchObject(expected);
  });

  test('not for a policy that is only reported, or that has another way than MFA which the device takes', async () => {
    const [forApp] = world.policies;
    if (forApp === undefined) throw new Error('the world has a policy');
    withoutMfa();
    forApp.state = 'enabledForReportingButNotEnforced';
    expect(await acquire()).toBeTypeOf('string');
    forApp.state = 'enabled';
    forApp.grantControls?.builtInControls.push('compliantDevice');
    await expect(acquire()).rejects.toMatchObject({ number: 50076 });
    world.teamsSessions.set(ANNA, { firstFactorAt: minutesAgo(60), mfaAt: undefined, compliantDevice: true });
    expect(await acquire()).toBeTypeOf('string');
  });
});

test('the traffic shows what the Teams client asked and what Entra said, without the token', async () => {
  await acquire();
  world.blocked.add(ANNA);
  await expect(acquire()).rejects.toThrow();
  const entries = bench.traffic.filter(({ from }) => from === 'teams');
  expect(entries).toMatchObject([
    { status: 200, request: { scope: `${resource()}/access_as_user` }, response: { access_token: '[masked]' } },
    { status: 400, response: { error: 'invalid_grant', error_codes: [50057] } },
  ]);
});
