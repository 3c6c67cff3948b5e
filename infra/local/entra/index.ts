import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type Incoming, listen, listener, type Reply, stop } from '../http.ts';
import { SCOPE, TEAMS_WEB_CLIENT } from '../tenant/registration.ts';
import type { Tls } from '../tls.ts';
import { masked, maskedPath, type OnTraffic } from '../traffic.ts';
import type { LocalIdentity, LocalWorld } from '../world.ts';
import { EntraError, errorReply } from './errors.ts';
import { identityToken } from './identity-token.ts';
import { createKeys } from './keys.ts';
import { handleApi, handlePages } from './routes.ts';
import type { EntraFaults, EntraState, SignIn } from './state.ts';
import { forgedToken, teamsToken } from './teams-token.ts';
import { TOKEN_SECONDS } from './tokens.ts';

export { EntraError } from './errors.ts';
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
}

export interface LocalEntra {
  /** `https://localhost:PORT`, which the bot gets as LOGIN_URL. */
  readonly loginUrl: string;
  /** `http://127.0.0.1:PORT` of the same service. It is for browsers, because they do not know the private CA. */
  readonly pageUrl: string;
  readonly faults: EntraFaults;
  /** The sessions of browsers, by the name in their cookie. A test can make them older. */
  readonly sessions: Map<string, SignIn>;
  /** How many browsers have asked for the sign-in page so far. */
  readonly counts: { readonly authorize: number };
  /**
   * Returns the token that a person's Teams client acquires without a page, for the resource that the manifest names.
   * Throws EntraError if the account, the consent or a policy forbids it.
   */
  teamsToken(oid: string, resource: string): Promise<string>;
  /** Returns a token as Teams acquires it, but no policy has allowed it, and these claims are in it. */
  forgedToken(oid: string, claims?: Readonly<Record<string, unknown>>): Promise<string>;
  /** Whether this is a valid app-only token for the audience, and of that application if one is named. */
  verifyAppToken(token: string, audience: string, clientId?: string): Promise<boolean>;
  /** Returns a token of a managed identity for a resource, or undefined if the tenant has no such resource. */
  identityToken(identity: LocalIdentity, resource: string, seconds: number): Promise<string | undefined>;
  /** Signs with a new key from now on. The old key is no longer published. */
  rotateKeys(): Promise<void>;
  close(): Promise<void>;
}

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
    sessions: started.sessions,
    counts: started.counts,
    teamsToken: (oid, resource) => acquire(started, oid, resource, options.onTraffic),
    forgedToken: (oid, claims) => forgedToken(started, oid, claims ?? {}),
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
  const form = new URLSearchParams(incoming.body);
  options.onTraffic?.({
    at: new Date().toISOString(),
    from: from === 'bot' && isPartner(options.world, form) ? 'partner' : from,
    to: 'entra',
    method: incoming.method,
    path: maskedPath(incoming.target),
    status: reply.status,
    request: incoming.body === '' ? undefined : masked(Object.fromEntries(form)),
    response: typeof reply.body === 'object' ? masked(reply.body) : page,
  });
  return reply;
}

/** Whether a partner's system asks. Such systems send their client ID in the body. */
function isPartner({ applications }: LocalWorld, form: URLSearchParams): boolean {
  return applications.some(({ appId }) => appId === form.get('client_id'));
}

function emptyState(options: EntraOptions): Omit<EntraState, 'keys' | 'loginUrl' | 'pageUrl'> {
  return {
    world: options.world,
    certificates: options.certificates ?? [],
    pending: new Map(),
    sessions: new Map(),
    codes: new Map(),
    refreshTokens: new Map(),
    faults: { keysDown: false, tokenDown: false, newSecretMs: 0, appTokenSeconds: TOKEN_SECONDS },
    counts: { authorize: 0 },
  };
}

/** Acquires a token for the Teams client, and shows the request in the traffic. */
async function acquire(state: EntraState, oid: string, resource: string, onTraffic?: OnTraffic): Promise<string> {
  const record = (status: number, response: unknown) =>
    onTraffic?.({
      at: new Date().toISOString(),
      from: 'teams',
      to: 'entra',
      method: 'POST',
      path: `/${state.world.tenantId}/oauth2/v2.0/token`,
      status,
      request: { grant_type: 'refresh_token', client_id: TEAMS_WEB_CLIENT, scope: `${resource}/${SCOPE}`, person: oid },
      response: masked(response),
    });
  try {
    const token = await teamsToken(state, oid, resource);
    record(200, { token_type: 'Bearer', access_token: token });
    return token;
  } catch (error) {
    if (error instanceof EntraError) record(error.status, errorReply(error, undefined).body);
    throw error;
  }
}
