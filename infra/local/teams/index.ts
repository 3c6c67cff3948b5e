import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { LocalEntra } from '../entra/index.ts';
import type { LocalGraph } from '../graph/index.ts';
import { type Incoming, listenNear, type Reply, read, stop, write } from '../http.ts';
import type { LocalSystems } from '../systems/systems.ts';
import type { LocalWorld } from '../world.ts';
import { createBotLine, type PostOptions } from './bot-line.ts';
import { connector } from './connector/connector.ts';
import { createControls, type WorldControls } from './controls.ts';
import { createRoster } from './conversations.ts';
import { createDriver, type TeamsDriver } from './driver.ts';
import { createFaults, type TeamsFaults } from './faults.ts';
import { createKeys, openIdMetadata, TOKEN_ISSUER } from './keys.ts';
import { createLimits, NO_LIMITS } from './limits.ts';
import { createActions } from './page/actions.ts';
import { pageApi, pageEvents } from './page/api.ts';
import { pageFile } from './page/files.ts';
import { Store } from './store.ts';
import { createTrafficLog, hidden, type TrafficLog } from './traffic-log.ts';
import type { BotAnswer } from './types.ts';

export type { PostOptions } from './bot-line.ts';
export type { WorldControls } from './controls.ts';
export type { WhereTo } from './driver.ts';
export { createTrafficLog, type TrafficLog } from './traffic-log.ts';
export type { BotAnswer, MessageView } from './types.ts';

export interface TeamsOptions {
  readonly world: LocalWorld;
  readonly entra: Pick<LocalEntra, 'teamsToken' | 'verifyAppToken'>;
  readonly graph?: Pick<LocalGraph, 'faults'>;
  /** The preferred port of the page. If it is in use, or left out, the system chooses one. */
  readonly port?: number;
  readonly controls?: WorldControls;
  /** The systems of partners that the page can let sign in. */
  readonly systems?: LocalSystems;
  /** The log in which requests are recorded. If it is left out, the stand-in has a log of its own. */
  readonly traffic?: TrafficLog;
  readonly retryAfterMs?: number;
  /** Whether Teams' documented rate limits hold. The default is false, because tests ask faster than people. */
  readonly limits?: boolean;
}

/** A Bot Connector and a Teams-like client on one loopback port, with a driver for tests. */
export interface LocalTeams extends TeamsDriver {
  /** The page's address and origin, without a trailing slash. */
  readonly url: string;
  readonly serviceUrl: string;
  readonly openIdMetadataUrl: string;
  readonly tokenIssuer: string;
  readonly faults: TeamsFaults;
  readonly traffic: TrafficLog;
  /** Sets the base address of the bot, such as http://127.0.0.1:3978. */
  setBot(url: string): void;
  /** Posts anything to the bot. It is signed as the connector signs, if the options do not change that. */
  post(activity: unknown, options?: PostOptions): Promise<BotAnswer>;
  /** A token with which the connector at this service URL calls the bot. */
  sign(serviceUrl: string): Promise<string>;
  /** Shows the bot's state in the panel. */
  botState(text: string): void;
  close(): Promise<void>;
}

const AUDIENCE = 'https://api.botframework.com';

export async function startTeams(options: TeamsOptions): Promise<LocalTeams> {
  const { world, entra } = options;
  const traffic = options.traffic ?? createTrafficLog();
  const [roster, faults, keys] = [createRoster(world), createFaults(), await createKeys()];
  const store = new Store(roster);
  let url = '';
  const servicePath = `/emea/${world.tenantId}/`;
  const serviceUrl = (): string => `${url}${servicePath}`;
  const line = createBotLine({ keys, botId: world.botId, serviceUrl, traffic });
  const retryAfterMs = options.retryAfterMs ?? 15_000;
  const shared = { world, roster, store, faults };
  const actions = createActions({ ...shared, line, entra, serviceUrl, retryAfterMs });
  const controls = createControls({
    ...shared,
    lifecycle: actions.lifecycle,
    graph: options.graph,
    systems: options.systems,
    extra: options.controls,
  });
  const page = { world, roster, store, actions, traffic, controls };
  const connectorParts = {
    ...shared,
    limits: options.limits === true ? createLimits() : NO_LIMITS,
    verify: (token: string) => entra.verifyAppToken(token, AUDIENCE, world.botId),
    posted: (...args: Parameters<typeof actions.exchange>) => void actions.exchange(...args).catch(() => undefined),
  };

  async function route(incoming: Incoming): Promise<Reply> {
    const { pathname } = incoming.url;
    if (pathname === '/v1/.well-known/openidconfiguration') return { status: 200, body: openIdMetadata(url) };
    if (pathname === '/v1/.well-known/keys') return { status: 200, body: keys.jwks };
    if (pathname.startsWith(servicePath)) {
      const reply = await connector(connectorParts, incoming, pathname.slice(servicePath.length));
      traffic.record(entryOf(incoming, reply));
      return reply;
    }
    if (!fromPage(incoming, url)) return { status: 403, body: { error: 'cross-origin' } };
    const found = (await pageApi(page, incoming)) ?? (incoming.method === 'GET' ? await pageFile(pathname) : undefined);
    return found ?? { status: 404, body: { error: 'not found' } };
  }

  function onRequest(request: IncomingMessage, response: ServerResponse): void {
    const target = new URL(request.url ?? '/', 'http://stand-in.invalid');
    if (target.pathname === '/api/events' && hostIs(request.headers.host, url)) {
      pageEvents(page, request, response, target.searchParams.get('as'));
      return;
    }
    read(request)
      .then(route)
      .catch((fault: unknown): Reply => ({ status: 500, body: { error: String(fault) } }))
      .then((reply) => write(response, reply))
      .catch(() => response.destroy());
  }

  const server = createServer(onRequest);
  url = `http://127.0.0.1:${await listenNear(server, options.port ?? 0)}`;
  return {
    ...createDriver({ roster, store, actions }),
    url,
    serviceUrl: serviceUrl(),
    openIdMetadataUrl: `${url}/v1/.well-known/openidconfiguration`,
    tokenIssuer: TOKEN_ISSUER,
    faults,
    traffic,
    setBot: (base) => {
      line.url = new URL('/api/messages', base).href;
    },
    post: line.post,
    sign: (from) => keys.sign(world.botId, from),
    botState: controls.botState,
    close: () => stop(server),
  };
}

/** Whether the page itself calls. Another page, or a host name that points to this machine, is refused. */
function fromPage({ headers, method }: Incoming, url: string): boolean {
  if (!hostIs(headers.host, url)) return false;
  if (headers.origin !== undefined) return headers.origin === url;
  return method === 'GET' || (headers['sec-fetch-site'] ?? 'same-origin') === 'same-origin';
}

function hostIs(host: string | undefined, url: string): boolean {
  return host === new URL(url).host;
}

function entryOf(incoming: Incoming, reply: Reply) {
  return {
    at: new Date().toISOString(),
    from: 'Bot',
    to: 'Teams',
    method: incoming.method,
    path: `${decodeURIComponent(incoming.url.pathname.replace(/^\/emea\/[^/]+/, ''))}${incoming.url.search}`,
    status: reply.status,
    request: hidden(parsed(incoming.body)),
    response: hidden(reply.body),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text === '' ? null : '[not JSON]';
  }
}
