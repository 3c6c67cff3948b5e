import { createServer } from 'node:net';

/**
 * The preferred port if nobody listens on it, else a port that the system chooses. Another program may take the port
 * before it is used.
 */
export async function freePort(preferred: number): Promise<number> {
  const port = (await probe(preferred)) ?? (await probe(0));
  if (port === undefined) throw new Error('no port of 127.0.0.1 is free');
  return port;
}

export async function isFree(port: number): Promise<boolean> {
  return (await probe(port)) !== undefined;
}

/** Listens for a moment: the port, or undefined if it is in use. With port 0 the system chooses one. */
function probe(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}
