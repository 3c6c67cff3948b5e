import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuditSigner } from '../../../../../bot/adapters/node/audit-signer.ts';
import { type Database, openDatabase } from '../../../../../bot/adapters/postgres/base/database.ts';
import { createLedger } from '../../../../../bot/adapters/postgres/base/ledger.ts';
import { trimmedDetail } from '../../../../../bot/domain/audit/audit-chain.ts';
import type { Ledger } from '../../../../../bot/ports/shared/ledger.ts';
import { verifyRecord } from '../../../../../bot/usecases/audit/verify-audit.ts';
import { digest, event, later } from '../../../../contracts/samples/ledger.ts';
import { aName } from '../../../../contracts/samples/reminders.ts';
import { type FreshDatabase, migratedDatabase } from '../../../../once/fresh-database.ts';

const signer = createAuditSigner([{ id: 'k1', key: Buffer.alloc(32, 1) }]);
const WRITERS = 40;
const ROWS_EACH = 5;
let server: FreshDatabase;
let databases: readonly [Database, Database];
let ledgers: readonly [Ledger, Ledger];

beforeAll(async () => {
  server = await migratedDatabase();
  const open = () => openDatabase({ databaseUrl: server.url });
  databases = [await open(), await open()];
  ledgers = [createLedger(databases[0], signer), createLedger(databases[1], signer)];
});

afterAll(async () => {
  for (const database of databases) await database.close();
  await server.stop();
});

const verified = () => verifyRecord(ledgers[0].audit, [], digest, signer.check);
const trim = (ledger: Ledger, ms: number) =>
  ledger.audit.trim(later(ms), (last) =>
    event({ at: later(ms), action: 'audit.trimmed', detail: trimmedDetail(last) }),
  );

/** Makes ROWS_EACH changes of several kinds, each with its audit row. */
async function write(ledger: Ledger, i: number): Promise<void> {
  for (let n = 0; n < ROWS_EACH; n++) {
    if (n % 2 === 0) await ledger.audit.record(event({ at: later(i), detail: `writer ${i}, ${n}` }));
    else await ledger.assignments.add(aName(), randomUUID(), event({ at: later(i) }));
  }
}

/** Runs work while the other connection keeps a transaction open after this statement. */
async function whileHeld(statement: string, work: () => Promise<void>): Promise<void> {
  const begun = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const holding = databases[1].orm.transaction(async (tx) => {
    await tx.execute(sql.raw(statement));
    begun.resolve();
    await gate.promise;
  });
  await begun.promise;
  try {
    await work();
  } finally {
    gate.resolve();
    await holding;
  }
}

describe('many that write into one record at once', () => {
  it('make one signed chain that has every row', { timeout: 60_000 }, async () => {
    const { seq } = await ledgers[0].audit.head();
    await Promise.all(Array.from({ length: WRITERS }, (_, i) => write(ledgers[i % 2 === 0 ? 0 : 1], i)));
    expect(await verified()).toMatchObject({ head: { seq: seq + WRITERS * ROWS_EACH }, flaws: [] });
    const details = new Set((await ledgers[0].audit.rows(seq)).map(({ detail }) => detail));
    for (let i = 0; i < WRITERS; i++) expect(details).toContain(`writer ${i}, 0`);
  });

  it('keep it whole while two processes trim it, and each row is trimmed once', { timeout: 60_000 }, async () => {
    const before = (await ledgers[0].audit.rows()).length;
    const writers = Array.from({ length: 10 }, (_, i) => write(ledgers[i % 2 === 0 ? 0 : 1], 10_000_000));
    const trims = await Promise.all([0, 1, 0, 1].map((index) => trim(ledgers[index === 0 ? 0 : 1], 1_000_000)));
    await Promise.all(writers);
    const trimmed = trims.reduce((sum, count) => sum + count);
    expect(trimmed).toBeGreaterThanOrEqual(before);
    const said = trims.filter((count) => count > 0).length;
    expect((await ledgers[0].audit.rows()).length).toBe(before + 10 * ROWS_EACH - trimmed + said);
    expect((await verified()).flaws).toEqual([]);
  });

  it.each([
    ['changes something and has not recorded it yet', "INSERT INTO locks VALUES ('held', 'x', now())"],
    ['is trimming', 'SELECT * FROM audit_base FOR UPDATE'],
    ['reads the record', 'SELECT count(*) FROM audit'],
  ])('do not wait for a transaction that %s', async (_what, statement) => {
    await whileHeld(statement, async () => {
      await write(ledgers[0], 20_000_000);
      expect((await verified()).flaws).toEqual([]);
    });
  });

  it('wait for a transaction that has recorded something, and continue its chain', async () => {
    const { seq } = await ledgers[0].audit.head();
    let waiting: Promise<void> | undefined;
    await whileHeld('SELECT * FROM audit_head FOR UPDATE', async () => {
      let done = false;
      waiting = ledgers[0].audit.record(event()).then(() => {
        done = true;
      });
      const blocked = sql`SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
      await expect
        .poll(async () => (await databases[1].orm.execute(blocked)) as unknown)
        .toMatchObject({
          rows: { length: 1 },
        });
      expect(done).toBe(false);
    });
    await waiting;
    expect(await verified()).toMatchObject({ head: { seq: seq + 1 }, flaws: [] });
  });
});
