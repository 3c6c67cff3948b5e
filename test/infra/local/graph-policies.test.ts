import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type GraphBench, graphCode, openGraph } from './graph-bench.ts';

let bench: GraphBench;

beforeAll(async () => {
  bench = await openGraph();
});
afterAll(() => bench.close());
afterEach(() => {
  setRoles('Policy.Read.All');
  bench.graph.faults.clear();
});

const CONTEXTS = '/v1.0/identity/conditionalAccess/authenticationContextClassReferences';
const POLICIES = '/v1.0/identity/conditionalAccess/policies';
const APP_MANAGEMENT = '/v1.0/policies/defaultAppManagementPolicy';
const PATHS = [CONTEXTS, POLICIES, APP_MANAGEMENT];

function setRoles(...roles: readonly string[]): void {
  bench.world.botRoles.splice(0, bench.world.botRoles.length, ...roles);
}

const statuses = () => Promise.all(PATHS.map(async (path) => (await bench.get(path)).status));

describe('the policies of the tenant', () => {
  test('are readable with Policy.Read.All, which the bot has unless a test takes it away', async () => {
    expect(bench.world.botRoles).toContain('Policy.Read.All');
    expect(await statuses()).toEqual([200, 200, 200]);
  });

  test.each(PATHS)('%s is refused in the words of Graph if the right is missing', async (path) => {
    setRoles('Application.ReadWrite.OwnedBy');
    const answered = await bench.get(path);
    expect([answered.status, graphCode(answered)]).toEqual([403, 'Authorization_RequestDenied']);
  });

  test.each([
    ['AuthenticationContext.Read.All', [200, 403, 403]],
    ['Policy.Read.ConditionalAccess', [200, 403, 403]],
    ['Policy.Read.ApplicationConfiguration', [403, 403, 200]],
  ])('%s permits only what Graph lets it read', async (role, expected) => {
    setRoles(role);
    expect(await statuses()).toEqual(expected);
  });

  test('the Conditional Access policies are those of the world, in the form of Graph', async () => {
    const { body } = await bench.get(POLICIES);
    expect(body['value']).toEqual(bench.world.policies);
    expect(bench.world.policies).toMatchObject([
      {
        state: 'enabled',
        conditions: { users: { includeUsers: ['All'] }, applications: { includeApplications: [bench.world.appId] } },
        grantControls: { operator: 'OR', builtInControls: ['mfa'] },
        sessionControls: null,
      },
      {
        state: 'enabled',
        conditions: { applications: { includeAuthenticationContextClassReferences: ['c1'] } },
        grantControls: { operator: 'OR', builtInControls: ['mfa'] },
        sessionControls: { signInFrequency: { isEnabled: true, frequencyInterval: 'everyTime', value: null } },
      },
    ]);
    expect((await bench.get(CONTEXTS)).body['value']).toEqual(bench.world.contexts);
  });

  test('a second request for the Conditional Access policies within a second is told 429 without Retry-After', async () => {
    expect((await bench.get(POLICIES)).status).toBe(200);
    const refused = await bench.get(POLICIES);
    expect([refused.status, graphCode(refused)]).toEqual([429, 'TooManyRequests']);
    expect(refused.headers.has('retry-after')).toBe(false);
    expect((await bench.get(CONTEXTS)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 1050));
    expect((await bench.get(POLICIES)).status).toBe(200);
  });
});

describe('the registration that people sign in to', () => {
  const fields = 'id,appId,identifierUris,web,api,appRoles,optionalClaims,signInAudience';

  test('is read by its client id, with what the sign-in needs of it', async () => {
    setRoles('Application.ReadWrite.OwnedBy');
    bench.world.registration.web.redirectUris.push('https://bot.example/sign-in/callback');
    const { status, body } = await bench.get(`/v1.0/applications(appId='${bench.world.appId}')?$select=${fields}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      appId: bench.world.appId,
      signInAudience: 'AzureADMyOrg',
      identifierUris: [`api://botid-${bench.world.botId}`],
      web: { redirectUris: ['https://bot.example/sign-in/callback'] },
      api: {
        requestedAccessTokenVersion: 2,
        oauth2PermissionScopes: [{ value: 'access_as_user', isEnabled: true }],
        preAuthorizedApplications: [{ appId: expect.any(String) }, { appId: expect.any(String) }],
      },
      appRoles: [{ value: 'Credentials.Admin', isEnabled: true }],
      optionalClaims: {
        accessToken: [{ name: 'acrs' }, { name: 'auth_time' }],
        idToken: [{ name: 'acrs' }, { name: 'auth_time' }],
      },
    });
  });

  test('is read by its object id too, and is not changed by the bot', async () => {
    setRoles('Application.ReadWrite.OwnedBy');
    const path = `/v1.0/applications/${bench.world.registration.id}`;
    expect((await bench.get(`${path}?$select=id,appId`)).body).toMatchObject({ appId: bench.world.appId });
    expect((await bench.get(`${path}?$select=nothing`)).status).toBe(400);
    expect((await bench.post(`${path}/addPassword`, {})).status).toBe(403);
  });

  test('takes a right of an application reader', async () => {
    setRoles('User.ReadBasic.All');
    expect((await bench.get(`/v1.0/applications(appId='${bench.world.appId}')`)).status).toBe(403);
  });
});
