import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAppTokens } from '../../../../bot/adapters/entra/app-tokens.ts';
import { createEntraClient, KEEP_NOTHING } from '../../../../bot/adapters/entra/client.ts';
import { createManagedIdentity } from '../../../../bot/adapters/entra/managed-identity.ts';
import { createGraph } from '../../../../bot/adapters/graph/index.ts';
import { createBotCredentials } from '../../../../bot/adapters/teams/sdk/credentials.ts';
import { type LocalEntra, startEntra } from '../../../../infra/local/entra/index.ts';
import { type LocalGraph, startGraph } from '../../../../infra/local/graph/index.ts';
import {
  type LocalManagedIdentity,
  startManagedIdentity,
  trustIdentity,
} from '../../../../infra/local/managed-identity/index.ts';
import { createTls } from '../../../../infra/local/tls.ts';
import { createWorld, type LocalWorld } from '../../../../infra/local/world.ts';
import { trust } from '../../../infra/local/trust.ts';
import { recordingLog } from './recording-log.ts';

const MADE_UP = { code: 'made-up', redirectUri: 'https://bot.example', scopes: ['openid'], codeVerifier: 'v' };
const CONNECTOR = 'https://api.botframework.com';
let folder: string;
let world: LocalWorld;
let entra: LocalEntra;
let graph: LocalGraph;
let platform: LocalManagedIdentity;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'federated-'));
  const tls = await createTls(folder);
  trust(tls);
  world = createWorld(new Date(), { managedIdentity: true });
  entra = await startEntra({ world, tls, redirectUris: [] });
  graph = await startGraph({ world, tls, entra });
  platform = await startManagedIdentity({ world, entra });
  Object.assign(process.env, platform.env);
});
beforeEach(() => {
  world.federatedCredentials.splice(0);
  trustIdentity(world, entra);
  platform.faults.down = false;
});
afterAll(async () => {
  await Promise.all([platform.close(), graph.close(), entra.close()]);
  await rm(folder, { recursive: true, force: true });
});

function open(identityClientId = world.botId) {
  const log = recordingLog();
  const identity = createManagedIdentity({ clientId: identityClientId, log, clock: () => new Date() });
  const { loginUrl } = entra;
  const { tenantId, appId: clientId } = world;
  const credential = { kind: 'federated', identity, audience: 'api://AzureADTokenExchange' } as const;
  const more = { mail: undefined, signInReport: false, signInLog: false };
  const settings = { loginUrl, tenantId, clientId, credential };
  const tokens = createAppTokens(settings, { log });
  const { directory } = createGraph({ graphUrl: graph.url, tenantId, own: [], tokens, ...more }, log, () => new Date());
  const client = createEntraClient(settings);
  return { log, identity, directory, client, read: () => directory.application(world.applications[0]?.appId ?? '') };
}

describe('a registration that trusts the identity', () => {
  it('reads the directory with the rights of the registration and not with those of the identity', async () => {
    expect(world.identity?.roles).toEqual([]);
    expect(await open().read()).toMatchObject({ clientId: world.applications[0]?.appId });
  });

  it('proves itself with the identity’s token when a person signs in', async () => {
    const { client } = open();
    const redeemed = client.acquireTokenByCode({ ...KEEP_NOTHING, ...MADE_UP });
    // Entra looks at the client first: it refuses the code, and not the client.
    await expect(redeemed).rejects.toMatchObject({ errorCode: 'invalid_grant' });
  });

  it('fetches the identity’s token on first use and again only when it has expired', async () => {
    const before = platform.asked.length;
    const { read, client } = open();
    expect(platform.asked.length).toBe(before);
    await Promise.all([read(), read()]);
    await client.acquireTokenByCode({ ...KEEP_NOTHING, ...MADE_UP }).catch(() => undefined);
    expect(platform.asked.slice(before)).toEqual(['api://AzureADTokenExchange']);
  });
});

describe('a registration that does not trust the identity', () => {
  it('is forbidden to read the directory, and the log says what to correct', async () => {
    world.federatedCredentials.splice(0);
    const { read, log } = open();
    await expect(read()).rejects.toMatchObject({ problem: 'forbidden', ambiguous: false });
    const event = 'the registration does not trust the managed identity';
    const reason = expect.stringContaining('federated credential');
    expect(log.entries).toContainEqual(
      expect.objectContaining({ level: 'error', event, fields: { clientId: world.appId, reason } }),
    );
  });

  it.each(['issuer', 'subject', 'audience'] as const)(
    'is forbidden if the %s of the federated credential is wrong',
    async (field) => {
      const [credential] = world.federatedCredentials.splice(0);
      if (credential === undefined) throw new Error('nothing trusted');
      world.federatedCredentials.push({ ...credential, [field]: 'other' });
      const { read, log } = open();
      await expect(read()).rejects.toMatchObject({ problem: 'forbidden' });
      expect(log.entries.map(({ event }) => event)).toContain('the registration does not trust the managed identity');
    },
  );
});

describe('the directory without a token of the identity', () => {
  it('is forbidden if the app has no such identity, and unreachable while the endpoint is down', async () => {
    const stranger = open('b0000000-0000-4000-8000-000000000000');
    await expect(stranger.read()).rejects.toMatchObject({ problem: 'forbidden' });
    platform.faults.down = true;
    await expect(open().read()).rejects.toMatchObject({ problem: 'unreachable', ambiguous: false });
  });
});

it('lets the identity itself speak to the Bot Connector as the bot', async () => {
  const credential = { kind: 'managed-identity', identity: open().identity } as const;
  const settings = { clientId: world.botId, tenantId: world.tenantId, loginUrl: entra.loginUrl, credential };
  const token = await createBotCredentials(createAppTokens(settings), CONNECTOR).token();
  expect(await entra.verifyAppToken(token, CONNECTOR, world.botId)).toBe(true);
});
