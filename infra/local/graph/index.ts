import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { LocalEntra } from '../entra/index.ts';
import { type Incoming, listen, type Reply, read, stop, write } from '../http.ts';
import type { Tls } from '../tls.ts';
import { masked, type OnTraffic } from '../traffic.ts';
import type { LocalWorld } from '../world.ts';
import { answerBatch, isBatch } from './batch.ts';
import { failureReply, GraphFailure, withRequestId } from './errors.ts';
import { createFaults, type GraphFaults, judge, type Verdict } from './faults.ts';
import { createHistory } from './history.ts';
import { permit, rolesIn } from './permissions.ts';
import { createPolicies, createPolicyLimit, type GraphPolicies } from './policies.ts';
import { createReportLimit } from './reports/limit.ts';
import { route } from './routes.ts';
import { createSendMail } from './send-mail.ts';
import { createUnsteady } from './unsteady.ts';

export type { GraphFaults } from './faults.ts';
export type { SignInReportState } from './reports/sign-in-report.ts';

export interface GraphOptions {
  readonly world: LocalWorld;
  readonly tls: Tls;
  readonly entra: Pick<LocalEntra, 'verifyAppToken'>;
  readonly port?: number;
  readonly onTraffic?: OnTraffic;
}

export interface LocalGraph {
  /** `https://localhost:PORT`, without the version. */
  readonly url: string;
  readonly faults: GraphFaults;
  /** The policy on secrets, which is plain, mutable data. The Conditional Access policies are in the world. */
  readonly policies: GraphPolicies;
  /**
   * How often each kind of request arrived: `GET applications`, `GET some` (applications, by a filter), `GET one`
   * (application), `GET users`, `GET user`, `GET appCredentialSignInActivities`, `GET signIns`, `POST addPassword`, `POST
   * removePassword`, `POST sendMail`, `POST batch`. A batch counts as one request.
   */
  readonly counts: ReadonlyMap<string, number>;
  /** How many connections were opened. */
  connections(): number;
  close(): Promise<void>;
}

/** The fields that hold a secret value. `code` is not one of them: it is Graph's word for an error. */
const SECRET_FIELDS: ReadonlySet<string> = new Set(['secretText']);

const TRACED_ITEMS = 20;
const KEEP_ALIVE_MS = 60_000;

/** Starts the directory on loopback. */
export async function startGraph(options: GraphOptions): Promise<LocalGraph> {
  const { world, tls } = options;
  const policyLimit = createPolicyLimit();
  const reportLimit = createReportLimit();
  const { faults, take } = createFaults(() => {
    policyLimit.clear();
    reportLimit.clear();
  });
  const history = createHistory(world);
  const sendMail = createSendMail(world);
  const policies = createPolicies();
  const unsteady = createUnsteady();
  const counts = new Map<string, number>();
  let url = '';

  /** One request, whose token has been checked. */
  const answer = (incoming: Incoming, roles: readonly string[]): Reply => {
    permit(incoming, roles);
    if (faults.throttle) throw throttled(faults.retryAfterSeconds);
    const { lagMs, listing } = faults;
    const context = {
      world,
      roles,
      origin: url,
      history,
      lagMs,
      listing,
      unsteady,
      faults,
      sendMail,
      policies,
      policyLimit,
      reportLimit,
    };
    return route(context, incoming);
  };

  /** A batch has one token; each of its requests needs its own permission, and is throttled on its own. */
  const perform = (incoming: Incoming): Promise<Verdict> =>
    answering(incoming, async () => {
      const roles = rolesIn(await authenticate(incoming, options.entra, url));
      const one = (part: Incoming) =>
        answering(part, async () => ({ reply: answer(part, roles), end: 'answer' as const }));
      const serve = (part: Incoming) => judge(take(part.method, part.target), () => one(part), clientRequestId(part));
      return isBatch(incoming) ? answerBatch(incoming, serve) : one(incoming);
    });

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const incoming = await read(request);
    count(counts, incoming);
    const fault = take(incoming.method, incoming.target);
    const verdict = await judge(fault, () => perform(incoming), clientRequestId(incoming));
    trace(options.onTraffic, incoming, verdict);
    if (verdict.end === 'answer') write(response, verdict.reply);
    if (verdict.end === 'drop') request.socket.destroy();
  };

  const server = createServer({ key: tls.key, cert: tls.cert }, (request, response) => {
    serve(request, response).catch((fault: unknown) =>
      write(response, { status: 500, body: { fault: String(fault) } }),
    );
  });
  // Graph keeps a connection that nobody uses for longer than Node's five seconds.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  let connections = 0;
  server.on('secureConnection', () => {
    connections += 1;
  });
  url = `https://localhost:${await listen(server, options.port)}`;
  return { url, faults, policies, counts, connections: () => connections, close: () => stop(server) };
}

/** An error of the protocol as the answer. */
async function answering(incoming: Incoming, perform: () => Promise<Verdict>): Promise<Verdict> {
  const id = clientRequestId(incoming);
  try {
    const { reply, end } = await perform();
    return { reply: withRequestId(reply, id), end };
  } catch (error) {
    if (error instanceof GraphFailure) return { reply: failureReply(error, id), end: 'answer' };
    throw error;
  }
}

/** Returns the token if it is valid. Throws GraphFailure. */
async function authenticate(incoming: Incoming, entra: GraphOptions['entra'], url: string): Promise<string> {
  const [, token] = /^Bearer (.+)$/i.exec(incoming.headers.authorization ?? '') ?? [];
  if (token === undefined) throw new GraphFailure(401, 'InvalidAuthenticationToken', 'Access token is empty.');
  for (const audience of [url, 'https://graph.microsoft.com']) {
    if (await entra.verifyAppToken(token, audience)) return token;
  }
  throw new GraphFailure(401, 'InvalidAuthenticationToken', 'Access token validation failure. Invalid audience.');
}

function throttled(retryAfterSeconds: number): GraphFailure {
  return new GraphFailure(429, 'TooManyRequests', 'Too many requests.', retryAfterSeconds);
}

function count(counts: Map<string, number>, incoming: Incoming): void {
  const { method, url } = incoming;
  const kind = isBatch(incoming) ? 'batch' : kindOf(url.pathname.split('/'));
  const name = `${method} ${kind === 'applications' && url.searchParams.has('$filter') ? 'some' : kind}`;
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function kindOf([, , collection = '', ...rest]: readonly string[]): string {
  const last = rest.at(-1);
  if (/^(addPassword|removePassword|sendMail|appCredentialSignInActivities|signIns)$/.test(last ?? ''))
    return last ?? '';
  if (collection === 'applications' || collection === 'users') {
    return last === undefined ? collection : collection === 'users' ? 'user' : 'one';
  }
  return 'one';
}

function trace(onTraffic: OnTraffic | undefined, incoming: Incoming, { reply }: Verdict): void {
  onTraffic?.({
    at: new Date().toISOString(),
    from: 'bot',
    to: 'graph',
    method: incoming.method,
    path: incoming.target,
    status: reply.status,
    request: requestBody(incoming),
    response: masked(cut(reply.body), SECRET_FIELDS),
  });
}

/** Shortens a long list, because the traffic is kept in memory. */
function cut(body: unknown): unknown {
  const list = typeof body === 'object' && body !== null && 'value' in body ? body.value : undefined;
  if (!Array.isArray(list) || list.length <= TRACED_ITEMS) return body;
  return { ...(body as object), value: [...list.slice(0, TRACED_ITEMS), `… and ${list.length - TRACED_ITEMS} more`] };
}

function requestBody(incoming: Incoming): unknown {
  if (incoming.body === '') return undefined;
  try {
    return masked(JSON.parse(incoming.body), SECRET_FIELDS);
  } catch {
    return '(not JSON)';
  }
}

function clientRequestId(incoming: Incoming): string | undefined {
  const id = incoming.headers['client-request-id'];
  return typeof id === 'string' ? id : undefined;
}
