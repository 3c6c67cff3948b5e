import { desc, eq, gt, lte, sql } from 'drizzle-orm';
import type { AuditHead, AuditPoint } from '../../../domain/audit/audit-chain.ts';
import type { AuditEvent } from '../../../domain/audit/audit-events.ts';
import type { Audit } from '../../../ports/audit/audit-record.ts';
import type { Orm } from '../base/database.ts';
import { audit, auditBase, auditHead } from '../base/schema.ts';
import type { Runner } from '../base/transaction.ts';
import { appendAudit, HEAD } from './audit-log.ts';
import { toAuditRow } from './audit-row.ts';
import { findIn, summaryIn } from './audit-search.ts';
import { foldIn, refuseIn } from './refusals.ts';

/** The id of the only row of `audit_base`. */
const BASE = 1;

export function createAudit(runner: Runner): Audit {
  const { transact, direct } = runner;
  return {
    record: (event) => transact((tx) => appendAudit(tx, event)),
    refuse: (event, actor) => refuseIn(runner, event, actor),
    recordRefusals: (now) => transact((tx) => foldIn(tx, now)),
    rows: (after = 0, limit) =>
      direct(async (tx) => {
        const rows = tx.select().from(audit).where(gt(audit.seq, after)).orderBy(audit.seq);
        return (await (limit === undefined ? rows : rows.limit(limit))).map(toAuditRow);
      }),
    find: (query) => direct((tx) => findIn(tx, query)),
    summary: (query) => direct((tx) => summaryIn(tx, query)),
    head: () => direct(headIn),
    base: () =>
      direct(async (tx) => {
        const [row] = await tx.select().from(auditBase).where(eq(auditBase.id, BASE));
        return toBase(row);
      }),
    trim: (before, event) => transact((tx) => trimIn(tx, before, event)),
  };
}

async function headIn(tx: Orm): Promise<AuditHead> {
  const [row] = await tx.select().from(auditHead).where(eq(auditHead.id, HEAD));
  if (row === undefined) throw new Error('the audit record has lost its head');
  const { seq, hash, signature: value, keyId, signedSeq } = row;
  const isSigned = value !== null && keyId !== null && signedSeq === seq;
  return { seq, hash, signature: isSigned ? { keyId, value } : undefined };
}

/**
 * A process that trims locks the base, not the head: appending goes on meanwhile, and what is appended now is not trimmed by
 * this. The head is locked at the end, like in any other change.
 */
async function trimIn(tx: Orm, before: Date, event: (last: AuditPoint) => AuditEvent): Promise<number> {
  const [base] = await tx.select().from(auditBase).where(eq(auditBase.id, BASE)).for('update');
  const { seq: from } = toBase(base);
  const last = await lastOlder(tx, before);
  if (last === undefined || last.seq <= from) return 0;
  const row = event(last);
  const trimmed = lte(audit.seq, last.seq);
  const count = await tx.$count(audit, trimmed);
  await tx.execute(sql`SELECT set_config('api_credentials.audit_trim', 'on', true)`);
  await tx.delete(audit).where(trimmed);
  await tx.execute(sql`SELECT set_config('api_credentials.audit_trim', 'off', true)`);
  await tx
    .update(auditBase)
    .set({ ...last, trimmedAt: row.at })
    .where(eq(auditBase.id, BASE));
  await appendAudit(tx, row);
  return count;
}

/**
 * The last row before the first that is not older: clocks differ, so the times of the rows are not in their order. In one
 * statement, which sees no row that is appended meanwhile.
 */
async function lastOlder(tx: Orm, before: Date): Promise<AuditPoint | undefined> {
  const { seq, hash } = audit;
  const kept = sql`SELECT min(seq) FROM audit WHERE at >= ${sql.param(before, audit.at)}`;
  const older = sql`${seq} < coalesce((${kept}), ${Number.MAX_SAFE_INTEGER})`;
  const [last] = await tx.select({ seq, hash }).from(audit).where(older).orderBy(desc(seq)).limit(1);
  return last;
}

function toBase(row: typeof auditBase.$inferSelect | undefined): Awaited<ReturnType<Audit['base']>> {
  if (row === undefined) throw new Error('the audit record has lost its beginning');
  const { seq, hash, trimmedAt } = row;
  return { seq, hash, trimmedAt: trimmedAt ?? undefined };
}
