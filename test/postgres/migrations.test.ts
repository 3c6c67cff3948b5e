import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../bot/adapters/postgres/database.ts';
import { createLedger } from '../../bot/adapters/postgres/ledger.ts';
import { type PostgresServer, startPostgres } from '../contracts/postgres-server.ts';

const FIRST = new URL('../../bot/adapters/postgres/migrations/0001-ledger.sql', import.meta.url);
const PERSON = { tid: 'tt', oid: 'oo' };
const ASKER = {
  person: PERSON,
  accountId: '29:x',
  name: 'A\0',
  conversation: { kind: 'personal', id: 'a:1', serviceUrl: 'http://127.0.0.1/', botAccountId: '28:b' },
};
const OPEN = `INSERT INTO operations (nonce, kind, tid, oid, asker, client_id, display_name, state, known_key_ids, opened_at)
  VALUES ($1, 'create', 'tt', 'oo', $2, 'c', 'n', 'open', '[]', now())`;
let server: PostgresServer;
let older: Client;
let database: Database;

beforeAll(async () => {
  server = await startPostgres();
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
  database = await openDatabase({ databaseUrl: server.url });
});

afterAll(async () => {
  await older.end();
  await database.close();
  await server.stop();
});

describe('a database of the version before reminders', () => {
  it('keeps whom the bot has met, who is an administrator, and the changes under way', async () => {
    const ledger = createLedger(database);
    expect(await ledger.conversations.met([PERSON])).toEqual([ASKER]);
    expect(await ledger.administrators.all()).toEqual([{ tid: 'tt', oid: 'admin' }]);
    expect(await ledger.operations.find('before')).toMatchObject({ state: 'open', rotationId: undefined });
  });

  it('still serves a process of that version, whose people the new one has met too', async () => {
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
