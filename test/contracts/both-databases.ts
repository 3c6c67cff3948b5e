import { afterAll, beforeAll } from 'vitest';
import { type Database, openDatabase } from '../../bot/adapters/postgres/base/database.ts';
import { type FreshDatabase, migratedDatabase } from '../once/fresh-database.ts';
import { type DataFolder, freshFolder } from '../once/fresh-folder.ts';

/** An embedded and a real PostgreSQL for the suites of one file. They are opened before its first test. */
export interface BothDatabases {
  /** For `describe.each`. */
  readonly byName: [['PGlite', () => Database], ['PostgreSQL', () => Database]];
  readonly remote: () => Database;
  readonly server: () => FreshDatabase;
}

/** Opens both before the first test of the file and closes them after the last one. */
export function bothDatabases(): BothDatabases {
  let folder: DataFolder;
  let server: FreshDatabase;
  let embedded: Database;
  let remote: Database;
  beforeAll(async () => {
    folder = await freshFolder();
    server = await migratedDatabase();
    embedded = await openDatabase({ dataDir: folder.path });
    remote = await openDatabase({ databaseUrl: server.url });
  });
  afterAll(async () => {
    await embedded.close();
    await remote.close();
    await server.stop();
    await folder.remove();
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
