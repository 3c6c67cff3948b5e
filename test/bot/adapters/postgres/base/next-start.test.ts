import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Database, openDatabase } from '../../../../../bot/adapters/postgres/base/database.ts';
import { startJobs } from '../../../../../bot/adapters/postgres/base/jobs/jobs.ts';
import { createLedger } from '../../../../../bot/adapters/postgres/base/ledger.ts';
import { type PostgresServer, startPostgres } from '../../../../contracts/postgres-server.ts';
import { TASKS_AT_REST } from '../../../../contracts/tasks-at-rest.ts';

const SILENT = { info: () => {}, warn: () => {}, error: () => {} };

let server: PostgresServer;
let database: Database;

function start(zone: string) {
  return startJobs(database, TASKS_AT_REST, { time: '08:05', zone }, SILENT);
}

/** What is sent to PostgreSQL in the meantime. */
async function sentDuring<T>(
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly sent: readonly string[] }> {
  const query = vi.spyOn(pg.Client.prototype, 'query');
  try {
    const result = await work();
    return { result, sent: query.mock.calls.map(([first]) => textOf(first)) };
  } finally {
    query.mockRestore();
  }
}

/** pg-boss makes a queue of its own at each start. */
function isMaking(text: string): boolean {
  return /create_queue\('(?!__pgboss__)|INSERT INTO pgboss\.schedule/.test(text);
}

function textOf(query: unknown): string {
  if (typeof query === 'string') return query;
  return typeof query === 'object' && query !== null && 'text' in query ? String(query.text) : '';
}

describe('a start on a PostgreSQL that is up to date', () => {
  beforeAll(async () => {
    server = await startPostgres();
    database = await openDatabase({ databaseUrl: server.url });
    await (await start('Europe/Amsterdam')).stop();
  });
  afterAll(async () => {
    await database.close();
    await server.stop();
  });

  it('learns from one read that there is nothing to migrate', async () => {
    const { result, sent } = await sentDuring(() => openDatabase({ databaseUrl: server.url }));
    await result.close();
    expect(sent).toEqual(['SELECT version FROM schema_migrations']);
  });

  it('makes no queue and no schedule', async () => {
    const { result, sent } = await sentDuring(() => start('Europe/Amsterdam'));
    await result.stop();
    expect(sent.filter(isMaking)).toEqual([]);
  });

  it('changes only the schedule that is another one now', async () => {
    const { result, sent } = await sentDuring(() => start('Europe/Berlin'));
    await result.stop();
    expect(sent.filter(isMaking)).toHaveLength(1);
  });

  it('sends one statement to learn who asks, with a name', async () => {
    const ledger = createLedger(database);
    const query = vi.spyOn(pg.Client.prototype, 'query');
    await ledger.askers.factsOf({ tid: 't', oid: 'o' }, new Date());
    expect(query.mock.calls).toHaveLength(1);
    expect(query.mock.calls[0]?.[0]).toMatchObject({ name: 'asker_facts' });
    query.mockRestore();
  });
});
