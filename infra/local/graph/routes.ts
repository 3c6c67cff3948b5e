import type { Incoming, Reply } from '../http.ts';
import type { LocalApplication, LocalWorld } from '../world.ts';
import { badRequest, denied, GraphFailure, notFound } from './errors.ts';
import { parsedBody } from './fields.ts';
import type { History } from './history.ts';
import { addOwner, ownersPage, servicePrincipals } from './owners.ts';
import { type GraphPolicies, longestDays, type PolicyLimit, policiesAt } from './policies.ts';
import { applicationsPage, selected } from './query.ts';
import { isRegistration, registrationAt } from './registration.ts';
import type { ReportLimit } from './reports/limit.ts';
import { type SignInLogFaults, signInLogPage } from './reports/sign-in-log.ts';
import { type SignInReportState, signInReport } from './reports/sign-in-report.ts';
import { addPassword, removePassword } from './secrets.ts';
import type { SendMail } from './send-mail.ts';
import type { createUnsteady, Listing } from './unsteady.ts';
import { oneUser, usersList } from './users.ts';

export interface GraphContext {
  readonly world: LocalWorld;
  /** The permissions in the token. */
  readonly roles: readonly string[];
  readonly origin: string;
  readonly history: History;
  readonly lagMs: number;
  readonly listing: Listing;
  readonly unsteady: ReturnType<typeof createUnsteady>;
  readonly faults: SignInLogFaults & { readonly signInReport: SignInReportState };
  readonly sendMail: SendMail;
  readonly policies: GraphPolicies;
  readonly policyLimit: PolicyLimit;
  readonly reportLimit: ReportLimit;
}

const APPLICATION =
  /^\/v1\.0\/applications(?:\/([0-9a-f-]{36})|\(appId='([0-9a-f-]{36})'\))(?:\/(?:microsoft\.graph\.)?(addPassword|removePassword|owners|owners\/\$ref))?$/i;

/** Answers a request whose token has been checked. Throws GraphFailure. */
export function route(context: GraphContext, incoming: Incoming): Reply {
  const path = decodedPath(incoming.url);
  if (path === '/v1.0/applications' && incoming.method === 'GET') {
    const seen = context.history.seen(context.lagMs);
    const page = applicationsPage([...seen, ...context.world.otherObjects], incoming.url, context.origin);
    return { status: 200, body: context.unsteady(page, context.listing, !incoming.url.searchParams.has('$skiptoken')) };
  }
  const [, id, appId, action] = APPLICATION.exec(path) ?? [];
  if (id !== undefined || appId !== undefined) {
    const key = { field: id === undefined ? 'appId' : 'id', value: id ?? appId ?? '' } as const;
    return oneApplication(context, incoming, key, action);
  }
  if (/^\/v1\.0\/users(\/|$)/.test(path)) return users(context, incoming, path);
  if (path === '/beta/reports/appCredentialSignInActivities' && incoming.method === 'GET') {
    const { world, origin, faults } = context;
    context.reportLimit.take();
    return { status: 200, body: signInReport(world, faults.signInReport, incoming.url, origin) };
  }
  if (path === '/beta/auditLogs/signIns' && incoming.method === 'GET') {
    const { world, origin, faults } = context;
    context.reportLimit.take();
    return { status: 200, body: signInLogPage(world, faults.signInReport, faults, incoming.url, origin) };
  }
  const answered = incoming.method === 'GET' ? readElsewhere(context, incoming, path) : undefined;
  if (answered !== undefined) return { status: 200, body: answered };
  throw badRequest(`Resource not found for the segment '${path.split('/')[2] ?? ''}'.`, 'BadRequest');
}

function readElsewhere(context: GraphContext, { url }: Incoming, path: string): object | undefined {
  return servicePrincipals(context.world, url, path, context.origin) ?? policiesAt(context, url, path);
}

interface Key {
  readonly field: 'id' | 'appId';
  readonly value: string;
}

function oneApplication(context: GraphContext, incoming: Incoming, key: Key, action: string | undefined): Reply {
  if (isRegistration(context.world, key)) {
    // The bot does not own its own registration.
    if (incoming.method !== 'GET' || action !== undefined) throw denied();
    return { status: 200, body: registrationAt(context.world, incoming.url, context.origin) };
  }
  const find = (all: readonly LocalApplication[]) => all.find((one) => one[key.field] === key.value.toLowerCase());
  const seen = find(context.history.seen(context.lagMs));
  const current = find(context.world.applications);
  if (current === undefined || seen === undefined) throw notFound(key.value);
  if (action?.startsWith('owners') === true) return owners(context, incoming, current, action);
  if (incoming.method === 'GET' && action === undefined) {
    const body = selected(seen, incoming.url.searchParams.get('$select'));
    return {
      status: 200,
      body: { '@odata.context': `${context.origin}/v1.0/$metadata#applications/$entity`, ...body },
    };
  }
  if (incoming.method !== 'POST' || action === undefined) throw notAllowed();
  if (!current.ownedByBot) throw denied();
  const body = parsedBody(incoming);
  context.history.remember(current);
  if (action.toLowerCase() === 'addpassword') {
    const added = addPassword(current, body, longestDays(context.policies));
    context.world.secretValues.keep(added.keyId, added.secretText);
    return { status: 200, body: added };
  }
  removePassword(current, seen, body);
  return { status: 204 };
}

function owners({ world, origin }: GraphContext, incoming: Incoming, one: LocalApplication, action: string): Reply {
  if (action === 'owners' && incoming.method === 'GET') {
    return { status: 200, body: ownersPage(world, one, incoming.url, origin) };
  }
  if (action === 'owners' || incoming.method !== 'POST') throw notAllowed();
  addOwner(world, one, parsedBody(incoming), origin);
  return { status: 204 };
}

function users(context: GraphContext, incoming: Incoming, path: string): Reply {
  const [, , , id, action, ...more] = path.split('/');
  if (more.length > 0) throw badRequest(`Resource not found for the segment '${more[0]}'.`, 'BadRequest');
  if (id === undefined && incoming.method === 'GET') return usersList(context, incoming.url);
  if (action?.replace(/^microsoft\.graph\./i, '').toLowerCase() === 'sendmail') {
    if (incoming.method !== 'POST') throw notAllowed();
    return context.sendMail(id ?? '', parsedBody(incoming));
  }
  if (action !== undefined) throw badRequest(`Resource not found for the segment '${action}'.`, 'BadRequest');
  if (incoming.method !== 'GET') throw notAllowed();
  return oneUser(context, incoming.url, id ?? '');
}

function notAllowed(): GraphFailure {
  return new GraphFailure(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.');
}

function decodedPath(url: URL): string {
  try {
    return decodeURIComponent(url.pathname);
  } catch {
    throw badRequest('The request path is not valid.', 'BadRequest');
  }
}
