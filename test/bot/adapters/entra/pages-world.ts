import { createEntraClient } from '../../../../bot/adapters/entra/client.ts';
import { createSignInPages } from '../../../../bot/adapters/entra/pages.ts';
import { createTokenVerifier } from '../../../../bot/adapters/entra/token.ts';
import { createLinkTokens } from '../../../../bot/adapters/node/link-tokens.ts';
import { createRandom } from '../../../../bot/adapters/node/random.ts';
import type { DirectoryPerson } from '../../../../bot/domain/access/directory-person.ts';
import type { SignInPolicy } from '../../../../bot/domain/sign-in/session.ts';
import { SIGN_IN_LIFETIME_MS, type SignIn } from '../../../../bot/domain/sign-in/sign-in.ts';
import type { Ledger } from '../../../../bot/ports/shared/ledger.ts';
import type { SignIns } from '../../../../bot/ports/sign-in/sign-ins.ts';
import { createTestLedger } from '../../../ledger/test-ledger.ts';
import { ADA, CLIENT, type Issuer, TENANT } from './issuer.ts';
import { recordingLog } from './recording-log.ts';

export const random = createRandom();

/** The pages of this world lead to them. */
const GUIDANCE = {
  team: 'the team',
  support: { name: 'the service desk', contact: 'help@umbrella.example' },
  mfaGuide: 'https://help.example/mfa',
};
const PERSON = { tid: TENANT, oid: ADA };
const CONVERSATION = {
  kind: 'channel',
  id: '19:c',
  serviceUrl: 'https://smba.example/',
  botAccountId: '28:b',
} as const;
export const ASKER = { person: PERSON, accountId: '29:a', name: 'Ada', conversation: CONVERSATION };

/** The pages over a small issuer, with a browser that has one cookie jar. */
export async function createPagesWorld(issuer: Issuer, options: { policy?: SignInPolicy; publicUrl?: string } = {}) {
  const entra = { loginUrl: issuer.url, tenantId: TENANT, clientId: CLIENT };
  const ledger = await createTestLedger();
  const handshakes: Parameters<SignIns['begin']>[] = [];
  const finished: Parameters<SignIns['finish']>[] = [];
  /** What happens while the browser comes back, just before the sign-in is finished. */
  const meanwhile = { run: async () => {} };
  const signIns: SignIns = {
    ...ledger.signIns,
    begin: (...given) => {
      handshakes.push(given);
      return ledger.signIns.begin(...given);
    },
    finish: async (...given) => {
      finished.push(given);
      await meanwhile.run();
      return ledger.signIns.finish(...given);
    },
  };
  const people = new Map<string, DirectoryPerson>();
  const log = recordingLog();
  const looked: string[] = [];
  const clock = { now: new Date() };
  const links = createLinkTokens(ledger.linkKeys, random, () => clock.now);
  const client = createEntraClient({ ...entra, credential: { kind: 'secret', secret: 'bot-secret' } });
  const pages = createSignInPages({
    settings: {
      publicUrl: options.publicUrl ?? 'https://bot.example',
      clientId: CLIENT,
      teamsHosts: ['https://teams.microsoft.com', 'https://*.teams.microsoft.com', 'https://*.cloud.microsoft'],
      clientOrigins: ['http://127.0.0.1:4000'],
      guidance: GUIDANCE,
    },
    policy: options.policy ?? { signInContext: undefined, stepUpContext: 'c1', stepUpMinutes: 10 },
    verifier: createTokenVerifier(entra),
    client,
    ledger: { signIns: noting(signIns, looked), audit: noting(ledger.audit, looked) },
    people: { find: async (oid) => people.get(oid) },
    random,
    links,
    clock: () => clock.now,
    log,
  });

  const cookies: Record<string, string> = {};
  async function get(target: string, method = 'GET') {
    const url = new URL(target, 'https://bot.example');
    const answer = await pages.handle({ method, path: url.pathname, query: url.searchParams, cookies: { ...cookies } });
    if (answer === undefined) throw new Error(`no page at ${target}`);
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(answer.headers['Set-Cookie'] ?? '') ?? [];
    if (name !== undefined && value !== undefined) cookies[name] = value;
    return { ...answer, text: String(answer.body) };
  }

  /** A link as the chat would show it. */
  async function link(over: Partial<SignIn> = {}) {
    const ticket = await links.make('ticket');
    const expiresAt = new Date(clock.now.getTime() + SIGN_IN_LIFETIME_MS);
    const base = { id: random.id(), asker: ASKER, command: { kind: 'sign-in' }, challenge: undefined } as const;
    await ledger.signIns.open({ ...base, need: 'step-up', expiresAt, ...over }, random.hash(ticket));
    return `/sign-in/${ticket}`;
  }

  /** Follows a link to Entra, and says what the address there asks for. */
  async function start(path: string) {
    const { headers } = await get(path);
    const location = headers['Location'] ?? '';
    return { location, asked: new URL(location).searchParams };
  }

  /** Signs in at Entra as the issuer's claims say; the address that Entra sends the browser back to. */
  function approve(location: string, id: Record<string, unknown> = {}, access: Record<string, unknown> = {}) {
    const state = new URL(location).searchParams.get('state') ?? '';
    const ours = { scp: 'access_as_user', azp: CLIENT, acrs: ['c1'] };
    const code = issuer.approve(location, issuer.claims(id), issuer.claims({ ...ours, ...access }));
    return `/sign-in/callback?code=${code}&state=${state}`;
  }

  return {
    ledger,
    people,
    links,
    looked,
    handshakes,
    finished,
    meanwhile,
    pages,
    log,
    clock,
    cookies,
    get,
    link,
    start,
    approve,
  };
}

/** Notes the name of each method that is called. */
function noting<T extends Ledger['signIns'] | Ledger['audit']>(store: T, called: string[]): T {
  return new Proxy(store, {
    get(target, name) {
      called.push(String(name));
      return Reflect.get(target, name);
    },
  });
}
