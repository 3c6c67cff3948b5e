import type { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { Pool, type PoolConfig } from 'pg';
import { limitAnswers } from './answer-limit.ts';
import { type Connection, connectionOf } from './connection.ts';
import { isMigrated, migrate, readIfThere, rowsOfLast } from './migrate.ts';

export { DataFolderError } from './data-folder.ts';
export { DatabaseHeldError } from './data-folder-claim.ts';

/** One query shape, whether the database is PostgreSQL or embedded; also a transaction of it. */
export type Orm = PgDatabase<PgQueryResultHKT, Record<string, never>>;

export interface Database {
  readonly orm: Orm;
  /** For the job queue, which brings its own queries. */
  readonly engine:
    | { readonly kind: 'postgres'; readonly connection: Connection }
    | { readonly kind: 'embedded'; readonly pglite: PGlite };
  /** Lets go of connections, files and the data folder. */
  close(): Promise<void>;
}

const CONNECT_MS = 5_000;
const STATEMENT_MS = 15_000;
/** Longer than the server's own limit: for a socket whose other end is gone. */
const ANSWER_MS = 20_000;
const CONNECTIONS = 10;

/**
 * Opens the database and brings its schema up to date. `dataDir` is a folder for the embedded PGlite, which only one
 * process may hold: DatabaseHeldError for a second one. DataFolderError if the folder or its files are not usable.
 */
export async function openDatabase(o: PostgresOptions | { readonly dataDir: string }): Promise<Database> {
  if ('databaseUrl' in o) return openPostgres(o);
  // On PostgreSQL, PGlite is not loaded.
  const { openEmbedded } = await import('./embedded.ts');
  return openEmbedded(o.dataDir);
}

/** Where PostgreSQL is, and who connects. */
export interface PostgresOptions {
  readonly databaseUrl: string;
  /** Asked for every new connection; the address then holds no password. */
  readonly password?: (() => Promise<string>) | undefined;
}

/** Connections that nothing has been done with yet. */
export function createPool(
  { databaseUrl, password }: PostgresOptions,
  more: PoolConfig = {},
  answerMs = ANSWER_MS,
): Pool {
  const pool = new Pool({
    ...connectionOf(databaseUrl, password),
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    idle_in_transaction_session_timeout: STATEMENT_MS,
    keepAlive: true,
    application_name: 'api-credentials',
    ...more,
  });
  // A lost connection fails the query that runs on it. It also emits these events, which must not end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => {
    client.on('error', () => {});
    limitAnswers(client, answerMs);
  });
  return pool;
}

async function openPostgres(options: PostgresOptions): Promise<Database> {
  const pool = createPool(options);
  try {
    if (!(await isMigrated((text) => readIfThere(() => pool.query(text))))) await migratePool(pool);
  } catch (cause) {
    await pool.end();
    throw cause;
  }
  const connection = connectionOf(options.databaseUrl, options.password);
  return { orm: ormOn(pool), engine: { kind: 'postgres', connection }, close: () => pool.end() };
}

/**
 * Drizzle's own transaction on a pool never gives a connection back if BEGIN fails on it, and gives it back inside the
 * transaction if ROLLBACK fails.
 */
function ormOn(pool: Pool): Orm {
  const orm = drizzle(pool);
  orm.transaction = async (work, config) => {
    const client = await pool.connect();
    try {
      const done = await drizzle(client).transaction(work, config);
      client.release();
      return done;
    } catch (cause) {
      client.release(true);
      throw cause;
    }
  };
  return orm;
}

async function migratePool(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await migrate(async (text) => {
      const results: unknown = await client.query(text);
      return rowsOfLast(Array.isArray(results) ? results : [results]);
    });
    await client.query('COMMIT');
    client.release();
  } catch (cause) {
    client.release(true);
    throw cause;
  }
}
