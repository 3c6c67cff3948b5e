import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createRandom } from '../../../bot/adapters/node/random.ts';
import { type AuditRow, auditHash } from '../../../bot/domain/audit/audit-events.ts';
import { ADA, createRecords, event, inLedger, type Records, X } from './audit-records.ts';
import { command, lines } from './command.ts';

const { hash: digest } = createRandom();
let records: Records;

beforeAll(async () => {
  records = await createRecords();
}, 120_000);

afterAll(() => records.drop());

describe('npm run audit -- export', { timeout: 120_000 }, () => {
  it('writes JSON lines that can be verified elsewhere', async () => {
    const { store, env } = records.withRows('jsonl');
    const { status, stdout } = await command(env, 'audit', 'export', '--format', 'jsonl');
    expect(status).toBe(0);
    const rows = await inLedger(store, ({ audit }) => audit.rows());
    const written = lines(stdout).map(fromLine);
    expect(written).toEqual(rows);
    expect(written.every((row) => auditHash(row, digest) === row.hash)).toBe(true);
  });

  it('writes CSV in which no name is a formula, all rows or some', async () => {
    const { env } = records.withRows('csv');
    const read = async (...more: readonly string[]) => {
      const { status, stdout } = await command(env, 'audit', 'export', '--format', 'csv', ...more);
      expect(status).toBe(0);
      return parse<Record<string, string>>(stdout, { columns: true });
    };
    const all = await read();
    expect(all.map(({ seq }) => seq)).toEqual(['1', '2', '3', '4']);
    expect(all[0]).toMatchObject({
      at: '2026-01-01T23:59:00.000Z',
      actorName: `'${ADA.name}`,
      actorId: ADA.oid,
      subjectName: '',
      detail: event(0).detail,
      previousHash: '0'.repeat(64),
    });
    expect(all.every(({ hash }) => hash?.length === 64)).toBe(true);
    expect((await read('--since', '2026-01-03')).map(({ seq }) => seq)).toEqual(['3', '4']);
    expect((await read('--application', X.toUpperCase())).map(({ seq }) => seq)).toEqual(['1', '4']);
    expect((await read('--application', X, '--since', '2026-01-04')).map(({ seq }) => seq)).toEqual(['4']);
    const none = await command(env, 'audit', 'export', '--format', 'csv', '--since', '2027-01-01');
    expect(lines(none.stdout)).toHaveLength(1);
  });

  it('ends quietly if nobody reads to the end', async () => {
    const { store, env } = records.withRows('pipe');
    await inLedger(store, (_ledger, run) => run(manyRows(5, 5_000)));
    const all = await command(env, 'audit', 'export', '--format', 'jsonl');
    expect(lines(all.stdout)).toHaveLength(5_000);
    for (const format of ['csv', 'jsonl']) {
      const child = spawn(process.execPath, ['bot/operator/audit.ts', 'export', '--format', format], {
        env,
        stdio: 'pipe',
      });
      const errors: string[] = [];
      child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
      await once(child.stdout, 'data');
      child.stdout.destroy();
      await once(child, 'exit');
      expect({ status: child.exitCode, errors }).toEqual({ status: 0, errors: [] });
    }
  });
});

/** Rows as they would be by many changes: what they say does not matter here, only how many they are. */
function manyRows(from: number, to: number): string {
  return `INSERT INTO audit (seq, at, action, detail, previous_hash, hash)
    SELECT i, now(), 'session.started', repeat('x', 200), repeat('0', 64), repeat('1', 64)
    FROM generate_series(${from}, ${to}) AS i`;
}

const word = z.string().nullable();
const LINE = z.strictObject({
  ...{ seq: z.int(), at: z.iso.datetime(), version: z.union([z.literal(1), z.literal(2)]) },
  action: z.custom<AuditRow['action']>((value) => typeof value === 'string'),
  result: z.enum(['intended', 'done', 'refused', 'failed']),
  ...{ actorTenant: word, actorId: word, actorName: word, subjectTenant: word, subjectId: word, subjectName: word },
  ...{ clientId: word, keyId: word, conversationId: word, reference: z.string(), detail: z.string() },
  ...{ previousHash: z.string(), hash: z.string() },
  ...{ mac: word, macKeyId: word, macSince: z.int().nullable() },
});

/** A line of the export as the row that it was. */
function fromLine(text: string): AuditRow {
  const {
    at,
    actorTenant,
    actorId,
    actorName,
    subjectTenant,
    subjectId,
    subjectName,
    mac,
    macKeyId,
    macSince,
    ...line
  } = LINE.parse(JSON.parse(text));
  return {
    ...line,
    at: new Date(at),
    actor: actorTenant === null ? undefined : { tid: actorTenant, oid: actorId ?? '', name: actorName ?? '' },
    subject: subjectTenant === null ? undefined : { tid: subjectTenant, oid: subjectId ?? '', name: subjectName ?? '' },
    clientId: line.clientId ?? undefined,
    keyId: line.keyId ?? undefined,
    conversationId: line.conversationId ?? undefined,
    mac: mac === null ? undefined : { value: mac, keyId: macKeyId ?? '', since: macSince ?? 0 },
  };
}
