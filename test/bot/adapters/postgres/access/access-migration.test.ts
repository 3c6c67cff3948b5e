import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../../../bot/adapters/postgres/base/database.ts';
import { createLedger } from '../../../../../bot/adapters/postgres/base/ledger.ts';
import { ADMIN_SCOPE } from '../../../../../bot/domain/shared/organisation.ts';
import type { Ledger } from '../../../../../bot/ports/shared/ledger.ts';
import { aWish } from '../../../../contracts/samples/access.ts';
import { event, intent, NOW, someone } from '../../../../contracts/samples/ledger.ts';
import { aName } from '../../../../contracts/samples/reminders.ts';
import { type FreshDatabase, freshDatabase } from '../../../../once/fresh-database.ts';

const BEFORE = ['0001-ledger', '0002-reminders'];
const ASSIGN = 'INSERT INTO assignments (tid, oid, client_id, added_at) VALUES ($1, $2, $3, $4)';
let server: FreshDatabase;
let older: Client;
let database: Database;
let ledger: Ledger;

beforeAll(async () => {
  server = await freshDatabase();
  older = new Client({ connectionString: server.url });
  await older.connect();
  for (const name of BEFORE) {
    const file = new URL(`../../../../../bot/adapters/postgres/migrations/${name}.sql`, import.meta.url);
    await older.query(readFileSync(file, 'utf8'));
  }
  await older.query(`CREATE TABLE schema_migrations (version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now());
    INSERT INTO schema_migrations VALUES (1), (2)`);
  await older.query(ASSIGN, ['tt', 'before', 'c', NOW]);
  database = await openDatabase({ databaseUrl: server.url });
  ledger = createLedger(database);
});

afterAll(async () => {
  await older.end();
  await database.close();
  await server.stop();
});

describe('a database of the version before roles', () => {
  const nameless = (oid: string) => ({ clientId: 'c', person: { tid: 'tt', oid, name: '' } });
  const unknown = { since: NOW, by: undefined, confirmedBy: '' };

  it('keeps its managers, and gets those whom a process of that version still assigns', async () => {
    await older.query(ASSIGN, ['tt', 'after', 'c', NOW]);
    expect(await ledger.assignments.managersOf(['c'])).toEqual([
      { ...nameless('after'), ...unknown },
      { ...nameless('before'), ...unknown },
    ]);
  });

  it('lets a process of that version take an assignment away, and see the new ones', async () => {
    const person = aName();
    await ledger.assignments.change(aWish({ add: [{ clientId: 'c', person }] }));
    const seen = await older.query('SELECT tid, oid FROM assignments WHERE oid = $1', [person.oid]);
    expect(seen.rows).toEqual([{ tid: person.tid, oid: person.oid }]);
    await older.query("DELETE FROM assignments WHERE oid <> 'before'");
    const remove = [nameless('before')];
    expect(await ledger.assignments.change(aWish({ remove }))).toEqual({ kind: 'last', clientIds: ['c'] });
  });

  it('lets a manager of that version begin a change of secrets', async () => {
    const asker = { ...someone(), person: { tid: 'tt', oid: 'before' } };
    const application = { clientId: 'c', displayName: 'Partner-NL-X-DM' };
    const operation = { nonce: 'n', kind: 'create', asker, application, openedAt: NOW } as const;
    await ledger.operations.open({ ...operation, keyId: undefined, rotationId: undefined });
    expect(await ledger.operations.begin('n', intent, event())).toBe('begun');
  });

  it('keeps a link of the administrators’ own channel with the others', async () => {
    const conversation = { kind: 'channel', id: '19:a', serviceUrl: 'http://127.0.0.1:1/', botAccountId: 'b' } as const;
    const channel = { conversation, teamId: undefined, teamName: '', name: '' };
    const link = { id: 'l', channel, linkedBy: aName(), linkedAt: NOW, deadSince: undefined };
    await ledger.links.add({ ...link, scope: ADMIN_SCOPE }, event({ action: 'link.added' }));
    expect(await ledger.links.of([ADMIN_SCOPE])).toEqual([{ ...link, scope: ADMIN_SCOPE }]);
    const other = older.query("UPDATE links SET scope_kind = 'other'");
    await expect(other).rejects.toThrow('links_scope_kind_check');
  });
});
