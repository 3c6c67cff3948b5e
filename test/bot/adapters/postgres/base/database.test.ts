import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../../../bot/adapters/postgres/base/database.ts';
import { createLedger } from '../../../../../bot/adapters/postgres/base/ledger.ts';
import { LedgerFault } from '../../../../../bot/ports/shared/ledger-fault.ts';
import { bothDatabases } from '../../../../contracts/both-databases.ts';
import { event } from '../../../../contracts/samples/ledger.ts';

const PERSON = { tid: 'aa', oid: 'bb', name: 'n' };
const EVENT = event({ at: new Date(0), clientId: 'cc' });
const both = bothDatabases();

describe.each(both.byName)('%s', (_name, database) => {
  it.each(['UPDATE audit SET detail = $$x$$', 'DELETE FROM audit', 'TRUNCATE audit'])(
    'lets nobody change what is recorded: %s',
    async (statement) => {
      await createLedger(database()).audit.record(EVENT);
      const refused: unknown = await database()
        .orm.execute(sql.raw(statement))
        .catch((error: unknown) => error);
      expect(refused).toMatchObject({ cause: { message: 'the audit record is append-only' } });
    },
  );

  it('changes nothing if the change cannot be recorded', async () => {
    const ledger = createLedger(database());
    const unrecordable = { ...EVENT, at: new Date(Number.NaN) };
    await expect(ledger.assignments.add(PERSON, 'dd', unrecordable)).rejects.toBeInstanceOf(LedgerFault);
    expect(await ledger.assignments.manages(PERSON, 'dd')).toBe(false);
  });

  it('reports a fault without the parameters of the query', async () => {
    const operation = {
      nonce: 'once',
      kind: 'create',
      asker: asker(),
      keyId: undefined,
      rotationId: undefined,
      openedAt: new Date(0),
    } as const;
    const application = { clientId: 'cc', displayName: 'confidential-name' };
    const { operations } = createLedger(database());
    await operations.open({ ...operation, application });
    const fault: unknown = await operations.open({ ...operation, application }).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(LedgerFault);
    expect(String(fault instanceof Error && fault.cause)).not.toContain('confidential-name');
  });

  it('passes an error on that the work inside a lock throws', async () => {
    const own = new Error('own');
    await expect(createLedger(database()).locks.withLock('n', 0, () => Promise.reject(own))).rejects.toBe(own);
  });
});

function asker() {
  const conversation = { kind: 'personal', id: 'a:1', serviceUrl: 'http://127.0.0.1/', botAccountId: '28:b' } as const;
  return { person: PERSON, accountId: '29:x', name: 'n', conversation };
}

describe('PGlite', () => {
  it('takes a quarter of the memory that a server takes for the pages of its database', async () => {
    const [[, embedded]] = both.byName;
    const shown: unknown = await embedded().orm.execute(sql`SHOW shared_buffers`);
    expect(shown).toMatchObject({ rows: [{ shared_buffers: '32MB' }] });
  });
});

describe('PostgreSQL', () => {
  it('survives killed connections, idle and in use', async () => {
    const ledger = createLedger(both.remote());
    const own = await openDatabase({ databaseUrl: both.server().url });
    const kill = sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE pid <> pg_backend_pid() AND datname = current_database() AND application_name = 'api-credentials'`;
    const asleep = both
      .remote()
      .orm.execute(sql`SELECT pg_sleep(30)`)
      .then(
        () => 'slept',
        () => 'failed',
      );
    const sleeping = sql`SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'
      AND datname = current_database()`;
    await expect.poll(async () => (await own.orm.execute(sleeping)) as unknown).toMatchObject({ rows: { length: 1 } });
    await own.orm.execute(kill);
    expect(await asleep).toBe('failed');
    await expect.poll(() => ledger.check().then(() => 'answers', String)).toBe('answers');
    await own.close();
  });

  it('answers with a ledger fault if the server is gone', async () => {
    const gone = await openDatabase({ databaseUrl: both.server().url });
    await gone.close();
    await expect(createLedger(gone).check()).rejects.toBeInstanceOf(LedgerFault);
  });

  it('refuses a database that a newer version has migrated', async () => {
    await both.remote().orm.execute(sql`INSERT INTO schema_migrations (version) VALUES (9999)`);
    await expect(openDatabase({ databaseUrl: both.server().url })).rejects.toThrow('migration 9999');
    await both.remote().orm.execute(sql`DELETE FROM schema_migrations WHERE version = 9999`);
  });
});
