import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../../../bot/adapters/postgres/base/database.ts';
import { createLedger } from '../../../../../bot/adapters/postgres/base/ledger.ts';
import { LedgerFault } from '../../../../../bot/ports/shared/ledger-fault.ts';
import { event } from '../../../../contracts/samples/ledger.ts';
import { createPlan } from '../../../../faults/tools/plan.ts';
import { type PostgresProxy, startPostgresProxy } from '../../../../faults/tools/postgres-proxy.ts';
import { type FreshDatabase, freshDatabase } from '../../../../once/fresh-database.ts';

/** More than the pool has connections. */
const FAILURES = 12;

const plan = createPlan(() => {});
let place: FreshDatabase;
let proxy: PostgresProxy;
let database: Database;
beforeAll(async () => {
  place = await freshDatabase();
  proxy = await startPostgresProxy('bot', place.url, plan);
  database = await openDatabase({ databaseUrl: proxy.url });
});
afterAll(async () => {
  await database?.close();
  await proxy?.close();
  await place?.stop();
});

it.each([
  ['cannot begin', 'sql begin', { how: 'fail', state: '53100' }],
  ['is cut off as it begins', 'sql begin', { how: 'cut' }],
  ['can neither be done nor be rolled back', 'sql rollback', { how: 'fail', state: '53100' }],
] as const)('a transaction that %s takes no connection away for ever', async (_what, name, act) => {
  const { audit } = createLedger(database);
  const unrecordable = event({ keyId: '\0' });
  const stop = plan.always({ by: 'bot', name, phase: 'before' }, act);
  for (let times = 0; times < FAILURES; times++)
    await expect(audit.record(unrecordable)).rejects.toBeInstanceOf(LedgerFault);
  expect(stop()).toBe(FAILURES);
  await expect(audit.record(event())).resolves.toBeUndefined();
});
