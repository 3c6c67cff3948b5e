import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request whose body has been read completely. */
export interface Incoming {
  readonly method: string;
  readonly url: URL;
  /** The path and the query, as they were sent. */
  readonly target: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** The answer of a handler. An object is sent as JSON, a string as it is. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const BODY_LIMIT = 256 * 1024;

export async function read(request: IncomingMessage): Promise<Incoming> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new Error('body too large');
    chunks.push(chunk);
  }
  const target = request.url ?? '/';
  return {
    method: request.method ?? 'GET',
    url: new URL(target, 'http://stand-in.invalid'),
    target,
    headers: request.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

export function write(response: ServerResponse, reply: Reply): void {
  const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body ?? '');
  const json = typeof reply.body === 'object' ? { 'content-type': 'application/json; charset=utf-8' } : {};
  response.writeHead(reply.status, { 'cache-control': 'no-store', ...json, ...reply.headers });
  response.end(reply.body === undefined ? undefined : text);
}

/** Makes a listener of a function from request to reply. If the function throws, the answer is 500. */
export function listener(handle: (incoming: Incoming) => Promise<Reply>): RequestListener {
  return (request, response) => {
    read(request)
      .then(handle)
      .catch((fault: unknown): Reply => ({ status: 500, body: { error: String(fault) } }))
      .then((reply) => write(response, reply))
      .catch(() => response.destroy());
  };
}

/** Listens on loopback only, and resolves to the port. */
export async function listen(server: Server, port = 0): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port;
}

/** Listens on the preferred port of loopback, or on any free one if it is in use. Resolves to the port. */
export async function listenNear(server: Server, preferred: number): Promise<number> {
  try {
    return await listen(server, preferred);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE') return listen(server);
    throw cause;
  }
}

/** Stops at once and closes open connections. */
export async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
