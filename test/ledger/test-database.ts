import type { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import type { Database } from '../../bot/adapters/postgres/base/database.ts';
import { countStatements, type Sent } from './counted-statements.ts';
import { openMigrated } from './migrated-data.ts';

/** The database of this worker. All tests of the worker take turns on it. */
export interface TestDatabase extends Pick<Database, 'orm'> {
  /** Everything that was sent to the database since the worker began. */
  readonly sent: Sent;
  /** Deletes all rows, and puts back the rows of a state: `EMPTY` is the state right after the migrations. */
  restore(state: string): Promise<void>;
  /** Keeps all rows of now as a state that can be restored. */
  keep(state: string): Promise<void>;
}

export const EMPTY = 'empty';

/** Opened when the first test file of the worker is loaded, so that no test waits for it. */
export const testDatabase = await open();

async function open(): Promise<TestDatabase> {
  const pglite = await openMigrated();
  const tables = await tablesOf(pglite);
  const scripts = new Map<string, string>();
  const sent = countStatements(pglite);
  const database: TestDatabase = {
    orm: drizzle(pglite),
    sent,
    keep: async (state) => {
      scripts.set(state, await keepRows(pglite, state, tables));
    },
    restore: async (state) => {
      const script = scripts.get(state);
      if (script === undefined) throw new Error(`no state has the name ${state}`);
      await pglite.exec(script);
    },
  };
  await database.keep(EMPTY);
  return database;
}

async function tablesOf(pglite: PGlite): Promise<readonly string[]> {
  const { rows } = await pglite.query<{ readonly name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_migrations'",
  );
  return rows.map(({ name }) => name);
}

/**
 * Copies the tables that have rows into a schema with the state's name. The answer is the script that brings them back.
 * It runs as a replica does, so that neither foreign keys nor the triggers of the audit record object. It deletes instead
 * of truncating: on nearly empty tables that takes a tenth of the time.
 */
async function keepRows(pglite: PGlite, state: string, tables: readonly string[]): Promise<string> {
  await pglite.exec(`CREATE SCHEMA "state ${state}"`);
  const inserts: string[] = [];
  for (const table of tables) {
    const { rows } = await pglite.query(`SELECT 1 FROM ${table} LIMIT 1`);
    if (rows.length === 0) continue;
    await pglite.exec(`CREATE TABLE "state ${state}".${table} AS TABLE ${table}`);
    inserts.push(`INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT * FROM "state ${state}".${table}`);
  }
  const deletes = tables.map((table) => `DELETE FROM ${table}`);
  return ['BEGIN', 'SET LOCAL session_replication_role = replica', ...deletes, ...inserts, 'COMMIT'].join('; ');
}
