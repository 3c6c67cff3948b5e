import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createManagedIdentity } from '../../../../bot/adapters/entra/managed-identity.ts';
import { type LocalEntra, startEntra } from '../../../../infra/local/entra/index.ts';
import { listen, stop } from '../../../../infra/local/http.ts';
import { type LocalManagedIdentity, startManagedIdentity } from '../../../../infra/local/managed-identity/index.ts';
import { createTls } from '../../../../infra/local/tls.ts';
import { createWorld, type LocalWorld } from '../../../../infra/local/world.ts';
import { recordingLog } from './recording-log.ts';

const RESOURCE = 'https://api.botframework.com';
const STRANGER = 'b0000000-0000-4000-8000-000000000000';
const MINUTE_MS = 60_000;
let folder: string;
let world: LocalWorld;
let entra: LocalEntra;
let platform: LocalManagedIdentity;
let now: number;

// msal reads the endpoint once in a process: one stand-in serves the whole file.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'identity-'));
  world = createWorld(new Date(), { managedIdentity: true });
  entra = await startEntra({ world, tls: await createTls(folder), redirectUris: [] });
  platform = await startManagedIdentity({ world, entra });
  Object.assign(process.env, platform.env);
});
beforeEach(() => {
  now = Date.now();
  Object.assign(platform.faults, { down: false, lifetime: 3600 });
  platform.renew();
});
afterAll(async () => {
  await Promise.all([platform.close(), entra.close()]);
  await rm(folder, { recursive: true, force: true });
});

function open(clientId = world.botId) {
  const log = recordingLog();
  const identity = createManagedIdentity({ clientId, log, clock: () => new Date(now) });
  const before = platform.asked.length;
  return { identity, log, asked: () => platform.asked.length - before };
}

describe('the managed identity’s token', () => {
  it('is issued to that identity for that resource', async () => {
    const token = await open().identity.token(RESOURCE);
    expect(await entra.verifyAppToken(token, RESOURCE, world.botId)).toBe(true);
  });

  it('is kept for each resource until shortly before it ends', async () => {
    const { identity, asked } = open();
    const first = await identity.token(RESOURCE);
    now += 49 * MINUTE_MS;
    expect(await identity.token(RESOURCE)).toBe(first);
    expect(await identity.token('https://graph.microsoft.com')).not.toBe(first);
    expect(asked()).toBe(2);
    now += 2 * MINUTE_MS;
    platform.renew();
    platform.faults.lifetime = 7200;
    expect(await identity.token(RESOURCE)).toBe(first);
    await expect.poll(() => identity.token(RESOURCE)).not.toBe(first);
    expect(asked()).toBe(3);
  });

  it('is fetched once when many callers need it at the same time', async () => {
    const { identity, asked } = open();
    const tokens = await Promise.all(Array.from({ length: 20 }, () => identity.token(RESOURCE)));
    expect(new Set(tokens).size).toBe(1);
    expect(asked()).toBe(1);
  });

  it('is used while its renewal fails until it is about to end, and is fetched again after that', async () => {
    const { identity, log } = open();
    const first = await identity.token(RESOURCE);
    platform.faults.down = true;
    now += 55 * MINUTE_MS;
    expect(await identity.token(RESOURCE)).toBe(first);
    const failure = { level: 'error', event: 'no token from the managed identity' };
    await expect.poll(() => log.entries, { timeout: 10_000 }).toMatchObject([failure]);
    now += 4.5 * MINUTE_MS;
    await expect(identity.token(RESOURCE)).rejects.toMatchObject({ problem: 'unreachable' });
    platform.faults.down = false;
    platform.renew();
    expect(await identity.token(RESOURCE)).not.toBe(first);
  });

  it('is refused with a reason that an operator understands if the app does not have the identity', async () => {
    const { identity, log } = open(STRANGER);
    await expect(identity.token(RESOURCE)).rejects.toMatchObject({ name: 'ManagedIdentityFault', problem: 'refused' });
    const reason = expect.stringContaining(`is ${STRANGER} (BOT_ID) assigned to this app?`);
    expect(log.entries).toMatchObject([{ level: 'error', fields: { url: RESOURCE, reason } }]);
  });
});

/** In a process of its own, because msal reads the endpoint once. */
async function tokenWith(env: Readonly<Record<string, string>>): Promise<string> {
  const file = new URL('../../../../bot/adapters/entra/managed-identity.ts', import.meta.url).href;
  const program = `const { createManagedIdentity } = await import('${file}');
    const identity = createManagedIdentity({ clientId: '${world.botId}', clock: () => new Date() });
    await identity.token('${RESOURCE}').then(() => console.log('a token'), (fault) => console.log(fault.problem, fault.message));`;
  const args = ['--input-type=module', '-e', program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...platform.env, ...env } });
  return stdout;
}

describe('the endpoint of the platform', () => {
  it('gets the header that the platform set', async () => {
    expect(await tokenWith({})).toBe('a token\n');
    expect(await tokenWith({ IDENTITY_HEADER: 'another' })).toMatch(/^refused .*does not accept IDENTITY_HEADER/);
  });

  it('may be down or answer with something that is not a token: the fault says which', async () => {
    let body = '<html>';
    const { port, close } = await serve((_request, response) => response.end(body));
    const endpoint = `http://127.0.0.1:${port}/msi/token`;
    expect(await tokenWith({ IDENTITY_ENDPOINT: endpoint })).toMatch(/^unreachable /);
    body = '{}';
    expect(await tokenWith({ IDENTITY_ENDPOINT: endpoint })).toMatch(/^unreachable /);
    await close();
    expect(await tokenWith({ IDENTITY_ENDPOINT: endpoint })).toMatch(/^unreachable /);
  });

  it('is refused if its address is not near this machine', async () => {
    const heard: string[] = [];
    const { port, close } = await serve((request, response) => {
      heard.push(request.url ?? '');
      response.end('{}');
    });
    // Leads to this machine here, but is no address that a platform gives.
    expect(await tokenWith({ IDENTITY_ENDPOINT: `http://0.0.0.0:${port}/msi/token` })).toMatch(/^unreachable /);
    expect(heard).toEqual([]);
    await close();
  });
});

async function serve(answer: RequestListener) {
  const server = createServer(answer);
  const port = await listen(server);
  return { port, close: () => stop(server) };
}
