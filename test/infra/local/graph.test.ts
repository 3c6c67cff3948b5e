import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfidentialClientApplication } from '@azure/msal-node';
import { Client, RetryHandlerOptions } from '@microsoft/microsoft-graph-client';
import type { Application, PasswordCredential } from '@microsoft/microsoft-graph-types';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type LocalEntra, startEntra } from '../../../infra/local/entra/index.ts';
import { type LocalGraph, startGraph } from '../../../infra/local/graph/index.ts';
import { createTls, type Tls } from '../../../infra/local/tls.ts';
import type { TrafficEntry } from '../../../infra/local/traffic.ts';
import { createWorld, type LocalApplication, type LocalWorld } from '../../../infra/local/world.ts';
import { trust } from './trust.ts';

const NEXT_YEAR = new Date(Date.now() + 365 * 24 * 60 * 60_000).toISOString();

let folder: string;
let tls: Tls;
let world: LocalWorld;
let entra: LocalEntra;
let graph: LocalGraph;
let client: Client;
let first: LocalApplication;
let traffic: TrafficEntry[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graph-'));
  tls = await createTls(folder);
  trust(tls);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

beforeEach(async () => {
  traffic = [];
  world = createWorld(new Date());
  entra = await startEntra({ world, tls, redirectUris: [] });
  graph = await startGraph({ world, tls, entra, onTraffic: (entry) => traffic.push(entry) });
  graph.policies.appManagement = { isEnabled: false };
  client = clientWith(await appToken());
  first = world.applications[0] ?? expect.fail('no application is seeded');
});

afterEach(async () => {
  await graph.close();
  await entra.close();
});

async function appToken(scope = `${graph.url}/.default`): Promise<string> {
  const msal = new ConfidentialClientApplication({
    auth: {
      clientId: world.botId,
      clientSecret: world.botClientSecret,
      authority: `${entra.loginUrl}/${world.tenantId}`,
      knownAuthorities: [new URL(entra.loginUrl).host],
    },
  });
  return (await msal.acquireTokenByClientCredential({ scopes: [scope] }))?.accessToken ?? '';
}

function clientWith(token: string): Client {
  return Client.init({
    baseUrl: graph.url,
    customHosts: new Set(['localhost']),
    authProvider: (done) => done(null, token),
  });
}

/** Makes one attempt only, because the SDK must not repeat a change. */
function post(action: string, body: unknown, client_ = client): Promise<unknown> {
  const path = `/applications(appId='${first.appId}')/${action}`;
  return client_
    .api(path)
    .middlewareOptions([new RetryHandlerOptions(0, 0)])
    .post(body);
}

async function listed(): Promise<Application> {
  return client.api(`/applications(appId='${first.appId}')`).get();
}

const keyIds = () => first.passwordCredentials.map((secret) => secret.keyId);

describe('reading', () => {
  test('pages are linked until every application was given once', async () => {
    const seen: string[] = [];
    let url: string | undefined = '/applications?$select=appId,displayName,passwordCredentials&$top=5';
    while (url !== undefined) {
      const page: { value: Application[]; '@odata.nextLink'?: string } = await client.api(url).get();
      seen.push(...page.value.map((one) => one.appId ?? ''));
      url = page['@odata.nextLink'];
    }
    expect(seen).toEqual(world.applications.map((one) => one.appId));
    expect(graph.counts.get('GET applications')).toBe(3);
  });

  test('a filter by appId gives those applications only, and select those fields only', async () => {
    const wanted = world.applications.slice(2, 4).map((one) => one.appId);
    const list = wanted.map((id) => `'${id}'`).join(',');
    const page = await client.api('/applications').filter(`appId in (${list})`).select('appId').get();
    expect(page.value).toEqual(wanted.map((appId) => ({ appId })));
    const one = await client.api('/applications').filter(`appId eq '${wanted[0]}'`).get();
    expect(one.value).toHaveLength(1);
  });

  test('an application lists the permissions it asks for, those for people too, and nothing if they are not selected', async () => {
    const read = (field: string): Promise<Application> => client.api(`/applications/${first.id}`).select(field).get();
    const asked = (await read('requiredResourceAccess')).requiredResourceAccess ?? [];
    const types = asked.map(({ resourceAccess }) => resourceAccess?.map(({ type }) => type));
    expect(types).toEqual([['Scope'], ['Role'], ['Role']]);
    expect(await read('appId')).not.toHaveProperty('requiredResourceAccess');
    const without: Application = await client.api(`/applications/${world.applications[3]?.id}`).get();
    expect(without.requiredResourceAccess).toEqual([]);
  });

  test('an application is found by appId and by object id, and never shows a value', async () => {
    const byId: Application = await client.api(`/applications/${first.id}`).get();
    expect(byId.appId).toBe(first.appId);
    expect((await listed()).passwordCredentials?.map((one) => one.secretText)).toEqual(keyIds().map(() => null));
  });

  test.each([
    [
      'an unknown application',
      "/applications(appId='00000000-0000-4000-8000-000000000000')",
      404,
      'Request_ResourceNotFound',
    ],
    ['a page of a thousand', '/applications?$top=1000', 400, 'Request_BadRequest'],
    ['a filter on secrets', '/applications?$filter=passwordCredentials/any()', 400, 'Request_UnsupportedQuery'],
    ['an unknown field', '/applications?$select=secretText', 400, 'Request_BadRequest'],
  ])('%s is refused as Graph does', async (_, path, statusCode, code) => {
    const refused = client.api(path).get();
    await expect(refused).rejects.toMatchObject({
      statusCode,
      code,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });
});

describe('changing', () => {
  test('addPassword gives the value once, with its first three characters as the hint', async () => {
    const body = { passwordCredential: { displayName: 'Secret by Anna Jansen', endDateTime: NEXT_YEAR } };
    const added = (await post('addPassword', body)) as PasswordCredential;
    expect(added.secretText).toHaveLength(40);
    expect(added).toMatchObject({
      displayName: 'Secret by Anna Jansen',
      endDateTime: `${NEXT_YEAR.slice(0, 19)}.000Z`,
    });
    expect(added.hint).toBe(added.secretText?.slice(0, 3));
    const again = (await listed()).passwordCredentials?.find((one) => one.keyId === added.keyId);
    expect(again).toMatchObject({ hint: added.hint, secretText: null });
    expect(JSON.stringify(traffic)).not.toContain(added.secretText);
    expect(JSON.stringify(world)).not.toContain(added.secretText);
  });

  test('a secret that is added without an end lasts two years', async () => {
    const added = (await post('addPassword', {})) as PasswordCredential;
    expect(new Date(added.endDateTime ?? '').getUTCFullYear()).toBe(new Date().getUTCFullYear() + 2);
  });

  test.each([
    ['in the past', '2020-01-01T00:00:00Z'],
    ['not a date', 'tomorrow'],
  ])('an end %s is refused and nothing is added', async (_, endDateTime) => {
    const before = keyIds();
    await expect(post('addPassword', { passwordCredential: { endDateTime } })).rejects.toMatchObject({
      statusCode: 400,
    });
    expect(keyIds()).toEqual(before);
  });

  test('removePassword removes once; the second time the key is unknown', async () => {
    const [keyId] = keyIds();
    expect(await post('removePassword', { keyId })).toBeUndefined();
    expect(keyIds()).not.toContain(keyId);
    const message = expect.stringContaining(`No password credential found with keyId ${keyId}`);
    await expect(post('removePassword', { keyId })).rejects.toMatchObject({ statusCode: 400, message });
  });
});

describe('the right to change', () => {
  test.each([
    ['a forged token', async () => 'eyJhbGciOiJub25lIn0.e30.'],
    ["a person's token", () => entra.forgedToken(world.people[0]?.oid ?? '')],
    ['a token for the Bot Connector', () => appToken('https://api.botframework.com/.default')],
  ])('%s is refused', async (_, token) => {
    const refused = clientWith(await token())
      .api('/applications')
      .get();
    await expect(refused).rejects.toMatchObject({ statusCode: 401, code: 'InvalidAuthenticationToken' });
  });
});

test('a request without a token is refused', async () => {
  const response = await fetch(`${graph.url}/v1.0/applications`);
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({
    error: { code: 'InvalidAuthenticationToken', innerError: { 'request-id': response.headers.get('request-id') } },
  });
});

describe('planned faults', () => {
  test('reads lag behind writes, and a removal does not see a secret that has not arrived', async () => {
    graph.faults.lagMs = 60_000;
    const added = (await post('addPassword', { passwordCredential: { endDateTime: NEXT_YEAR } })) as PasswordCredential;
    expect((await listed()).passwordCredentials?.map((one) => one.keyId)).not.toContain(added.keyId);
    await expect(post('removePassword', { keyId: added.keyId })).rejects.toMatchObject({ statusCode: 400 });
    graph.faults.lagMs = 0;
    expect((await listed()).passwordCredentials?.map((one) => one.keyId)).toContain(added.keyId);
  });

  test('throttled requests answer 429 with Retry-After until it is lifted', async () => {
    graph.faults.throttle = true;
    await expect(post('addPassword', {})).rejects.toMatchObject({ statusCode: 429, code: 'TooManyRequests' });
    graph.faults.throttle = false;
    expect(await post('addPassword', {})).toHaveProperty('keyId');
  });

  test('a fault after the change shows 504 to the caller, and the secret exists', async () => {
    const before = keyIds().length;
    graph.faults.next({
      method: 'POST',
      path: /addPassword/,
      kind: 'commit-then-fail',
      status: 504,
      code: 'GatewayTimeout',
    });
    await expect(post('addPassword', {})).rejects.toMatchObject({ statusCode: 504, code: 'GatewayTimeout' });
    expect(keyIds()).toHaveLength(before + 1);
  });

  test('a dropped connection changes nothing, except if the fault comes after the change', async () => {
    const before = keyIds().length;
    graph.faults.next({ kind: 'drop' });
    await expect(post('addPassword', {})).rejects.toThrow();
    expect(keyIds()).toHaveLength(before);
    graph.faults.next({ kind: 'commit-then-drop' });
    await expect(post('addPassword', {})).rejects.toThrow();
    expect(keyIds()).toHaveLength(before + 1);
  });

  test('a hanging request ends only when the caller gives up', async () => {
    graph.faults.next({ kind: 'hang' });
    const headers = { authorization: `Bearer ${await appToken()}` };
    const given = fetch(`${graph.url}/v1.0/applications`, { headers, signal: AbortSignal.timeout(100) });
    await expect(given).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test('a scripted failure is used up after its number of times', async () => {
    graph.faults.next({
      path: /addPassword/,
      kind: 'fail',
      status: 403,
      code: 'Authorization_RequestDenied',
      times: 2,
    });
    await expect(post('addPassword', {})).rejects.toMatchObject({ code: 'Authorization_RequestDenied' });
    await expect(post('addPassword', {})).rejects.toMatchObject({ statusCode: 403 });
    expect(await post('addPassword', {})).toHaveProperty('keyId');
  });
});

test('an application that the bot does not own can be read and not changed', async () => {
  first.ownedByBot = false;
  await expect(post('addPassword', {})).rejects.toMatchObject({ statusCode: 403, code: 'Authorization_RequestDenied' });
  first.ownedByBot = true;
  expect(await post('addPassword', {})).toHaveProperty('keyId');
});

test('passing days move the dates of every secret', () => {
  const before = first.passwordCredentials.map((one) => Date.parse(one.endDateTime));
  world.passDays(7);
  const after = first.passwordCredentials.map((one) => Date.parse(one.endDateTime));
  expect(after).toEqual(before.map((end) => end - 7 * 24 * 60 * 60_000));
});
