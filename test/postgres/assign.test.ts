import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../bot/adapters/postgres/database.ts';
import { createLedger } from '../../bot/adapters/postgres/ledger.ts';

const ASSIGN = fileURLToPath(new URL('../../bot/assign.ts', import.meta.url));
const TENANT = '11111111-1111-4111-8111-111111111111';
const OID = '33333333-3333-4333-8333-33333333333a';
const CLIENT = '44444444-4444-4444-8444-44444444444b';
const PERSON = { tid: TENANT, oid: OID };
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'api-credentials-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function assign(...given: readonly string[]) {
  const env = {
    PATH: process.env['PATH'],
    TENANT_ID: TENANT,
    BOT_ID: '22222222-2222-4222-8222-222222222222',
    BOT_TYPE: 'SingleTenant',
    BOT_CLIENT_SECRET: 'not-used',
    PUBLIC_URL: 'http://localhost:3978',
    DATA_DIR: folder,
  };
  return spawnSync(process.execPath, [ASSIGN, ...given], { env, cwd: folder, encoding: 'utf8' });
}

describe('the assign command', () => {
  it('adds and removes with one line and one audit row each, ids in any case', { timeout: 120_000 }, async () => {
    expect(assign(OID.toUpperCase(), CLIENT)).toMatchObject({ status: 0, stdout: `${OID} now manages ${CLIENT}\n` });
    expect(assign(OID, CLIENT)).toMatchObject({ status: 0, stdout: `${OID} already manages ${CLIENT}\n` });
    const database = await openDatabase({ dataDir: folder });
    const ledger = createLedger(database);
    expect(await ledger.assignments.of(PERSON)).toEqual([CLIENT]);
    const held = assign(OID, CLIENT);
    await database.close();
    expect(held.status).toBe(2);
    expect(held.stderr).toContain(`the running bot (process ${process.pid}) holds the embedded database`);
    expect(held.stderr).not.toContain('    at ');
    expect(assign('--remove', OID, CLIENT).stdout).toBe(`${OID} no longer manages ${CLIENT}\n`);
    const again = await openDatabase({ dataDir: folder });
    const rows = await createLedger(again).audit.rows();
    await again.close();
    expect(rows.map((row) => row.action)).toEqual(['assignment.added', 'assignment.removed']);
    expect(rows[0]).toMatchObject({ actor: undefined, clientId: CLIENT, detail: `operator: ${OID}` });
  });

  it.each([[], ['x', CLIENT], [OID]])('refuses what is not pairs of GUIDs: %j', (...given: string[]) => {
    expect(assign(...given)).toMatchObject({ status: 2, stdout: '' });
  });
});
