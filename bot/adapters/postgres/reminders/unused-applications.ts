import { inArray } from 'drizzle-orm';
import type { UnusedApplications } from '../../../ports/reminders/unused-applications.ts';
import { appendAudit } from '../audit/audit-log.ts';
import { lowerNamed, type Runner } from '../base/transaction.ts';
import { endAllIn } from './end-reminders.ts';
import { unusedApplications as unused } from './schema-reminders.ts';

export function createUnusedApplications({ transact, direct }: Runner): UnusedApplications {
  return {
    all: () =>
      direct(async (tx) =>
        (await tx.select({ clientId: unused.clientId }).from(unused)).map(({ clientId }) => clientId),
      ),
    mark: (id, by, at, event) =>
      transact(async (tx) => {
        const clientId = id.toLowerCase();
        const row = { clientId, saidBy: lowerNamed(by), saidAt: at };
        const [marked] = await tx
          .insert(unused)
          .values(row)
          .onConflictDoNothing()
          .returning({ clientId: unused.clientId });
        if (marked === undefined) return false;
        await endAllIn(tx, clientId, { how: 'unused', by, at });
        await appendAudit(tx, event);
        return true;
      }),
    forget: (ids, event) =>
      transact(async (tx) => {
        const these = inArray(
          unused.clientId,
          ids.map((id) => id.toLowerCase()),
        );
        const gone = await tx.delete(unused).where(these).returning({ clientId: unused.clientId });
        for (const { clientId } of gone) await appendAudit(tx, event(clientId));
      }),
  };
}
