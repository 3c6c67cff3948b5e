import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { headLine, readWrittenHeads } from '../../../bot/adapters/node/audit-anchor.ts';
import { createRandom } from '../../../bot/adapters/node/random.ts';
import { type AuditRow, auditHash } from '../../../bot/domain/audit/audit-events.ts';
import { type PostgresServer, startPostgres } from '../../contracts/postgres-server.ts';
import { createRecords, event, inLedger, type Records, SIGNER, tamper } from './audit-records.ts';
import { AUDIT_KEY, command, lines, settingsWith } from './command.ts';

const { hash: digest } = createRandom();
let records: Records;
let server: PostgresServer;

beforeAll(async () => {
  records = await createRecords();
  server = await startPostgres();
}, 120_000);

afterAll(async () => {
  await server.stop();
  records.drop();
});

describe('npm run audit -- head', { timeout: 120_000 }, () => {
  it('prints where the record ends, signed, and adds it to the file if one is set', async () => {
    const { store, env, heads } = records.withRows('head');
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
    const { store, env, heads } = records.withRows('intact');
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
    const empty = settingsWith({ DATA_DIR: join(records.root, 'empty') });
    expect(await command(empty, 'audit', 'verify')).toMatchObject({ status: 0, stderr: '' });
    const { store, env } = records.withRows('trimmed');
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
    const { store, env, heads } = records.withRows(name);
    writeFileSync(heads, '');
    await tamper(store, ...statements);
    const verified = await command(env, 'audit', 'verify');
    expect(verified).toMatchObject({ status: 1, stderr: '' });
    expect(lines(verified.stdout)[0]).toMatch(sentence);
    expect(verified.stdout).toContain('NOT intact');
  });

  it('finds a record that was rewritten whole, by a head that was written out before', async () => {
    const { store, env } = records.withRows('rewritten');
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
    const { store, env, heads } = records.withRows('heads');
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
      settingsWith({ DATA_DIR: join(records.root, 'empty') }),
      'audit',
      ...given,
    );
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).not.toMatch(/^$| {4}at /);
  });
});

describe('on PostgreSQL, while the bot runs', { timeout: 120_000 }, () => {
  it('prints the head, verifies and exports', async () => {
    const store = { DATABASE_URL: server.url };
    await inLedger(store, async ({ audit }) => {
      for (let i = 0; i < 3; i++) await audit.record(event(i));
      const env = settingsWith({ ...store, AUDIT_KEY, AUDIT_HEADS_FILE: join(records.root, 'postgres.jsonl') });
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
