import { randomUUID } from 'node:crypto';
import type { Reply } from '../http.ts';

/** An error of the protocol. The stand-in throws it and answers with it in Graph's form. */
export class GraphFailure extends Error {
  readonly status: number;
  readonly code: string;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, code: string, message: string, retryAfterSeconds?: number) {
    super(message);
    this.name = 'GraphFailure';
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export function notFound(id: string): GraphFailure {
  const text = `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`;
  return new GraphFailure(404, 'Request_ResourceNotFound', text);
}

/** The list shows every application, but only an owner may change one. */
export function denied(): GraphFailure {
  return new GraphFailure(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
}

export function badRequest(message: string, code = 'Request_BadRequest'): GraphFailure {
  return new GraphFailure(400, code, message);
}

/** Adds the ids that every answer of Graph carries. */
export function withRequestId(reply: Reply, clientRequestId: string | undefined): Reply {
  const requestId = randomUUID();
  const ids = { 'request-id': requestId, 'client-request-id': clientRequestId ?? requestId };
  return { ...reply, headers: { ...reply.headers, ...ids } };
}

/** Returns `{error: {code, message, innerError}}`. */
export function failureReply(failure: GraphFailure, clientRequestId: string | undefined): Reply {
  const requestId = randomUUID();
  const ids = { 'request-id': requestId, 'client-request-id': clientRequestId ?? requestId };
  const { status, code, message, retryAfterSeconds } = failure;
  const innerError = { date: new Date().toISOString().slice(0, 19), ...ids };
  const wait = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return { status, headers: { ...ids, ...wait }, body: { error: { code, message, innerError } } };
}
