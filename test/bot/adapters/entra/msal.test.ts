import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEntraClient, KEEP_NOTHING } from '../../../../bot/adapters/entra/client.ts';
import { createBotCredentials } from '../../../../bot/adapters/teams/sdk/credentials.ts';
import { readConfig } from '../../../../bot/config/index.ts';
import { createCredentials } from '../../../../bot/credentials.ts';
import { listen, stop } from '../../../../infra/local/http.ts';
import { createTls } from '../../../../infra/local/tls.ts';
import { trust } from '../../../infra/local/trust.ts';
import { CLIENT, TENANT } from './issuer.ts';

/** Longer than the time-out of a request, and shorter than that of the test. */
const PATIENCE_MS = 12_000;

type Answer = 'document' | 'token' | 'redirect' | 'nothing';

let folder: string;
let server: Server;
let loginUrl: string;
let answers: { document: Answer; token: Answer; lifeSeconds: number };
let seen: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'msal-'));
  const tls = await createTls(folder);
  trust(tls);
  server = createServer({ key: tls.key, cert: tls.cert }, respond);
  loginUrl = `https://localhost:${await listen(server, 0)}`;
});
beforeEach(() => {
  answers = { document: 'document', token: 'token', lifeSeconds: 3600 };
  seen = [];
});
afterAll(async () => {
  await stop(server);
  await rm(folder, { recursive: true, force: true });
});

/** An Entra that answers as the test says. Where it redirects to, everything is fine. */
function respond({ url = '' }: IncomingMessage, response: ServerResponse): void {
  seen.push(url);
  const kind = url.endsWith('/openid-configuration') ? 'document' : 'token';
  const answer = url.startsWith('/elsewhere') ? kind : answers[kind];
  if (answer === 'nothing') return;
  if (answer === 'redirect') {
    response.writeHead(307, { Location: `/elsewhere${url}` });
    response.end();
    return;
  }
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.end(
    JSON.stringify(
      answer === 'document'
        ? discovery()
        : { token_type: 'Bearer', expires_in: answers.lifeSeconds, access_token: 'token' },
    ),
  );
}

function discovery() {
  const base = `${loginUrl}/${TENANT}`;
  return {
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
  };
}

/** The three ways in which the bot gets tokens through msal, with settings that are the same for all. */
function uses() {
  const env = { PUBLIC_URL: 'https://bot.example', BOT_ID: CLIENT, TENANT_ID: TENANT, BOT_CLIENT_SECRET: 'bot-secret' };
  const contexts = { SIGN_IN_AUTH_CONTEXT: 'policy', STEP_UP_AUTH_CONTEXT: 'c1' };
  const settings = readConfig({ ...env, ...contexts, LOGIN_URL: loginUrl });
  const { bot, graph, registration: credential } = createCredentials(settings);
  const client = createEntraClient({ loginUrl, tenantId: TENANT, clientId: CLIENT, credential });
  return {
    'a sign-in': async () =>
      (await client.acquireTokenByCode({ ...KEEP_NOTHING, code: 'x', redirectUri: 'https://bot.example', scopes: [] }))
        .accessToken,
    'the Bot Connector': () => createBotCredentials(bot.tokens, settings.botConnectorAudience).token(),
    Graph: () => graph.tokens.token(settings.graphUrl),
  };
}

const NAMES = ['a sign-in', 'the Bot Connector', 'Graph'] as const;

describe.each(NAMES)('the client of msal for %s', (name) => {
  it('gets a token', async () => {
    expect(await uses()[name]()).toBe('token');
  });

  it.each(['document', 'token'] as const)('follows no redirect of the %s', async (kind) => {
    answers[kind] = 'redirect';
    await expect(uses()[name]()).rejects.toThrow();
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.filter((url) => url.startsWith('/elsewhere'))).toEqual([]);
  });
});

describe('a token of the bot itself', () => {
  const asked = () => seen.filter((url) => url.includes('/oauth2/v2.0/token')).length;

  it('is asked for once while it is good', async () => {
    const { 'the Bot Connector': token } = uses();
    for (let turn = 0; turn < 3; turn += 1) expect(await token()).toBe('token');
    expect(asked()).toBe(1);
  });

  it('is asked for again in the last five minutes before it expires', async () => {
    const { 'the Bot Connector': token } = uses();
    answers.lifeSeconds = 299;
    await token();
    answers.lifeSeconds = 3600;
    for (let turn = 0; turn < 3; turn += 1) await token();
    expect(asked()).toBe(2);
  });
});

describe('the clients of msal', () => {
  it('stop waiting for a server that never sends the document, or never the token', async () => {
    const late = new Promise<string>((resolve) => setTimeout(resolve, PATIENCE_MS, 'still waiting').unref());
    const end = async (use: () => Promise<unknown>) => {
      const tried = use().then(
        () => 'a token',
        () => 'failed',
      );
      return Promise.race([tried, late]);
    };
    answers.document = 'nothing';
    const first = Object.values(uses()).map(end);
    await vi.waitUntil(() => seen.length === NAMES.length, { timeout: PATIENCE_MS });
    answers.document = 'document';
    answers.token = 'nothing';
    const second = Object.values(uses()).map(end);
    const failed = NAMES.map(() => 'failed');
    expect([await Promise.all(first), await Promise.all(second)]).toEqual([failed, failed]);
    expect(seen.filter((url) => url.includes('/oauth2/v2.0/token'))).toHaveLength(NAMES.length);
  });
});
