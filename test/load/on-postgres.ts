import { sql } from 'drizzle-orm';
import { type Database, openDatabase } from '../../bot/adapters/postgres/base/database.ts';
import { createLedger } from '../../bot/adapters/postgres/base/ledger.ts';
import { type MessageRow, outgoing } from '../../bot/adapters/postgres/messages/schema-messages.ts';
import type { Ledger } from '../../bot/ports/shared/ledger.ts';
import { type PostgresServer, startPostgres } from '../contracts/postgres-server.ts';
import { type LoadWorld, startLoadWorld, until } from './load-world.ts';
import { type Manager, tally } from './managers.ts';

/** Managers and their applications on a PostgreSQL of their own; no process of the bot runs yet. */
export interface OnPostgres {
  readonly load: LoadWorld;
  readonly server: PostgresServer;
  readonly database: Database;
  readonly ledger: Ledger;
  readonly managers: readonly Manager[];
  /** Resolves once so many of the managers' reminders have arrived. */
  arrived(count: number, deadlineMs: number): Promise<void>;
  /** Resolves with the digest that has been in a process's hands for over a second: its request is held back. */
  heldBack(): Promise<MessageRow>;
  close(): Promise<void>;
}

/** How long a message belongs to the process that has claimed it, as in the bot. */
const LEASE_SECONDS = 60;

export async function startOnPostgres(
  managers: readonly Manager[],
  options: { readonly settings?: Readonly<Record<string, string>>; readonly chats?: boolean } = {},
): Promise<OnPostgres> {
  const server = await startPostgres();
  const load = await startLoadWorld({
    people: managers.map(({ person }) => person),
    applications: managers.map(({ application }) => application),
    databaseUrl: server.url,
    settings: options.settings ?? {},
  });
  const database = await openDatabase({ databaseUrl: server.url });
  await load.seed(database, managers, options.chats ?? true);
  return {
    ...{ load, server, database, managers, ledger: createLedger(database) },
    arrived: (count, deadlineMs) => until(() => tally(load.teams, managers).sent >= count, deadlineMs),
    heldBack: () => heldBack(database),
    close: async () => {
      await load.close();
      await database.close();
      await server.stop();
    },
  };
}

async function heldBack({ orm }: Database): Promise<MessageRow> {
  const fromOneToThree = sql`${outgoing.leaseUntil} - ${`${LEASE_SECONDS} seconds`}::interval
    BETWEEN now() - interval '3 seconds' AND now() - interval '1 second'`;
  let found: MessageRow | undefined;
  await until(async () => {
    [found] = await orm.select().from(outgoing).where(fromOneToThree);
    return found !== undefined;
  }, 60_000);
  return found as MessageRow;
}
