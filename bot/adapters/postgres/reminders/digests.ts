import { eq, type SQL } from 'drizzle-orm';
import type { AuditEvent } from '../../../domain/audit/audit-events.ts';
import type { Reminders } from '../../../ports/reminders/reminders.ts';
import { appendAudit } from '../audit/audit-log.ts';
import type { Orm } from '../base/database.ts';
import { type Runner, storable } from '../base/transaction.ts';
import { removeUnsentIn } from '../messages/put-message.ts';
import { digestIn } from './digest-items.ts';
import { digests, reminders } from './schema-reminders.ts';

/** What digests say. How they are delivered is known by their messages in the outbox. */
export function createDigests({ transact, direct }: Runner): Pick<Reminders, 'find' | 'takeUp' | 'forget'> {
  return {
    find: (id) => direct((tx) => digestIn(tx, isDigest(id))),
    takeUp: (id, asOf) =>
      transact(async (tx) => {
        await tx.update(digests).set({ asOf }).where(isDigest(id));
        return digestIn(tx, isDigest(id));
      }),
    forget: (id, event) => transact((tx) => forgetIn(tx, id, event)),
  };
}

/** With its reminders: it is as if they were never planned. */
async function forgetIn(tx: Orm, id: string, event: AuditEvent): Promise<void> {
  const [row] = await tx.select({ id: digests.id }).from(digests).where(isDigest(id)).for('update');
  if (row === undefined || !(await removeUnsentIn(tx, row.id))) return;
  await tx.delete(reminders).where(eq(reminders.digestId, row.id));
  await tx.delete(digests).where(eq(digests.id, row.id));
  await appendAudit(tx, event);
}

function isDigest(id: string): SQL {
  return eq(digests.id, storable(id));
}
