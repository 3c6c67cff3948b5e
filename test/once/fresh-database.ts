import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { openDatabase } from '../../bot/adapters/postgres/base/database.ts';
import { startPostgres } from '../contracts/postgres-server.ts';
import { askRun } from './ask.ts';

/** A database of PostgreSQL that nobody else uses. */
export interface FreshDatabase {
  readonly url: string;
  /** Ends its connections and deletes it. */
  stop(): Promise<void>;
}

/** What a database holds when it is made: the bot's schema, or also the roles of the local world. */
export type Filling = 'migrated' | 'assigned';

/**
 * Creates one on the server of this run. It is empty: opening it migrates it. The server is shared: a test that stops it
 * or changes its settings takes `startPostgres`, and a look at `pg_stat_activity` is limited to `current_database()`.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  const server = await askRun('postgres');
  return server === undefined ? startPostgres() : createOn(server);
}

/** Creates one with the bot's schema and no rows. Outside a run it is empty, and opening it migrates it. */
export async function migratedDatabase(): Promise<FreshDatabase> {
  return (await filledDatabase('migrated')) ?? startPostgres();
}

/**
 * A copy of the database that this run has filled, or undefined outside a run. PostgreSQL copies one in a fraction of the
 * time that filling it takes.
 */
export async function filledDatabase(filling: Filling): Promise<FreshDatabase | undefined> {
  const server = await askRun('postgres');
  const template = await askRun(`${filling}-database`);
  return server === undefined ? undefined : createOn(server, template);
}

/** Makes a database from which others are copied, and answers with its name. `fill` gets its address. */
export async function createTemplate(server: string, filling: Filling, fill: (url: string) => Promise<void>) {
  const name = `${filling}_${randomBytes(6).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name}`);
  await fill(inDatabase(server, name));
  // A database that somebody is connected to cannot be copied.
  await onServer(server, `ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
  return name;
}

/** Gives a database the bot's schema. */
export async function migrateDatabase(databaseUrl: string): Promise<void> {
  await (await openDatabase({ databaseUrl })).close();
}

async function createOn(server: string, template = 'template1'): Promise<FreshDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  return {
    url: inDatabase(server, name),
    stop: () => onServer(server, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

function inDatabase(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
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
