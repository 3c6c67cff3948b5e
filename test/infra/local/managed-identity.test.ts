import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LocalEntra, startEntra } from '../../../infra/local/entra/index.ts';
import { type LocalGraph, startGraph } from '../../../infra/local/graph/index.ts';
import {
  type LocalManagedIdentity,
  startManagedIdentity,
  trustIdentity,
} from '../../../infra/local/managed-identity/index.ts';
import { type LocalTeams, startTeams } from '../../../infra/local/teams/index.ts';
import { createTls } from '../../../infra/local/tls.ts';
import type { TrafficEntry } from '../../../infra/local/traffic.ts';
import { createWorld, type FederatedCredential, type LocalWorld } from '../../../infra/local/world.ts';
import { trust } from './trust.ts';

const EXCHANGE = 'api://AzureADTokenExchange';
const CONNECTOR = 'https://api.botframework.com';
let folder: string;
let world: LocalWorld;
let entra: LocalEntra;
let graph: LocalGraph;
let teams: LocalTeams;
let identity: LocalManagedIdentity;
const traffic: TrafficEntry[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'managed-identity-'));
  const tls = await createTls(folder);
  trust(tls);
  world = createWorld(new Date(), { managedIdentity: true });
  entra = await startEntra({ world, tls, redirectUris: [] });
  graph = await startGraph({ world, tls, entra });
  teams = await startTeams({ world, entra });
  identity = await startManagedIdentity({ world, entra, onTraffic: (entry) => traffic.push(entry) });
});
beforeEach(() => {
  world.federatedCredentials.splice(0);
  Object.assign(identity.faults, { down: false, lifetime: 86_400 });
  identity.renew();
});
afterAll(async () => {
  await Promise.all([identity.close(), teams.close(), graph.close(), entra.close()]);
  await rm(folder, { recursive: true, force: true });
});

type Query = Readonly<Record<string, string | undefined>>;

async function ask(change: Query = {}, header: string | undefined = identity.env.IDENTITY_HEADER, method = 'GET') {
  const query = { resource: CONNECTOR, 'api-version': '2019-08-01', client_id: world.identity?.clientId, ...change };
  const params = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const headers: Record<string, string> = header === '' ? {} : { 'X-IDENTITY-HEADER': header };
  const url = `${identity.env.IDENTITY_ENDPOINT}?${new URLSearchParams(Object.fromEntries(params))}`;
  const response = await fetch(url, { method, headers });
  const body: unknown = await response.json();
  return { status: response.status, body };
}

async function tokenFor(resource: string): Promise<string> {
  return tokenIn((await ask({ resource })).body);
}

async function askAsRegistration(resource: string, proof: Readonly<Record<string, string>>) {
  const form = { client_id: world.appId, grant_type: 'client_credentials', scope: `${resource}/.default`, ...proof };
  const url = `${entra.loginUrl}/${world.tenantId}/oauth2/v2.0/token`;
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(form) });
  const body: unknown = await response.json();
  return { status: response.status, body };
}

function tokenIn(body: unknown): string {
  if (typeof body === 'object' && body !== null && 'access_token' in body) return String(body.access_token);
  throw new Error(`no token in ${JSON.stringify(body)}`);
}

describe('the endpoint', () => {
  it('answers in the platform’s form, with a token that lives as long as it says', async () => {
    const { status, body } = await ask();
    expect(status).toBe(200);
    const token = await tokenFor(CONNECTOR);
    expect(body).toEqual({
      access_token: token,
      client_id: world.identity?.clientId,
      expires_on: String(decodeJwt(token).exp),
      resource: CONNECTOR,
      token_type: 'Bearer',
    });
  });

  it('gives the same token until shortly before it ends, and a new one after', async () => {
    const first = await tokenFor(CONNECTOR);
    expect(await tokenFor(CONNECTOR)).toBe(first);
    identity.renew();
    identity.faults.lifetime = 299;
    const short = await tokenFor(CONNECTOR);
    expect(short).not.toBe(first);
    expect(await tokenFor(CONNECTOR)).not.toBe(short);
  });

  it.each<[string, number, Query, (string | undefined)?, string?]>([
    ['a wrong header', 401, {}, 'wrong'],
    ['no header', 401, {}, ''],
    ['another version of the protocol', 400, { 'api-version': '2017-09-01' }],
    ['no version', 400, { 'api-version': undefined }],
    ['no resource', 400, { resource: undefined }],
    ['a resource that the tenant does not know', 400, { resource: 'https://elsewhere.example' }],
    ['a stranger’s client id', 400, { client_id: 'b0000000-0000-4000-8000-000000000000' }],
    ['no client id, if the app has no identity of its own', 400, { client_id: undefined }],
    ['another method', 405, {}, undefined, 'POST'],
  ])('refuses %s', async (_name, status, change, header, method) => {
    const refused = await ask(change, header, method);
    expect(refused).toMatchObject({ status, body: { statusCode: status, message: expect.any(String) } });
    expect(refused.body).not.toHaveProperty('access_token');
  });

  it('shows no token and no header in the traffic', async () => {
    const token = await tokenFor(EXCHANGE);
    expect(traffic.length).toBeGreaterThan(0);
    expect(JSON.stringify(traffic)).not.toContain(token);
    expect(JSON.stringify(traffic)).not.toContain(identity.env.IDENTITY_HEADER);
  });
});

describe('the identity’s token as the registration’s credential', () => {
  const redeem = (assertion: string) =>
    askAsRegistration(graph.url, {
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    });
  it('is accepted if a federated credential names it', async () => {
    trustIdentity(world, entra);
    const { status, body } = await redeem(await tokenFor(EXCHANGE));
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer' });
  });

  it.each<[string, number, (one: FederatedCredential) => readonly FederatedCredential[]]>([
    ['no federated credential', 70025, () => []],
    ['that of another issuer', 700211, (one) => [{ ...one, issuer: 'https://login.microsoftonline.com/other/v2.0' }]],
    ['that of an issuer with a slash too many', 700211, (one) => [{ ...one, issuer: `${one.issuer}/` }]],
    ['that of a stranger', 700213, (one) => [{ ...one, subject: 'b0000000-0000-4000-8000-000000000000' }]],
    ['that of the client id for the principal’s', 700213, (one) => [{ ...one, subject: world.botId }]],
    ['that for another audience', 700212, (one) => [{ ...one, audience: 'api://elsewhere' }]],
  ])('is refused with %s', async (_name, number, change) => {
    trustIdentity(world, entra);
    const credentials = world.federatedCredentials.splice(0).flatMap(change);
    world.federatedCredentials.push(...credentials);
    const refused = await redeem(await tokenFor(EXCHANGE));
    expect(refused).toMatchObject({ status: 401, body: { error: 'invalid_client', error_codes: [number] } });
  });

  it('is refused if it is for another audience, has expired, or was changed', async () => {
    trustIdentity(world, entra);
    expect((await redeem(await tokenFor(CONNECTOR))).body).toMatchObject({ error_codes: [700211] });
    const token = await tokenFor(EXCHANGE);
    const [head, claims = ''] = token.split('.');
    expect((await redeem(`${head}.${claims}.${'A'.repeat(342)}`)).body).toMatchObject({ error_codes: [50027] });
    identity.renew();
    identity.faults.lifetime = -1;
    expect((await redeem(await tokenFor(EXCHANGE))).body).toMatchObject({ error_codes: [700024] });
  });
});

describe('the identity’s token for others', () => {
  const send = async (token: string) => {
    const url = `${teams.serviceUrl}v3/conversations/none/activities`;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    return (await fetch(url, { method: 'POST', headers, body: '{}' })).status;
  };
  const readApplications = async (token: string) =>
    (await fetch(`${graph.url}/v1.0/applications`, { headers: { authorization: `Bearer ${token}` } })).status;

  it('is accepted as the bot’s at the Bot Connector, and the registration’s token is not', async () => {
    expect(await send(await tokenFor(CONNECTOR))).toBe(404);
    expect(await send(await tokenFor(graph.url))).toBe(401);
    const { body } = await askAsRegistration(CONNECTOR, { client_secret: world.botClientSecret });
    expect(await send(tokenIn(body))).toBe(401);
  });

  it('permits nothing in Graph before a right is granted to the identity, and then that right', async () => {
    expect(await readApplications(await tokenFor(graph.url))).toBe(403);
    world.identity?.roles.push('Application.ReadWrite.OwnedBy');
    identity.renew();
    expect(await readApplications(await tokenFor(graph.url))).toBe(200);
  });
});
