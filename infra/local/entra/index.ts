import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type Incoming, listen, listener, type Reply, stop } from '../http.ts';
import { TEAMS_WEB_CLIENT } from '../tenant/registration.ts';
import type { Tls } from '../tls.ts';
import { masked, maskedPath, type OnTraffic } from '../traffic.ts';
import type { LocalIdentity, LocalWorld } from '../world.ts';
import { noAccount } from './errors.ts';
import { identityToken } from './identity-token.ts';
import { createKeys } from './keys.ts';
import { handleApi, handlePages } from './routes.ts';
import type { EntraFaults, EntraState } from './state.ts';
import { accessToken } from './tokens.ts';

export type { EntraFaults } from './state.ts';

export interface EntraOptions {
  readonly world: LocalWorld;
  readonly tls: Tls;
  /** The port of the https listener. If it is 0 or left out, the system chooses one. */
  readonly port?: number;
  readonly onTraffic?: OnTraffic;
  /** Redirect URIs to add to the registration, which holds the list. They are compared exactly. */
  readonly redirectUris?: readonly string[];
  /** The certificates (PEM) that are registered for the bot's client assertions. */
  readonly certificates?: readonly string[];
  /** The context that an on-behalf-of exchange asks for in its challenge. The default is `c1`. */
  readonly authContext?: string;
}

export interface SsoOptions {
  /** Whether the person's Teams sign-in satisfied the authentication context. The default is false. */
  readonly mfa?: boolean;
  /** When the person last signed in actively. The default is two hours ago. */
  readonly authTime?: Date;
  /** Claims that replace the right ones, for instance a wrong `aud`. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

export interface LocalEntra {
  /** `https://localhost:PORT`, which the bot gets as LOGIN_URL. */
  readonly loginUrl: string;
  /** `http://127.0.0.1:PORT` of the same service. It is for browsers, because they do not know the private CA. */
  readonly pageUrl: string;
  readonly faults: EntraFaults;
  /**
   * Returns the token that Teams' silent sign-on gives to the bot for this person: version 2, with the bot as `aud` and
   * access_as_user as `scp`. Throws if the person has left.
   */
  ssoToken(oid: string, options?: SsoOptions): Promise<string>;
  /** Whether this is a valid app-only token for the audience, and of that application if one is named. */
  verifyAppToken(token: string, audience: string, clientId?: string): Promise<boolean>;
  /** Returns a token of a managed identity for a resource, or undefined if the tenant has no such resource. */
  identityToken(identity: LocalIdentity, resource: string, seconds: number): Promise<string | undefined>;
  /** Signs with a new key from now on. The old key is no longer published. */
  rotateKeys(): Promise<void>;
  close(): Promise<void>;
}

const SSO_AGE_MS = 2 * 60 * 60_000;

/** Starts the identity provider on loopback: https for programs, http for the pages that a browser opens. */
export async function startEntra(options: EntraOptions): Promise<LocalEntra> {
  const keys = await createKeys();
  options.world.registration.web.redirectUris.push(...(options.redirectUris ?? []));
  let state: EntraState | undefined;
  const traced = (from: string, handle: Handle) =>
    listener((incoming) => answer(state, from, handle, incoming, options));
  const api = createHttpsServer({ key: options.tls.key, cert: options.tls.cert }, traced('bot', handleApi));
  const pages = createHttpServer(traced('browser', handlePages));
  const loginUrl = `https://localhost:${await listen(api, options.port)}`;
  const pageUrl = `http://127.0.0.1:${await listen(pages)}`;
  const started: EntraState = { ...emptyState(options), keys, loginUrl, pageUrl };
  state = started;
  return {
    loginUrl,
    pageUrl,
    faults: started.faults,
    ssoToken: (oid, sso) => ssoToken(started, oid, sso ?? {}),
    verifyAppToken: async (token, audience, clientId) => {
      const claims = await keys.verify(token, audience);
      if (clientId !== undefined && claims?.['appid'] !== clientId) return false;
      return claims?.['idtyp'] === 'app' && claims['tid'] === options.world.tenantId;
    },
    identityToken: (identity, resource, seconds) => identityToken(started, identity, resource, seconds),
    rotateKeys: () => keys.rotate(),
    close: async () => {
      await Promise.all([stop(api), stop(pages)]);
    },
  };
}

type Handle = (state: EntraState, incoming: Incoming) => Promise<Reply>;

async function answer(
  state: EntraState | undefined,
  from: string,
  handle: Handle,
  incoming: Incoming,
  options: EntraOptions,
): Promise<Reply> {
  const reply: Reply = state === undefined ? { status: 503 } : await handle(state, incoming);
  const location = reply.headers?.['location'];
  const page = location === undefined ? '(page)' : { location: maskedPath(location) };
  options.onTraffic?.({
    at: new Date().toISOString(),
    from,
    to: 'entra',
    method: incoming.method,
    path: maskedPath(incoming.target),
    status: reply.status,
    request: incoming.body === '' ? undefined : masked(Object.fromEntries(new URLSearchParams(incoming.body))),
    response: typeof reply.body === 'object' ? masked(reply.body) : page,
  });
  return reply;
}

function emptyState(options: EntraOptions): Omit<EntraState, 'keys' | 'loginUrl' | 'pageUrl'> {
  return {
    world: options.world,
    certificates: options.certificates ?? [],
    authContext: options.authContext ?? 'c1',
    pending: new Map(),
    sessions: new Map(),
    codes: new Map(),
    refreshTokens: new Map(),
    faults: { keysDown: false, tokenDown: false },
  };
}

async function ssoToken(state: EntraState, oid: string, options: SsoOptions): Promise<string> {
  const person = state.world.people.find((one) => one.oid === oid);
  if (person === undefined) throw new Error(`nobody has the oid ${oid}`);
  if (state.world.left.has(oid)) throw noAccount(state.world, person);
  const mfa = options.mfa === true;
  const authTime = options.authTime ?? new Date(Date.now() - SSO_AGE_MS);
  const signIn = { person, authTime, mfa, acrs: mfa ? [state.authContext] : [] };
  const scope = `api://botid-${state.world.botId}/access_as_user`;
  return accessToken(state, signIn, [scope], { azp: TEAMS_WEB_CLIENT, azpacr: '0', ...options.claims });
}
