import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { rawAnswer, sendEarly } from './http.ts';

/** Node raises the number of files that a process may open as far as the system lets it: 4,096 and more. */
const CONNECTIONS = 1_000;
/** What is read of a body that nobody wants, so that the client can read its answer. */
const DRAINED_BYTES = 1_024 * 1_024;
const DRAINED_MS = 2_000;

/**
 * Bounds what a client without a sign-in can keep: a connection without a request gives way to the next one when there are
 * too many, and one that asks for another protocol is closed. restify listens for upgrades and never answers them, so its
 * listener goes.
 */
export function guardSockets(server: Server, { connections } = { connections: CONNECTIONS }): void {
  /** Connections without a request under way; the one that waits longest is first. */
  const waiting = new Set<Duplex>();
  let open = 0;
  server.on('connection', (socket) => {
    open += 1;
    socket.once('close', () => {
      open -= 1;
      waiting.delete(socket);
    });
    if (open > connections) cutFirst(waiting, socket);
    if (!socket.destroyed) waiting.add(socket);
  });
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    waiting.delete(socket);
    response.once('close', () => void (socket.destroyed || waiting.add(socket)));
  });
  server.removeAllListeners('upgrade');
  server.on('upgrade', (_request, socket) => closeWith(socket));
  server.on('checkExpectation', (_request, response) => sendEarly(response, 417, { error: 'refused' }));
  // Bytes that are not HTTP, and a request that does not come to its end in time.
  server.on('clientError', (_cause, socket) => closeWith(socket));
  // Node's own answer to a request without a host has no security headers: `checkRequest` refuses it.
  Object.assign(server, { requireHostHeader: false });
}

function cutFirst(waiting: Set<Duplex>, newest: Duplex): void {
  const [first = newest] = waiting;
  waiting.delete(first);
  first.destroy();
}

/** Answers on the socket and closes it, also if the client keeps its own side open. */
function closeWith(socket: Duplex): void {
  if (!socket.writable) return void socket.destroy();
  socket.end(rawAnswer('400 Bad Request'), () => socket.destroy());
}

/** Looks at each request before anything else does: false if it is answered already. */
export function checkRequest(request: IncomingMessage, response: ServerResponse): boolean {
  // Node itself reads the rest of a body to its end, however long it is. It looks whether somebody reads after this.
  response.prependOnceListener('finish', () => drain(request));
  if (request.headers.host !== undefined || request.httpVersion !== '1.1') return true;
  response.setHeader('connection', 'close');
  sendEarly(response, 400, { error: 'refused' });
  return false;
}

/** Reads a little of what the client still sends after its answer, and then cuts the connection. */
function drain(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  const cut = () => request.socket.destroy();
  const timer = setTimeout(cut, DRAINED_MS);
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > DRAINED_BYTES) cut();
  });
  request.once('close', () => clearTimeout(timer));
  request.read(0);
}
