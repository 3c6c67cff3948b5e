import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Request, type Response, type Server } from 'restify';
import type { BrowserPages } from '../../../ports/shared/browser-pages.ts';
import type { Ledger } from '../../../ports/shared/ledger.ts';
import type { Log } from '../../../ports/shared/log.ts';
import { faulted } from '../inbound/fault.ts';
import { createLanes } from '../inbound/limits/lanes.ts';
import { readBody } from './body.ts';
import { readCookies } from './cookies.ts';
import { createFrontDoor } from './front-door.ts';
import { route, sendJson, sendPage, setSecurityHeaders } from './http.ts';
import { listenAt } from './listen.ts';
import { type MessagesDeps, receive } from './messages-route.ts';
import { createReadiness, type ReadyAnswer } from './readiness.ts';
import { checkRequest, guardSockets } from './sockets.ts';
import { createStrangers } from './strangers.ts';
import { createTurnedAwayLog } from './turned-away.ts';

/** So many turns of one person are worked on at a time: more of them would delay everybody else. */
const TURNS_AT_A_TIME = 4;
const REQUEST_MS = 20_000;
const CLOSE_WITHIN_MS = 10_000;
const IDLE_EVERY_MS = 50;
/** Bytes. */
const FORM_LIMIT = 1_024;

export interface HttpDeps extends Omit<MessagesDeps, 'noteTurnedAway' | 'lanes' | 'strangers'> {
  readonly ledger: Pick<Ledger, 'check'>;
  readonly pages: BrowserPages;
  readonly log: Log;
  /** Resolves if everything else is ready for turns; rejects if it is not. */
  readonly ready?: (() => Promise<unknown>) | undefined;
  /** Whether a message to the administrators would reach somebody. */
  readonly canTell?: (() => Promise<boolean>) | undefined;
  /** Whether turns should be sent to another process. */
  readonly isDraining: () => boolean;
  /** Milliseconds that only go forward. */
  readonly now: () => number;
}

declare module 'restify' {
  interface Server {
    /** Is called before restify works on a request; false: nothing is left to do. The types do not know it yet. */
    first(handler: (request: IncomingMessage, response: ServerResponse) => boolean): Server;
  }
}

/** The HTTP server of the bot, not listening yet. */
export function createHttpServer(deps: HttpDeps): Server {
  // An empty name: no banner says what runs here.
  const server = createServer({ name: '', handleUncaughtExceptions: false });
  const readiness = createReadiness(deps);
  const noteTurnedAway = createTurnedAwayLog(deps.log);
  const lanes = createLanes(TURNS_AT_A_TIME);
  const strangers = createStrangers(deps.now);
  guardSockets(server.server);
  server.first(checkRequest);
  server.first(createFrontDoor({ ...deps, readiness }));
  server.pre(setSecurityHeaders);
  server.pre((_request, response, next) => {
    // A client that keeps its connections must open the next one to another process.
    if (deps.isDraining()) response.setHeader('connection', 'close');
    next();
  });
  server.server.requestTimeout = REQUEST_MS;
  server.server.headersTimeout = REQUEST_MS / 2;
  // Load balancers drop idle connections earlier, so that they never reuse one that is closed here.
  server.server.keepAliveTimeout = 75_000;

  const onFault = (cause: unknown, response: Response) => {
    const outcome = faulted(deps.log, 'request failed', cause);
    sendJson(response, 500, { error: 'fault', reference: 'reference' in outcome ? outcome.reference : undefined });
  };
  const handled = (handle: (request: Request, response: Response) => Promise<void>) => route(handle, onFault);
  server.post(
    '/api/messages',
    handled((request, response) => receive({ ...deps, lanes, strangers, noteTurnedAway }, request, response)),
  );
  server.get(
    '/healthz',
    handled(async (_request, response) => sendJson(response, 200, { status: 'up' })),
  );
  server.get(
    '/readyz',
    handled((_request, response) => answerReady(readiness, response)),
  );
  const page = handled((request, response) => answerPage(deps.pages, request, response));
  for (const path of ['/sign-in/*', '/contact/*']) {
    server.head(path, page);
    server.get(path, page);
  }
  server.post('/contact/*', page);
  server.on(
    'restifyError',
    (_request: Request, response: Response, error: { statusCode?: number }, done: () => void) => {
      sendJson(response, error.statusCode ?? 500, { error: 'refused' });
      done();
    },
  );
  return server;
}

async function answerReady(readiness: () => Promise<ReadyAnswer>, response: Response): Promise<void> {
  const { status, body } = await readiness();
  sendJson(response, status, body);
}

async function answerPage(pages: BrowserPages, request: Request, response: Response): Promise<void> {
  const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://bot.invalid');
  const cookies = readCookies(request.headers.cookie);
  const form = request.method === 'POST' ? await readForm(request) : undefined;
  if (form === 'too-large') return sendJson(response, 413, { error: 'refused' });
  const asked = { method: request.method ?? 'GET', path: pathname, query, cookies };
  const page = await pages.handle(form === undefined ? asked : { ...asked, form });
  if (page === undefined) return sendJson(response, 404, { error: 'refused' });
  sendPage(response, page);
}

/** What a page's form has sent: a few words. */
async function readForm(request: Request): Promise<URLSearchParams | 'too-large'> {
  const text = await readBody(request, FORM_LIMIT);
  return text === 'too-large' ? text : new URLSearchParams(text);
}

/** Listens, and gives the port. restify passes the errors of its server on as its own. Throws PortInUseError. */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return listenAt(server.server, port, host, server);
}

/** Takes no more requests, and lets those under way finish within their time. */
export function closeServer(server: Server): Promise<void> {
  if (!server.server.listening) return Promise.resolve();
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.server.closeAllConnections(), CLOSE_WITHIN_MS);
    // A busy connection would be kept for a next request, so that it is closed after its answer.
    const idle = setInterval(() => server.server.closeIdleConnections(), IDLE_EVERY_MS);
    server.server.close(() => {
      clearTimeout(cut);
      clearInterval(idle);
      resolve();
    });
    server.server.closeIdleConnections();
  });
}
