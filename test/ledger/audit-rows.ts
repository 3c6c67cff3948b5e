import { sql } from 'drizzle-orm';
import { createAuditSigner } from '../../bot/adapters/node/audit-signer.ts';
import { appendAudits } from '../../bot/adapters/postgres/audit/audit-log.ts';
import { runnerOn } from '../../bot/adapters/postgres/base/transaction.ts';
import { tellOfForgery } from '../../bot/adapters/postgres/messages/forgery-alarm.ts';
import type { AuditAction, AuditEvent } from '../../bot/domain/audit/audit-events.ts';
import type { AuditSigner } from '../../bot/ports/audit/audit-anchor.ts';
import { event } from '../contracts/samples/ledger.ts';
import { testDatabase } from './test-database.ts';

/** Appends many rows to the audit record of the test ledger at once. */
export async function recordMany(events: readonly AuditEvent[], signer: AuditSigner): Promise<void> {
  await runnerOn(testDatabase, { signer, tellOfForgery }).transact((tx) => appendAudits(tx, events));
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

/** Records a row, forges the head as the owner of the tables could, and records one more row. */
export async function recordOverForgedHead(): Promise<void> {
  const signer = createAuditSigner([{ id: 'k1', key: Buffer.alloc(32, 1) }]);
  await recordMany([event({ reference: '0123abcd' })], signer);
  await testDatabase.orm.execute("UPDATE audit_head SET signature = 'forged'");
  await recordMany([event({ reference: '0123abcd' })], signer);
}
