import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { botSettings } from '../../../infra/local/bot-settings.ts';
import { type LocalEntra, startEntra } from '../../../infra/local/entra/index.ts';
import { type LocalGraph, startGraph } from '../../../infra/local/graph/index.ts';
import {
  type LocalManagedIdentity,
  startManagedIdentity,
  trustIdentity,
} from '../../../infra/local/managed-identity/index.ts';
import { type LocalTeams, startTeams } from '../../../infra/local/teams/index.ts';
import { createTls } from '../../../infra/local/tls.ts';
import { createWorld, type LocalWorld } from '../../../infra/local/world.ts';

const ROOT = join(import.meta.dirname, '../../..');
const REPORT = z.object({ checks: z.array(z.object({ id: z.string(), status: z.string(), detail: z.string() })) });
const OF_GRAPH = ['graph-token', 'graph-permissions', 'applications', 'owners', 'bot-token'];

let folder: string;
let world: LocalWorld;
let entra: LocalEntra;
let graph: LocalGraph;
let teams: LocalTeams;
let identity: LocalManagedIdentity;
let env: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'api-credentials-identity-'));
  const tls = await createTls(folder);
  world = createWorld(new Date(), { managedIdentity: true });
  entra = await startEntra({ world, tls, redirectUris: [] });
  graph = await startGraph({ world, tls, entra });
  teams = await startTeams({ world, entra, graph });
  identity = await startManagedIdentity({ world, entra });
  env = botSettings({ world, tls, entra, graph, teams, port: 3978, managedIdentity: identity });
  for (const role of ['Mail.Send', 'Policy.Read.All']) world.botRoles.splice(world.botRoles.indexOf(role), 1);
});
beforeEach(() => {
  world.federatedCredentials.splice(0);
  trustIdentity(world, entra);
});
afterAll(async () => {
  for (const one of [identity, teams, graph, entra]) await one.close();
  await rm(folder, { recursive: true });
});

async function lookAtGraph(over: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [join(ROOT, 'bot/operator/doctor.ts'), '--json'], {
    env: { ...env, ...over },
    cwd: folder,
  });
  const [stdout] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return REPORT.parse(JSON.parse(stdout)).checks.filter(({ id }) => OF_GRAPH.includes(id));
}

describe('npm run doctor for a bot without a secret', { timeout: 60_000 }, () => {
  it('uses the registration’s rights in Graph and the identity’s at the Bot Connector', async () => {
    const found = await lookAtGraph();
    expect(found.map(({ id, status }) => [id, status])).toEqual(OF_GRAPH.map((id) => [id, 'pass']));
    expect([...new Set(identity.asked)].sort()).toEqual(['api://AzureADTokenExchange', 'https://api.botframework.com']);
  });

  it('uses the identity’s own rights in Graph if the registration is only for signing in', async () => {
    world.identity?.roles.push(...world.botRoles);
    const found = await lookAtGraph({ AAD_APP_FEDERATED: 'false' });
    world.identity?.roles.splice(0);
    expect(found.map(({ id, status }) => [id, status])).toEqual(OF_GRAPH.map((id) => [id, 'pass']));
  });

  it('fails if the registration does not trust the identity, and if there is no identity', async () => {
    world.federatedCredentials.splice(0);
    const [untrusted] = await lookAtGraph();
    expect(untrusted).toMatchObject({ status: 'failure', detail: expect.stringMatching(/AADSTS70\d+/) });
    const none = await lookAtGraph({ IDENTITY_HEADER: 'wrong' });
    const failed = none.filter(({ status }) => status === 'failure');
    expect(failed.map(({ id }) => id)).toEqual(['graph-token', 'bot-token']);
    expect(failed[1]?.detail).toContain('IDENTITY_HEADER');
  });
});
