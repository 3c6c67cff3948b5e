import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type Database, openDatabase } from '../../bot/adapters/postgres/base/database.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';

/** An embedded and a real PostgreSQL for the suites of one file. They are opened before its first test. */
export interface BothDatabases {
  /** For `describe.each`. */
  readonly byName: [['PGlite', () => Database], ['PostgreSQL', () => Database]];
  readonly remote: () => Database;
  readonly server: () => PostgresServer;
}

/** Opens both before the first test of the file and closes them after the last one. */
export function bothDatabases(): BothDatabases {
  let folder: string;
  let server: PostgresServer;
  let embedded: Database;
  let remote: Database;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'api-credentials-'));
    server = await startPostgres();
    embedded = await openDatabase({ dataDir: folder });
    remote = await openDatabase({ databaseUrl: server.url });
  });
  afterAll(async () => {
    await embedded.close();
    await remote.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    byName: [
      ['PGlite', () => embedded],
      ['PostgreSQL', () => remote],
    ],
    remote: () => remote,
    server: () => server,
  };
}
