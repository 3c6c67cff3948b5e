import { createLedger } from '../../bot/adapters/postgres/base/ledger.ts';
import type { AuditSigner } from '../../bot/ports/audit/audit-anchor.ts';
import { EMPTY, testDatabase } from './test-database.ts';
import { type FaultyLedger, withFaults } from './with-faults.ts';

/**
 * The real ledger on the database of this worker, which has no rows but those of the state: a test has one ledger at a
 * time.
 */
export async function createTestLedger(signer?: AuditSigner, state = EMPTY): Promise<FaultyLedger> {
  await testDatabase.restore(state);
  return withFaults(createLedger(testDatabase, signer));
}
