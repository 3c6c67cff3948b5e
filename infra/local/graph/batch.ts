import type { Incoming, Reply } from '../http.ts';
import { badRequest } from './errors.ts';
import type { Verdict } from './faults.ts';
import { isObject, parsedBody } from './fields.ts';

/** https://learn.microsoft.com/graph/json-batching: a batch holds at most so many requests. */
const MOST = 20;
const METHODS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'];
const PROPERTIES = ['id', 'method', 'url', 'headers', 'body'];
const PATH = /^\/(v1\.0|beta)\/\$batch$/;

/** One request of a batch, as if it had arrived by itself. */
interface Part {
  readonly id: string;
  readonly incoming: Incoming;
}

export function isBatch({ method, url }: Incoming): boolean {
  return method === 'POST' && PATH.test(url.pathname);
}

/**
 * Answers a batch. `serve` answers one request of it, with its own status. The answers are in another order than the
 * requests: Graph promises none. If one request is never answered, the batch is not. Throws GraphFailure.
 */
export async function answerBatch(batch: Incoming, serve: (part: Incoming) => Promise<Verdict>): Promise<Verdict> {
  const parts = partsOf(batch);
  const verdicts = await Promise.all(parts.map(({ incoming }) => serve(incoming)));
  const unanswered = verdicts.find(({ end }) => end !== 'answer');
  if (unanswered !== undefined) return unanswered;
  const responses = parts.map(({ id }, index) => responseOf(id, verdicts[index]?.reply ?? { status: 500 }));
  return { reply: { status: 200, body: { responses: responses.toReversed() } }, end: 'answer' };
}

function partsOf(batch: Incoming): readonly Part[] {
  if (!/^application\/json\b/i.test(batch.headers['content-type'] ?? '')) {
    throw badRequest('A batch is sent as application/json.', 'BadRequest');
  }
  const body = parsedBody(batch);
  const requests = isObject(body) ? body['requests'] : undefined;
  if (!isObject(body) || !Array.isArray(requests) || requests.length === 0 || Object.keys(body).length > 1) {
    throw badRequest("Invalid batch payload format: it holds 'requests', and at least one of them.", 'BadRequest');
  }
  if (requests.length > MOST) {
    throw badRequest(`Number of batch request steps exceeds the maximum value of ${MOST}.`, 'BadRequest');
  }
  const parts = requests.map((request: unknown) => partOf(request, batch));
  // Graph compares the ids without regard to letter case.
  const ids = new Set(parts.map(({ id }) => id.toLowerCase()));
  if (ids.size < parts.length) throw badRequest('The ids of the requests in a batch must be unique.', 'BadRequest');
  return parts;
}

/** The stand-in knows no `dependsOn`: the bot sends its requests in no order. */
function partOf(request: unknown, batch: Incoming): Part {
  if (!isObject(request) || Object.keys(request).some((key) => !PROPERTIES.includes(key))) {
    throw badRequest('A request in the batch has properties that are not supported.', 'BadRequest');
  }
  const { id, method, url, body } = request;
  if (typeof id !== 'string' || id === '') throw badRequest('A request in the batch has no id.', 'BadRequest');
  if (typeof method !== 'string' || !METHODS.includes(method)) {
    throw badRequest(`The method of the request '${id}' is not supported.`, 'BadRequest');
  }
  if ((method === 'GET' || method === 'DELETE') && body !== undefined) {
    throw badRequest(`The request '${id}' cannot have a body.`, 'BadRequest');
  }
  const headers = headersOf(id, request['headers'], body !== undefined);
  const target = `${batch.url.pathname.replace(/\/\$batch$/, '')}${relative(id, url)}`;
  const parsed = new URL(target, 'http://stand-in.invalid');
  const text = body === undefined ? '' : JSON.stringify(body);
  return { id, incoming: { method, url: parsed, target, headers: { ...batch.headers, ...headers }, body: text } };
}

/** An address begins after the version. A batch in a batch is none. */
function relative(id: string, url: unknown): string {
  const path = typeof url === 'string' ? `/${url.replace(/^\//, '')}` : '';
  if (/^\/[a-z]/i.test(path) && !/^\/[a-z][a-z0-9+.-]*:/i.test(path) && !/^\/\$?batch\b/.test(path)) return path;
  throw badRequest(`The request '${id}' must have a relative url.`, 'BadRequest');
}

function headersOf(id: string, headers: unknown, hasBody: boolean): Readonly<Record<string, string>> {
  const entries = Object.entries(isObject(headers) ? headers : {});
  if ((headers !== undefined && !isObject(headers)) || entries.some(([, value]) => typeof value !== 'string')) {
    throw badRequest(`The headers of the request '${id}' are not valid.`, 'BadRequest');
  }
  const lower = Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), String(value)]));
  if (!hasBody || /^application\/json\b/i.test(lower['content-type'] ?? '')) return lower;
  throw badRequest(`The request '${id}' has a body, so its headers must name a Content-Type.`, 'BadRequest');
}

function responseOf(id: string, { status, headers, body }: Reply): object {
  const type = body === undefined ? {} : { 'Content-Type': 'application/json' };
  return { id, status, headers: { ...headers, ...type }, ...(body === undefined ? {} : { body }) };
}
