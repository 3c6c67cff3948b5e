import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../bot/adapters/postgres/base/database.ts';
import { createLedger } from '../../../bot/adapters/postgres/base/ledger.ts';
import { AUDIT_KEY, command, settingsWith, TENANT } from './command.ts';

const OID = '33333333-3333-4333-8333-33333333333a';
const OTHER = '33333333-3333-4333-8333-33333333333b';
const CLIENT = '44444444-4444-4444-8444-44444444444b';
const PERSON = { tid: TENANT, oid: OID, name: '' };
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'api-credentials-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function assign(...given: readonly string[]) {
  return command(settingsWith({ DATA_DIR: folder, AUDIT_KEY }), 'assign', ...given);
}

describe('the assign command', { timeout: 120_000 }, () => {
  it('adds and removes with one line and one audit row each, ids in any case', async () => {
    const first = await assign(OID.toUpperCase(), CLIENT, OTHER, CLIENT);
    expect(first).toMatchObject({
      status: 0,
      stdout: `${OID} now manages ${CLIENT}\n${OTHER} now manages ${CLIENT}\n`,
    });
    expect(await assign(OID, CLIENT)).toMatchObject({ status: 0, stdout: `${OID} already manages ${CLIENT}\n` });
    const database = await openDatabase({ dataDir: folder });
    const ledger = createLedger(database);
    expect(await ledger.assignments.of(PERSON)).toEqual([CLIENT]);
    const held = await assign(OID, CLIENT);
    await database.close();
    expect(held.status).toBe(2);
    expect(held.stderr).toContain(`the running bot (process ${process.pid}) holds the embedded database`);
    expect(held.stderr).not.toContain('    at ');
    expect((await assign('--remove', OID, CLIENT)).stdout).toBe(`${OID} no longer manages ${CLIENT}\n`);
    expect((await assign('--remove', OID, CLIENT)).stdout).toBe(`${OID} did not manage ${CLIENT}\n`);
    const again = await openDatabase({ dataDir: folder });
    const { audit } = createLedger(again);
    const [rows, head] = [await audit.rows(), await audit.head()];
    await again.close();
    expect(rows.map(({ action, subject }) => [action, subject])).toEqual([
      ['assignment.added', PERSON],
      ['assignment.added', { ...PERSON, oid: OTHER }],
      ['assignment.removed', PERSON],
    ]);
    expect(rows[0]).toMatchObject({ actor: undefined, clientId: CLIENT, result: 'done', detail: 'operator' });
    expect(rows[0]?.reference).toMatch(/^[0-9a-f]{8}$/);
    expect(rows[1]?.reference).toBe(rows[0]?.reference);
    expect(rows[2]?.reference).not.toBe(rows[0]?.reference);
    expect(head.signature?.keyId).toBe('first');
  });

  it.each([
    [],
    ['x', CLIENT],
    [OID],
    ['--file'],
    ['--file', '--dry-run'],
    ['--file', 'a.csv', 'b.csv'],
    ['--file', 'a.csv', '--remove'],
    ['--dry-run', OID, CLIENT],
  ])('refuses what is neither pairs of GUIDs nor one file: %j', async (...given: string[]) => {
    expect(await assign(...given)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('Usage') });
  });
});
