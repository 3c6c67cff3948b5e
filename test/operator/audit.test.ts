import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { headLine, readWrittenHeads } from '../../bot/adapters/node/audit-anchor.ts';
import { createAuditSigner } from '../../bot/adapters/node/audit-signer.ts';
import { createRandom } from '../../bot/adapters/node/random.ts';
import { createLedger, openDatabase } from '../../bot/adapters/postgres/index.ts';
import { type AuditEvent, type AuditRow, auditHash } from '../../bot/domain/audit.ts';
import type { Ledger } from '../../bot/ports/ledger.ts';
import { type PostgresServer, startPostgres } from '../contracts/postgres-server.ts';
import { AUDIT_KEY, command, lines, settingsWith, TENANT } from './command.ts';

const [X, Y] = ['44444444-4444-4444-8444-44444444444b', '44444444-4444-4444-8444-44444444444c'];
const ADA = { tid: TENANT, oid: '33333333-3333-4333-8333-33333333333a', name: '=HYPERLINK("https://x")' };
const SIGNER = createAuditSigner([{ id: 'first', key: Buffer.alloc(32, 1) }]);
const { hash: digest } = createRandom();
let root: string;
let server: PostgresServer;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'api-credentials-audit-'));
  await inLedger({ DATA_DIR: join(root, 'four-rows') }, async ({ audit }) => {
    for (let i = 0; i < 4; i++) await audit.record(event(i));
  });
  server = await startPostgres();
});

afterAll(async () => {
  await server.stop();
  rmSync(root, { recursive: true, force: true });
});

function event(i: number): AuditEvent {
  return {
    at: new Date(Date.UTC(2026, 0, 1 + i, 23, 59)),
    actor: i % 2 === 0 ? ADA : undefined,
    action: 'assignment.added',
    result: 'done',
    subject: i % 2 === 0 ? undefined : ADA,
    clientId: i % 3 === 0 ? X : Y,
    keyId: undefined,
    conversationId: i === 0 ? '19:channel@thread.tacv2' : undefined,
    reference: `ref ${i}`,
    detail: 'with "quotes", commas\nand lines',
  };
}

type Store = { readonly DATA_DIR: string } | { readonly DATABASE_URL: string };

async function inLedger<T>(store: Store, act: (ledger: Ledger, run: (text: string) => Promise<unknown>) => Promise<T>) {
  const database = await openDatabase(
    'DATA_DIR' in store ? { dataDir: store.DATA_DIR } : { databaseUrl: store.DATABASE_URL },
  );
  try {
    return await act(createLedger(database, SIGNER), (text) => database.orm.execute(sql.raw(text)));
  } finally {
    await database.close();
  }
}

/** As somebody does it who owns the tables. */
function tamper(store: Store, ...statements: readonly string[]) {
  return inLedger(store, async (_ledger, run) => {
    await run('ALTER TABLE audit DISABLE TRIGGER USER');
    for (const statement of statements) await run(statement);
  });
}

/** A folder of its own with four rows, and the settings that go with it. */
function withRows(name: string) {
  const store = { DATA_DIR: join(root, name) };
  cpSync(join(root, 'four-rows'), store.DATA_DIR, { recursive: true });
  const heads = join(root, `${name}.jsonl`);
  return { store, heads, env: settingsWith({ ...store, AUDIT_KEY, AUDIT_HEADS_FILE: heads }) };
}

describe('npm run audit -- head', { timeout: 120_000 }, () => {
  it('prints where the record ends, signed, and adds it to the file where one is set', async () => {
    const { store, env, heads } = withRows('head');
    const printed = await command(env, 'audit', 'head');
    expect(printed).toMatchObject({ status: 0, stderr: '' });
    const [head, ...others] = readWrittenHeads(printed.stdout);
    expect(others).toEqual([]);
    expect(head).toMatchObject({ seq: 4, signature: { keyId: 'first' } });
    expect(head?.signature && SIGNER.check(head, head.signature)).toBe('good');
    expect(readFileSync(heads, 'utf8')).toBe(printed.stdout);
    await command(env, 'audit', 'head');
    expect(lines(readFileSync(heads, 'utf8'))).toHaveLength(2);
    rmSync(heads);
    expect((await command(settingsWith(store), 'audit', 'head')).status).toBe(0);
    expect(existsSync(heads)).toBe(false);
  });
});

describe('npm run audit -- verify', { timeout: 120_000 }, () => {
  it('says what is intact, what it was compared with, and whether signatures were checked', async () => {
    const { store, env, heads } = withRows('intact');
    await command(env, 'audit', 'head');
    await inLedger(store, ({ audit }) => audit.record(event(4)));
    const verified = await command(env, 'audit', 'verify');
    expect(verified).toMatchObject({ status: 0, stderr: '' });
    expect(lines(verified.stdout)).toEqual([
      '5 rows, intact, from row 1 to row 5.',
      '1 written head agrees.',
      'The signature of the head was checked with the key first.',
    ]);
    const bare = await command(settingsWith(store), 'audit', 'verify');
    expect(bare.status).toBe(0);
    expect(lines(bare.stdout).slice(1)).toEqual([
      'No heads that were written out were compared: set AUDIT_HEADS_FILE, or use --heads.',
      'The signature of the head was not checked: AUDIT_KEY is not set.',
    ]);
    const named = await command(settingsWith(store), 'audit', 'verify', '--heads', heads, '--heads', heads);
    expect(lines(named.stdout)[1]).toBe('1 written head agrees.');
  });

  it('verifies an empty record, and one whose beginning was trimmed', async () => {
    const empty = settingsWith({ DATA_DIR: join(root, 'empty') });
    expect(await command(empty, 'audit', 'verify')).toMatchObject({ status: 0, stderr: '' });
    const { store, env } = withRows('trimmed');
    await command(env, 'audit', 'head');
    await inLedger(store, ({ audit }) =>
      audit.trim(new Date(Date.UTC(2026, 0, 3)), ({ seq, hash }) => ({
        ...event(9),
        action: 'audit.trimmed',
        detail: `up to row ${seq}, hash ${hash}`,
      })),
    );
    const verified = await command(env, 'audit', 'verify');
    expect(verified.status).toBe(0);
    expect(lines(verified.stdout)[0]).toMatch(
      /^3 rows, intact, from row 3 to row 5; rows up to 2 were trimmed at 2026-/,
    );
  });

  it.each([
    ['changed', ["UPDATE audit SET detail = 'nothing' WHERE seq = 2"], /^Row 2 was changed/],
    ['missing', ['DELETE FROM audit WHERE seq = 2'], /^Row 2 is missing\.$/],
    ['many-missing', ['DELETE FROM audit WHERE seq IN (2, 3)'], /^Rows 2 to 3 are missing\.$/],
    ['cut', ['DELETE FROM audit WHERE seq = 4'], /^The record ends at row 3, but its head is row 4/],
    ['unsigned', ['UPDATE audit_head SET signature = NULL'], /^The head, at row 4, is not signed/],
    ['forged', ["UPDATE audit_head SET signature = 'x'"], /^The head, at row 4, has a signature that does not fit/],
    ['strange-key', ["UPDATE audit_head SET key_id = 'z'"], /^The head, at row 4, is signed with the key z, which/],
  ])('finds what was %s, says where, and fails', async (name, statements, sentence) => {
    const { store, env, heads } = withRows(name);
    writeFileSync(heads, '');
    await tamper(store, ...statements);
    const verified = await command(env, 'audit', 'verify');
    expect(verified).toMatchObject({ status: 1, stderr: '' });
    expect(lines(verified.stdout)[0]).toMatch(sentence);
    expect(verified.stdout).toContain('NOT intact');
  });

  it('finds a record that was rewritten whole, by a head that was written out before', async () => {
    const { store, env } = withRows('rewritten');
    const bare = settingsWith(store);
    const before = await command(env, 'audit', 'head');
    const rows = await inLedger(store, ({ audit }) => audit.rows());
    let previousHash = '0'.repeat(64);
    const statements = rows.flatMap((row) => {
      const forged: AuditRow = { ...row, previousHash, detail: 'nothing', hash: '' };
      const hash = auditHash(forged, digest);
      const set = `detail = 'nothing', previous_hash = '${previousHash}', hash = '${hash}'`;
      previousHash = hash;
      return [`UPDATE audit SET ${set} WHERE seq = ${row.seq}`, `UPDATE audit_head SET hash = '${hash}'`];
    });
    await tamper(store, ...statements);
    expect((await command(bare, 'audit', 'verify')).status).toBe(0);
    const verified = await command(env, 'audit', 'verify');
    expect(verified.status).toBe(1);
    const at = JSON.parse(before.stdout).at;
    expect(verified.stdout).toContain(`Row 4 is not the one that was written out at ${at}`);
    expect(verified.stdout).toContain('The head, at row 4, has a signature that does not fit it.');
  });

  it('finds heads whose signature is not ours, and names lines that are no heads', async () => {
    const { store, env, heads } = withRows('heads');
    const head = { ...(await inLedger(store, ({ audit }) => audit.head())), at: new Date() };
    writeFileSync(heads, `${headLine({ ...head, signature: { keyId: 'first', value: 'x' } })}\n`);
    const forged = await command(env, 'audit', 'verify');
    expect(forged.status).toBe(1);
    expect(forged.stdout).toMatch(/^The head of row 4, written out at .*, has a signature that does not fit it\.$/m);
    appendFileSync(heads, 'not a head\n');
    const spoiled = await command(env, 'audit', 'verify');
    expect(spoiled).toMatchObject({ status: 1, stdout: '' });
    expect(spoiled.stderr).toContain(`in ${heads} line 2 is not a head of the audit record`);
  });

  it.each([
    [[]],
    [['trim']],
    [['verify', 'more']],
    [['verify', '--heads']],
    [['verify', '--heads', '/no/such/file']],
    [['head', '--print']],
    [['export']],
    [['export', '--format', 'xml']],
    [['export', '--format', 'csv', '--since', 'yesterday']],
    [['export', '--format', 'csv', '--since', '2026-02-30']],
    [['export', '--format', 'csv', '--application', 'Partner-NL-X-DM']],
  ])('refuses wrong use with a sentence and 2: %j', async (given) => {
    const { status, stdout, stderr } = await command(
      settingsWith({ DATA_DIR: join(root, 'empty') }),
      'audit',
      ...given,
    );
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).not.toMatch(/^$| {4}at /);
  });
});

describe('npm run audit -- export', { timeout: 120_000 }, () => {
  it('writes JSON lines that can be verified elsewhere', async () => {
    const { store, env } = withRows('jsonl');
    const { status, stdout } = await command(env, 'audit', 'export', '--format', 'jsonl');
    expect(status).toBe(0);
    const rows = await inLedger(store, ({ audit }) => audit.rows());
    const written = lines(stdout).map(fromLine);
    expect(written).toEqual(rows);
    expect(written.every((row) => auditHash(row, digest) === row.hash)).toBe(true);
  });

  it('writes CSV in which no name is a formula, all rows or some', async () => {
    const { env } = withRows('csv');
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

  it('ends quietly where nobody reads to the end', async () => {
    const { store, env } = withRows('pipe');
    await inLedger(store, (_ledger, run) => run(manyRows(5, 5_000)));
    const all = await command(env, 'audit', 'export', '--format', 'jsonl');
    expect(lines(all.stdout)).toHaveLength(5_000);
    for (const format of ['csv', 'jsonl']) {
      const child = spawn(process.execPath, ['bot/audit.ts', 'export', '--format', format], { env, stdio: 'pipe' });
      const errors: string[] = [];
      child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
      await once(child.stdout, 'data');
      child.stdout.destroy();
      await once(child, 'exit');
      expect({ status: child.exitCode, errors }).toEqual({ status: 0, errors: [] });
    }
  });
});

describe('on PostgreSQL, while the bot runs', { timeout: 120_000 }, () => {
  it('prints the head, verifies and exports', async () => {
    const store = { DATABASE_URL: server.url };
    await inLedger(store, async ({ audit }) => {
      for (let i = 0; i < 3; i++) await audit.record(event(i));
      const env = settingsWith({ ...store, AUDIT_KEY, AUDIT_HEADS_FILE: join(root, 'postgres.jsonl') });
      expect((await command(env, 'audit', 'head')).status).toBe(0);
      const verified = await command(env, 'audit', 'verify');
      expect(verified).toMatchObject({ status: 0, stdout: expect.stringContaining('3 rows, intact') });
      const exported = await command(env, 'audit', 'export', '--format', 'jsonl');
      expect(lines(exported.stdout)).toHaveLength(3);
    });
    await tamper(store, "UPDATE audit SET detail = 'nothing' WHERE seq = 1");
    const verified = await command(settingsWith(store), 'audit', 'verify');
    expect(verified).toMatchObject({ status: 1, stdout: expect.stringContaining('Row 1 was changed') });
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
});

/** A line of the export as the row that it was. */
function fromLine(text: string): AuditRow {
  const { at, actorTenant, actorId, actorName, subjectTenant, subjectId, subjectName, ...line } = LINE.parse(
    JSON.parse(text),
  );
  return {
    ...line,
    at: new Date(at),
    actor: actorTenant === null ? undefined : { tid: actorTenant, oid: actorId ?? '', name: actorName ?? '' },
    subject: subjectTenant === null ? undefined : { tid: subjectTenant, oid: subjectId ?? '', name: subjectName ?? '' },
    clientId: line.clientId ?? undefined,
    keyId: line.keyId ?? undefined,
    conversationId: line.conversationId ?? undefined,
  };
}
