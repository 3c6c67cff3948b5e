import { sql } from 'drizzle-orm';
import { appendAudits } from '../../bot/adapters/postgres/audit/audit-log.ts';
import { runnerOn } from '../../bot/adapters/postgres/base/transaction.ts';
import type { AuditAction, AuditEvent } from '../../bot/domain/audit/audit-events.ts';
import type { AuditSigner } from '../../bot/ports/audit/audit-anchor.ts';
import { testDatabase } from './test-database.ts';

/** Appends many rows to the audit record of the test ledger at once. */
export async function recordMany(events: readonly AuditEvent[], signer: AuditSigner): Promise<void> {
  await runnerOn(testDatabase, signer).transact((tx) => appendAudits(tx, events));
}

/** From now on the database takes no row for the audit record, except rows of one action if it is given. */
export async function refuseAuditRows(except: AuditAction | '' = ''): Promise<void> {
  await testDatabase.orm.execute(
    sql.raw(`CREATE TRIGGER refuse_rows BEFORE INSERT ON audit FOR EACH ROW WHEN (NEW.action <> '${except}')
      EXECUTE FUNCTION audit_is_append_only()`),
  );
}

/** Ends refuseAuditRows. */
export async function takeAuditRows(): Promise<void> {
  await testDatabase.orm.execute(sql.raw('DROP TRIGGER IF EXISTS refuse_rows ON audit'));
}
