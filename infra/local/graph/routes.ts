import type { Incoming, Reply } from '../http.ts';
import type { LocalApplication, World } from '../world.ts';
import { badRequest, denied, GraphFailure, notFound } from './errors.ts';
import type { History } from './history.ts';
import { applicationsPage, selected } from './query.ts';
import { addPassword, removePassword } from './secrets.ts';

export interface GraphContext {
  readonly world: World;
  readonly origin: string;
  readonly history: History;
  readonly lagMs: number;
}

const APPLICATION =
  /^\/v1\.0\/applications(?:\/([0-9a-f-]{36})|\(appId='([0-9a-f-]{36})'\))(?:\/(?:microsoft\.graph\.)?(addPassword|removePassword))?$/i;

/** One authenticated request to its answer. Throws GraphFailure. */
export function route(context: GraphContext, incoming: Incoming): Reply {
  const path = decodedPath(incoming.url);
  if (path === '/v1.0/applications' && incoming.method === 'GET') {
    const seen = context.history.seen(context.lagMs);
    return { status: 200, body: applicationsPage(seen, incoming.url, context.origin) };
  }
  const [, id, appId, action] = APPLICATION.exec(path) ?? [];
  if (id !== undefined || appId !== undefined) {
    const key = { field: id === undefined ? 'appId' : 'id', value: id ?? appId ?? '' } as const;
    return oneApplication(context, incoming, key, action);
  }
  if (path.startsWith('/v1.0/users')) return users(context, incoming, path);
  throw badRequest(`Resource not found for the segment '${path.split('/')[2] ?? ''}'.`, 'BadRequest');
}

interface Key {
  readonly field: 'id' | 'appId';
  readonly value: string;
}

function oneApplication(context: GraphContext, incoming: Incoming, key: Key, action: string | undefined): Reply {
  const find = (all: readonly LocalApplication[]) => all.find((one) => one[key.field] === key.value.toLowerCase());
  const seen = find(context.history.seen(context.lagMs));
  const current = find(context.world.applications);
  if (current === undefined || seen === undefined) throw notFound(key.value);
  if (incoming.method === 'GET' && action === undefined) {
    const body = selected(seen, incoming.url.searchParams.get('$select'));
    return {
      status: 200,
      body: { '@odata.context': `${context.origin}/v1.0/$metadata#applications/$entity`, ...body },
    };
  }
  if (incoming.method !== 'POST' || action === undefined) {
    throw new GraphFailure(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.');
  }
  if (!current.ownedByBot) throw denied();
  const body = parsed(incoming);
  if (action.toLowerCase() === 'addpassword') {
    context.history.remember();
    return { status: 200, body: addPassword(current, body) };
  }
  context.history.remember();
  removePassword(current, seen, body);
  return { status: 204 };
}

function users(context: GraphContext, incoming: Incoming, path: string): Reply {
  const [, , , id, action] = path.split('/');
  const people = context.world.people.map(({ oid, name, upn }) => ({
    id: oid,
    displayName: name,
    userPrincipalName: upn,
    mail: upn,
  }));
  if (id === undefined && incoming.method === 'GET') return { status: 200, body: { value: people } };
  if (action === 'sendMail' && incoming.method === 'POST') return sendMail(context, incoming, id ?? '');
  const person = people.find((one) => one.id === id || one.userPrincipalName === id);
  if (person === undefined || action !== undefined || incoming.method !== 'GET') throw notFound(id ?? '');
  return { status: 200, body: person };
}

/** Any sender: a shared mailbox is not among the people. */
function sendMail(context: GraphContext, incoming: Incoming, from: string): Reply {
  const body = parsed(incoming);
  const message = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)['message'] : undefined;
  if (typeof message !== 'object' || message === null) {
    throw badRequest("The request body must contain the property 'Message'.", 'ErrorInvalidRequest');
  }
  context.world.sentMail.push({ from, at: new Date().toISOString(), message });
  return { status: 202 };
}

function parsed(incoming: Incoming): unknown {
  try {
    return incoming.body === '' ? {} : JSON.parse(incoming.body);
  } catch {
    throw badRequest('Unable to read JSON request payload.', 'BadRequest');
  }
}

function decodedPath(url: URL): string {
  try {
    return decodeURIComponent(url.pathname);
  } catch {
    throw badRequest('The request path is not valid.', 'BadRequest');
  }
}
