import { Agent, type ClientRequest, type IncomingHttpHeaders, type IncomingMessage, request as plain } from 'node:http';
import { Agent as SecureAgent, request as secure } from 'node:https';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** No answer of an outside service is waited for longer than this, its body included. Most callers name a shorter time. */
const LONGEST_MS = 15_000;
/** Services keep an idle connection for longer, so that a request seldom meets one that is being closed. */
const IDLE_MS = 4_000;
/** A page of Graph has about a megabyte. */
const LARGEST_BYTES = 64 * 1024 * 1024;
const AGENTS = {
  plain: new Agent({ keepAlive: true, timeout: IDLE_MS }),
  secure: new SecureAgent({ keepAlive: true, timeout: IDLE_MS }),
} as const;
const unzip = promisify(gunzip);

/** The code of a fault before anything was sent: the service took no connection in time. */
export const NOT_CONNECTED = 'CONNECT_TIMEOUT';

export interface Question {
  readonly method?: string;
  readonly headers?: Headers | Readonly<Record<string, string>>;
  readonly body?: string | null;
  /** With `error`, a redirect is a failure. Otherwise it is an answer like any other. */
  readonly redirect?: 'follow' | 'manual' | 'error';
  readonly signal?: AbortSignal | null;
  /** A time-out in milliseconds for the whole exchange. */
  readonly timeoutMs?: number;
}

/** An answer that was read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Asks an outside service and comes to a Response, as `fetch` does. SDKs want one. */
export type Send = (url: string | URL, question?: Question) => Promise<Response>;

export const askOutside: Send = async (url, question) => {
  const { status, headers, body } = await ask(url, question);
  return new ReadResponse(body.toString('utf8'), { status, headers: pairsOf(headers) });
};

/** A Response whose text was read to its end. The platform's own would make a stream of it, to be read once more. */
export class ReadResponse extends Response {
  override readonly text: () => Promise<string>;
  override readonly json: () => Promise<unknown>;

  constructor(text: string, init: ResponseInit) {
    super(null, init);
    this.text = async () => text;
    this.json = async () => JSON.parse(text);
  }
}

/**
 * The only way in which the bot asks an outside service. It has a time-out, and it follows no redirect: a request may
 * carry a token or a secret of the bot's, which must not go to the place that an answer names. It is Node's own client,
 * because `fetch` needs more than twice as much time. Throws the client's error, an error named TimeoutError, or the
 * signal's reason; the `code` is NOT_CONNECTED or Node's.
 */
export async function ask(url: string | URL, question: Question = {}): Promise<Answer> {
  question.signal?.throwIfAborted();
  const answer = await exchange(new URL(url), question);
  if (question.redirect === 'error' && answer.status >= 300 && answer.status < 400 && answer.status !== 304) {
    throw new Error('the answer is a redirect');
  }
  if (answer.headers['content-encoding'] !== 'gzip') return answer;
  return { ...answer, body: await unzip(answer.body, { maxOutputLength: LARGEST_BYTES }) };
}

export function isSuccess({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

/** Undefined if the body is no JSON. */
export function jsonIn({ body }: Answer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function exchange(url: URL, { signal, timeoutMs = LONGEST_MS, ...question }: Question): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const request = open(url, question);
  // What ends the exchange first is its fault, because ending the request brings errors of its own.
  const end = (fault: Error): void => {
    reject(fault);
    request.destroy();
  };
  const stop = (): void => end(signal?.reason instanceof Error ? signal.reason : new Error('stopped'));
  let connected = false;
  request.once('socket', (socket) => {
    connected = request.reusedSocket;
    if (connected) return;
    socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      connected = true;
    });
  });
  const timer = setTimeout(() => end(lateFault(connected)), Math.min(timeoutMs, LONGEST_MS));
  signal?.addEventListener('abort', stop);
  request.once('response', (response) => read(response, resolve, end));
  request.on('error', reject);
  request.once('close', () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    reject(new Error('the connection was closed'));
  });
  request.end(question.body ?? undefined);
  return promise;
}

function open(url: URL, { method = 'GET', headers, body }: Question): ClientRequest {
  const length = body == null ? {} : { 'content-length': Buffer.byteLength(body) };
  const sent = {
    accept: '*/*',
    'accept-encoding': 'gzip',
    ...(headers instanceof Headers ? Object.fromEntries(headers) : headers),
    ...length,
  };
  return url.protocol === 'https:'
    ? secure(url, { method, headers: sent, agent: AGENTS.secure })
    : plain(url, { method, headers: sent, agent: AGENTS.plain });
}

function read(response: IncomingMessage, done: (answer: Answer) => void, end: (fault: Error) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > LARGEST_BYTES) return end(new Error('the answer is too large'));
    chunks.push(chunk);
  });
  response.once('error', end);
  response.once('end', () => {
    // A body that breaks off ends, too.
    if (!response.complete) return end(new Error('the answer broke off'));
    done({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
  });
}

function lateFault(connected: boolean): Error {
  const fault = new Error('no answer in time');
  return Object.assign(fault, { name: 'TimeoutError', ...(connected ? {} : { code: NOT_CONNECTED }) });
}

function pairsOf(headers: IncomingHttpHeaders): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
}
