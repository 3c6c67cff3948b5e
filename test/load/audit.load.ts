import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuditSigner } from '../../bot/adapters/node/audit-signer.ts';
import { type Database, openDatabase } from '../../bot/adapters/postgres/base/database.ts';
import { createLedger } from '../../bot/adapters/postgres/base/ledger.ts';
import type { Ledger } from '../../bot/ports/shared/ledger.ts';
import { verifyRecord } from '../../bot/usecases/audit/verify-audit.ts';
import { type PostgresServer, startPostgres } from '../contracts/postgres-server.ts';
import { event } from '../contracts/samples/ledger.ts';
import { printFigures } from './figures.ts';

const ROWS = 2_000;
const WRITERS = [1, 4, 16] as const;
const READS = 200;

const signer = createAuditSigner([{ id: 'k1', key: Buffer.alloc(32, 1) }]);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const figures: Record<string, string | number> = {};
let server: PostgresServer;
let databases: readonly Database[];
let ledgers: readonly Ledger[];

beforeAll(async () => {
  server = await startPostgres();
  databases = [await openDatabase({ databaseUrl: server.url }), await openDatabase({ databaseUrl: server.url })];
  ledgers = databases.map((database) => createLedger(database, signer));
});
afterAll(async () => {
  for (const database of databases) await database.close();
  await server.stop();
  printFigures(`an audit record with ${ROWS} rows more at a time, from two pools on one PostgreSQL`, figures);
});

/** Rows in a second. */
async function rateOf(writers: number): Promise<number> {
  const start = performance.now();
  const write = async (ledger: Ledger | undefined) => {
    for (let i = 0; i < ROWS / writers; i++) await ledger?.audit.record(event({ detail: randomUUID() }));
  };
  await Promise.all(Array.from({ length: writers }, (_, i) => write(ledgers[i % ledgers.length])));
  return ROWS / ((performance.now() - start) / 1000);
}

/** Milliseconds of the slowest of twenty, of what has nothing to do with the record. */
async function readP95(): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < READS; i++) {
    const start = performance.now();
    await ledgers[1]?.assignments.of({ tid: randomUUID(), oid: randomUUID() });
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[Math.floor(READS * 0.95)] ?? 0;
}

describe('many processes that write into the record at once', () => {
  it('share one chain that holds', async () => {
    const rates: number[] = [];
    for (const writers of WRITERS) rates.push(await rateOf(writers));
    for (const [i, writers] of WRITERS.entries())
      figures[`rows a second, ${writers} writers (ratio to one)`] =
        `${Math.round(rates[i] ?? 0)} (${((rates[i] ?? 0) / (rates[0] ?? 1)).toFixed(2)})`;
    const audit = ledgers[0]?.audit;
    if (audit === undefined) throw new Error('no ledger');
    const start = performance.now();
    const verdict = await verifyRecord(audit, [], sha256, signer.check);
    figures['rows verified a second'] = Math.round(verdict.rows / ((performance.now() - start) / 1000));
    expect(verdict).toMatchObject({ rows: ROWS * WRITERS.length, flaws: [] });
  });

  it('do not delay reads', async () => {
    const alone = await readP95();
    const writing = rateOf(4);
    const beside = await readP95();
    await writing;
    figures['a read, p95 alone and beside 4 writers'] = `${alone.toFixed(1)} ms, ${beside.toFixed(1)} ms`;
  });
});
