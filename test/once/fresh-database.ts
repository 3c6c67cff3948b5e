import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { startPostgres } from '../contracts/postgres-server.ts';
import { askRun } from './ask.ts';

/** A database of PostgreSQL that nobody else uses. It is empty: opening it migrates it. */
export interface FreshDatabase {
  readonly url: string;
  /** Ends its connections and deletes it. */
  stop(): Promise<void>;
}

/**
 * Creates one on the server of this run. The server is shared: a test that stops it, changes its settings or its roles
 * takes `startPostgres`, and a look at `pg_stat_activity` is limited to `current_database()`.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  const server = await askRun('postgres');
  if (server === undefined) return startPostgres();
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, stop: () => onServer(server, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function onServer(connectionString: string, statement: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
