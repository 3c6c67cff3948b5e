import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { sendEarly } from './http.ts';
import { listenAt } from './listen.ts';
import { checkRequest, guardSockets } from './sockets.ts';

const RETRY_AFTER = '10';
const ANSWERS: Readonly<Record<string, { readonly status: number; readonly body: object }>> = {
  '/healthz': { status: 200, body: { status: 'up' } },
  '/readyz': { status: 503, body: { status: 'not ready', database: false } },
};
const OTHERWISE = { status: 503, body: { error: 'not ready' } };

/** Holds the port of a bot that cannot take turns yet. */
export interface NotReadyServer {
  /** Throws PortInUseError. */
  listen(port: number, host: string): Promise<void>;
  /** Lets go of the port at once: every answer is as short as this one. */
  close(): Promise<void>;
}

/**
 * Answers for a bot whose database does not answer: the process is up, and it is not ready. A platform then keeps the
 * process, and with it the console in which an operator asks the doctor.
 */
export function createNotReadyServer(): NotReadyServer {
  const server = createServer((request, response) => {
    if (checkRequest(request, response)) answer(request, response);
  });
  guardSockets(server);
  return {
    listen: async (port, host) => {
      await listenAt(server, port, host);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer({ url = '/' }: IncomingMessage, response: ServerResponse): void {
  // The next request must go to the server that takes over.
  response.setHeader('connection', 'close');
  const path = url.replace(/\?.*/s, '');
  if (path !== '/healthz') response.setHeader('retry-after', RETRY_AFTER);
  const { status, body } = ANSWERS[path] ?? OTHERWISE;
  sendEarly(response, status, body);
}
