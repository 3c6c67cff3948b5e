import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuditSigner } from '../../../../../bot/adapters/node/audit-signer.ts';
import { type Database, openDatabase } from '../../../../../bot/adapters/postgres/base/database.ts';
import { createLedger } from '../../../../../bot/adapters/postgres/base/ledger.ts';
import { knownMigrations } from '../../../../../bot/adapters/postgres/base/migrate.ts';
import { type AuditRow, auditHash } from '../../../../../bot/domain/audit/audit-events.ts';
import { verifyRecord } from '../../../../../bot/usecases/audit/verify-audit.ts';
import { digest, event, NOW } from '../../../../contracts/samples/ledger.ts';
import { type FreshDatabase, freshDatabase } from '../../../../once/fresh-database.ts';

const FIRST = new URL('../../../../../bot/adapters/postgres/migrations/0001-ledger.sql', import.meta.url);
const PERSON = { tid: 'tt', oid: 'oo' };
const ASKER = {
  person: PERSON,
  accountId: '29:x',
  name: 'A\0',
  conversation: { kind: 'personal', id: 'a:1', serviceUrl: 'http://127.0.0.1/', botAccountId: '28:b' },
};
const OPEN = `INSERT INTO operations (nonce, kind, tid, oid, asker, client_id, display_name, state, known_key_ids, opened_at)
  VALUES ($1, 'create', 'tt', 'oo', $2, 'c', 'n', 'open', '[]', now())`;
const signer = createAuditSigner([{ id: 'k1', key: Buffer.alloc(32, 1) }]);
let server: FreshDatabase;
let older: Client;
let database: Database;

beforeAll(async () => {
  server = await freshDatabase();
  older = new Client({ connectionString: server.url });
  await older.connect();
  await older.query(readFileSync(FIRST, 'utf8'));
  await older.query(`CREATE TABLE schema_migrations (version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now());
    INSERT INTO schema_migrations VALUES (1)`);
  await older.query("INSERT INTO personal_chats VALUES ('tt', 'oo', $1)", [JSON.stringify(ASKER)]);
  const session = `INSERT INTO sessions VALUES ('tt', $1, $2, $3, '[]', '[]', NULL, now(), now())`;
  await older.query(session, ['admin', '', JSON.stringify(['x\0', 'Credentials.Admin'])]);
  await older.query(session, ['oo', '', JSON.stringify(['Credentials.Administrator'])]);
  await older.query(OPEN, ['before', JSON.stringify(ASKER)]);
  await appendAsBefore('before');
  database = await openDatabase({ databaseUrl: server.url });
});

afterAll(async () => {
  await older.end();
  await database.close();
  await server.stop();
});

/** Appends a row like the version before: without the newer columns and without a signature. */
async function appendAsBefore(detail: string): Promise<void> {
  const { rows } = await older.query('SELECT seq, hash FROM audit_head');
  const row = { ...event({ actor: { ...PERSON, name: '' }, clientId: 'c', detail }), version: 1 } as const;
  const placed: Omit<AuditRow, 'hash'> = { ...row, seq: Number(rows[0]?.seq) + 1, previousHash: String(rows[0]?.hash) };
  const hash = auditHash(placed, digest);
  await older.query(
    `INSERT INTO audit (seq, at, actor_tid, actor_oid, action, client_id, key_id, detail, previous_hash, hash)
     VALUES ($1, $2, 'tt', 'oo', 'assignment.added', 'c', NULL, $3, $4, $5)`,
    [placed.seq, NOW, detail, placed.previousHash, hash],
  );
  await older.query('UPDATE audit_head SET seq = $1, hash = $2', [placed.seq, hash]);
}

describe('the files of migrations', () => {
  it('are numbered from 1 on, each number once: a second file with a number would never run', () => {
    const files = readdirSync(new URL('./', FIRST), { recursive: true, encoding: 'utf8' });
    const numbers = files.filter((file) => file.endsWith('.sql')).map((file) => Number(basename(file).slice(0, 4)));
    expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1));
    expect(knownMigrations()).toEqual(numbers);
  });
});

describe('the audit record of the version before', () => {
  it('continues as one chain while both versions write rows', async () => {
    const { audit } = createLedger(database, signer);
    const flaws = async () => (await verifyRecord(audit, [], digest, signer.check)).flaws;
    expect(await audit.rows()).toMatchObject([
      { ...event({ clientId: 'c', detail: 'before' }), actor: PERSON, version: 1 },
    ]);
    expect(await flaws()).toEqual([{ kind: 'head-unsigned', seq: 1 }]);
    await audit.record(event({ detail: 'new' }));
    expect(await flaws()).toEqual([]);
    await appendAsBefore('meanwhile');
    expect(await flaws()).toEqual([{ kind: 'head-unsigned', seq: 3 }]);
    // Nobody can tell such a row from one that somebody else has put in, so that the bot does not sign over it.
    await audit.record(event({ detail: 'new again' }));
    expect(await flaws()).toEqual([{ kind: 'forgery-recorded', seq: 4 }]);
    expect((await audit.rows()).map(({ version }) => version)).toEqual([1, 2, 1, 2, 2]);
  });

  it('shows nothing that its hash does not cover, with anything in the newer columns', async () => {
    const { audit } = createLedger(database, signer);
    await older.query('ALTER TABLE audit DISABLE TRIGGER USER');
    await older.query(`UPDATE audit SET actor_name = 'x', result = 'refused', subject_tid = 'x', subject_oid = 'x',
      subject_name = 'x', conversation_id = 'x', reference = 'x' WHERE version = 1`);
    await older.query('ALTER TABLE audit ENABLE TRIGGER USER');
    const [row] = await audit.rows();
    const unknown = { result: 'done', subject: undefined, conversationId: undefined, reference: '' };
    expect(row).toMatchObject({ ...unknown, actor: { ...PERSON, name: '' } });
  });
});

describe('a database of the version before reminders', () => {
  it('keeps the people whom the bot has met, the administrators, and the unfinished changes', async () => {
    const ledger = createLedger(database);
    expect(await ledger.conversations.met([PERSON])).toEqual([ASKER]);
    expect(await ledger.administrators.all()).toEqual([{ tid: 'tt', oid: 'admin' }]);
    expect(await ledger.operations.find('before')).toMatchObject({ state: 'open', rotationId: undefined });
  });

  it('still serves a process of that version, and the new version knows the people whom it meets', async () => {
    const ledger = createLedger(database);
    await older.query(OPEN, ['after', JSON.stringify(ASKER)]);
    expect((await ledger.operations.find('after'))?.rotationId).toBeUndefined();
    const person = { tid: 'tt', oid: 'new' };
    const asker = { ...ASKER, person };
    await older.query("INSERT INTO personal_chats VALUES ('tt', 'new', $1)", [JSON.stringify(asker)]);
    expect(await ledger.conversations.met([person])).toEqual([asker]);
    await ledger.conversations.lost(person);
    expect(await ledger.conversations.met([person])).toEqual([]);
  });
});
