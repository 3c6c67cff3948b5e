import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuditSigner } from '../../../bot/adapters/node/audit-signer.ts';
import { openDatabase } from '../../../bot/adapters/postgres/base/database.ts';
import { createLedger } from '../../../bot/adapters/postgres/base/ledger.ts';
import { event } from '../../contracts/samples/ledger.ts';
import { AUDIT_KEY, command, settingsWith, TENANT } from './command.ts';

/** The key of AUDIT_KEY. */
const SIGNER = createAuditSigner([{ id: 'first', key: Buffer.alloc(32, 1) }]);

const ADA = '33333333-3333-4333-8333-33333333333a';
const GRACE = '33333333-3333-4333-8333-33333333333b';
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'api-credentials-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function signOut(...given: readonly string[]) {
  return command(settingsWith({ DATA_DIR: folder, AUDIT_KEY }), 'sign-out', ...given);
}

async function signIn(...oids: readonly string[]): Promise<void> {
  const database = await openDatabase({ dataDir: folder });
  const now = new Date();
  for (const oid of oids) {
    const claims = { person: { tid: TENANT, oid }, name: `Name ${oid.at(-1)}`, roles: [], acrs: [] };
    const times = { authTime: now, issuedAt: now, signedInAt: now, expiresAt: new Date(now.getTime() + 3_600_000) };
    await createLedger(database, SIGNER).sessions.start({ ...claims, ...times }, event({ action: 'session.started' }));
  }
  await database.close();
}

/** Whether a session begins with a token that was issued at that time. */
async function signInWith(issuedAt: Date): Promise<boolean> {
  const database = await openDatabase({ dataDir: folder });
  const now = new Date();
  const claims = { person: { tid: TENANT, oid: ADA }, name: 'Ada', roles: [], acrs: [], authTime: now, issuedAt };
  const session = { ...claims, signedInAt: now, expiresAt: new Date(now.getTime() + 3_600_000) };
  const started = await createLedger(database, SIGNER).sessions.start(session, event({ action: 'session.started' }));
  await database.close();
  return started;
}

describe('the sign-out command', { timeout: 120_000 }, () => {
  it('ends sign-ins, says whose, and records a row for each person', async () => {
    await signIn(ADA, GRACE);
    const one = await signOut(ADA.toUpperCase());
    expect(one).toMatchObject({ status: 0, stdout: `Name a (${ADA}) is signed out.\nEnded 1 sign-in.\n` });
    expect((await signOut(ADA)).stdout).toBe(`Nobody was signed in with ${ADA}.\nEnded 0 sign-ins.\n`);
    await signIn(ADA);
    expect((await signOut('--all')).stdout).toContain('Ended 2 sign-ins.');
    expect((await signOut('--all')).stdout).toBe('Nobody was signed in.\n');
    const database = await openDatabase({ dataDir: folder });
    const rows = (await createLedger(database, SIGNER).audit.rows()).filter(({ action }) => action === 'session.ended');
    await database.close();
    expect(rows.map(({ actor, subject, detail }) => [actor, subject?.oid, detail])).toEqual([
      [undefined, ADA, 'operator'],
      [undefined, expect.any(String), 'operator'],
      [undefined, expect.any(String), 'operator'],
    ]);
  });

  it('voids a step-up that is under way, and refuses tokens that were issued before', async () => {
    const database = await openDatabase({ dataDir: folder });
    const ledger = createLedger(database, SIGNER);
    const conversation = { kind: 'personal', id: 'a', serviceUrl: 'https://x.example/', botAccountId: '28:b' } as const;
    const asker = { person: { tid: TENANT, oid: ADA }, accountId: '29:a', name: 'Ada', conversation };
    const issued = new Date();
    const open = { command: { kind: 'sign-in' }, need: 'step-up', challenge: undefined } as const;
    const expiresAt = new Date(issued.getTime() + 600_000);
    await ledger.signIns.open({ id: 'under-way', asker, expiresAt, ...open }, 'ticket');
    await database.close();
    expect((await signOut(ADA)).stdout).toBe(
      `Ada (${ADA}) was not signed in. 1 sign-in under way can no longer be used.\nEnded 0 sign-ins.\n`,
    );
    expect(await signInWith(issued)).toBe(false);
    expect(await signInWith(new Date())).toBe(true);
    await signOut('--all');
    expect(await signInWith(issued)).toBe(false);
  });

  it.each([[], ['x'], ['--all', ADA], [ADA, '--all'], ['--all', '--all'], ['--some'], [`${ADA}0`], [`{${ADA}}`]])(
    'refuses what is neither object ids nor all: %j',
    async (...given: string[]) => {
      expect(await signOut(...given)).toMatchObject({
        status: 2,
        stdout: '',
        stderr: expect.stringContaining('Usage'),
      });
    },
  );
});
