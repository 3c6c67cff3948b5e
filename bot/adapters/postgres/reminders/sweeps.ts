import { desc, eq, type SQL } from 'drizzle-orm';
import type { SweepReport } from '../../../domain/reminders/sweep.ts';
import type { Sweeps } from '../../../ports/reminders/sweeps.ts';
import { appendAudit } from '../audit/audit-log.ts';
import { lowerNamed, type Runner } from '../base/transaction.ts';
import { putIn } from '../messages/put-message.ts';
import { sweeps, sweepUnderWay } from './schema-reminders.ts';

export function createSweeps({ transact, direct }: Runner): Sweeps {
  const newest = (which?: SQL) =>
    direct(async (tx) => {
      const [row] = await tx.select().from(sweeps).where(which).orderBy(desc(sweeps.id)).limit(1);
      return row === undefined ? undefined : toReport(row);
    });
  return {
    begin: (at) =>
      direct(async (tx) => {
        await tx
          .insert(sweepUnderWay)
          .values({ since: at })
          .onConflictDoUpdate({ target: sweepUnderWay.single, set: { since: at } });
      }),
    underWaySince: () =>
      direct(async (tx) => {
        const [row] = await tx.select().from(sweepUnderWay);
        return row?.since;
      }),
    record: ({ by, ...report }, event, told) =>
      transact(async (tx) => {
        await tx.insert(sweeps).values({ ...report, sweptBy: by === undefined ? null : lowerNamed(by) });
        await tx.delete(sweepUnderWay);
        await putIn(tx, told);
        await appendAudit(tx, event);
      }),
    last: () => newest(),
    lastGood: () => newest(eq(sweeps.result, 'completed')),
  };
}

function toReport({ id: _id, sweptBy, ...report }: typeof sweeps.$inferSelect): SweepReport {
  return { ...report, by: sweptBy ?? undefined };
}
