import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEntraClient, type EntraClient } from '../../../../bot/adapters/entra/client.ts';
import { createIdentity } from '../../../../bot/adapters/entra/identity.ts';
import { createSignInPages } from '../../../../bot/adapters/entra/pages.ts';
import { createTokenVerifier, type TokenVerifier } from '../../../../bot/adapters/entra/token.ts';
import { createLinkTokens } from '../../../../bot/adapters/node/link-tokens.ts';
import { createRandom } from '../../../../bot/adapters/node/random.ts';
import { DEFAULT_GUIDANCE } from '../../../../bot/domain/shared/guidance.ts';
import type { Need } from '../../../../bot/domain/sign-in/session.ts';
import { type LocalEntra, startEntra } from '../../../../infra/local/entra/index.ts';
import { createTls } from '../../../../infra/local/tls.ts';
import { createWorld, type LocalWorld } from '../../../../infra/local/world.ts';
import { EntraBrowser } from '../../../infra/local/browser.ts';
import { trust } from '../../../infra/local/trust.ts';
import { createTestLedger } from '../../../ledger/test-ledger.ts';
import { recordingLog } from './recording-log.ts';

const PUBLIC_URL = 'http://localhost:3978';
const policy = { signInContext: undefined, stepUpContext: 'c1', stepUpMinutes: 10 };
const random = createRandom();
let folder: string;
let world: LocalWorld;
let entra: LocalEntra;
let client: EntraClient;
let verifier: TokenVerifier;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sign-in-'));
  const tls = await createTls(folder);
  trust(tls);
  world = createWorld(new Date());
  entra = await startEntra({ world, tls, redirectUris: [`${PUBLIC_URL}/sign-in/callback`] });
  const settings = { loginUrl: entra.loginUrl, tenantId: world.tenantId, clientId: world.appId };
  client = createEntraClient({ ...settings, credential: { kind: 'secret', secret: world.botClientSecret } });
  verifier = createTokenVerifier(settings);
});
afterAll(async () => {
  await entra.close();
  await rm(folder, { recursive: true, force: true });
});

const oidOf = (index: number) => world.people[index]?.oid ?? '';

/** Opens a link made for one person, signs in as another (or the same), and comes back. */
async function signIn(need: Need, madeFor: string, signsIn: string) {
  const ledger = await createTestLedger();
  const settings = {
    publicUrl: PUBLIC_URL,
    clientId: world.appId,
    teamsHosts: ['https://teams.test'],
    clientOrigins: [],
    guidance: DEFAULT_GUIDANCE,
  };
  const clock = () => new Date();
  const people = { find: async () => undefined };
  const links = createLinkTokens(ledger.linkKeys, random, clock);
  const outside = { verifier, client, ledger, people, random, links, clock, log: recordingLog() };
  const pages = createSignInPages({ settings, policy, ...outside });
  const ticket = await links.make('ticket');
  const conversation = { kind: 'personal', id: 'a:1', serviceUrl: 'http://127.0.0.1/', botAccountId: '28:b' } as const;
  const asker = { person: { tid: world.tenantId, oid: madeFor }, accountId: '29:a', name: 'A', conversation };
  const expiresAt = new Date(Date.now() + 60_000);
  const open = { id: random.id(), asker, command: { kind: 'sign-in' }, need, challenge: undefined, expiresAt } as const;
  await ledger.signIns.open(open, random.hash(ticket));
  const get = (path: string, query = new URLSearchParams(), cookies = {}) =>
    pages.handle({ method: 'GET', path, query, cookies });

  const started = await get(`/sign-in/${ticket}`);
  const cookie = /^__Host-sign-in=([^;]+)/.exec(started?.headers['Set-Cookie'] ?? '')?.[1] ?? '';
  const back = await new EntraBrowser(entra).signIn(started?.headers['Location'] ?? '', signsIn);
  return get('/sign-in/callback', back.location?.searchParams, { '__Host-sign-in': cookie });
}

describe('signing in at the local Entra', () => {
  it.each<Need>(['read', 'step-up'])('a sign-in with MFA satisfies the need %s', async (need) => {
    const answer = await signIn(need, oidOf(0), oidOf(0));
    expect([answer?.status, /data-code="\d{6}"/.test(String(answer?.body))]).toEqual([200, true]);
  });

  it('signs nobody in when another person finishes the link', async () => {
    expect((await signIn('read', oidOf(0), oidOf(1)))?.status).toBe(403);
  });

  it('verifies the token of silent single sign-on', async () => {
    const token = await entra.teamsToken(oidOf(0), `api://botid-${world.botId}`);
    expect(await createIdentity(verifier).exchange(token)).toMatchObject({
      kind: 'valid',
      claims: { person: { tid: world.tenantId, oid: oidOf(0) } },
    });
  });
});
