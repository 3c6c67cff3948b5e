import { and, desc, gte, ne, type SQL, sql } from 'drizzle-orm';
import type { PersonId } from '../../../domain/shared/person.ts';
import type { Audit, AuditQuery } from '../../../ports/audit/audit-record.ts';
import type { Orm } from '../base/database.ts';
import { isOneOf, isOneOfPairs } from '../base/one-of.ts';
import { audit } from '../base/schema.ts';
import { lowerPerson, storable } from '../base/transaction.ts';
import { toAuditRow } from './audit-row.ts';

export async function findIn(tx: Orm, query: AuditQuery): ReturnType<Audit['find']> {
  const { acts, actors, offset, limit } = query;
  const wanted = and(
    isCovered(query),
    acts === undefined ? undefined : and(isOneOf(audit.action, acts), ne(audit.result, 'intended')),
    actors === undefined ? undefined : isOneOfPairs(audit.actorTid, audit.actorOid, actors.map(idsOf)),
  );
  const total = tx.$count(audit, wanted);
  const page = tx
    .select({ row: audit, total: sql<number>`${total}`.mapWith(Number) })
    .from(audit)
    .where(wanted);
  const found = await page.orderBy(desc(audit.seq)).offset(offset).limit(limit);
  // Without a row nothing tells the total; a page after the last one has none either.
  const [first = { total: offset === 0 ? 0 : await total }] = found;
  return { rows: found.map(({ row }) => toAuditRow(row)), total: first.total };
}

/** In one statement. The hash of the first version covers no names, so that those of its rows do not count. */
export async function summaryIn(tx: Orm, query: Pick<AuditQuery, 'clientIds' | 'since'>): ReturnType<Audit['summary']> {
  const { actorTid: tid, actorOid: oid, actorName: name, action, version } = audit;
  const sent = sql<number>`count(*) FILTER (WHERE ${action} = 'reminder.sent')`.mapWith(Number);
  const rows = await tx
    .select({ tid, oid, name: sql<string | null>`max(${name}) FILTER (WHERE ${version} > 1)`, sent })
    .from(audit)
    .where(isCovered(query))
    .groupBy(tid, oid)
    .orderBy(desc(sql`count(*)`), tid, oid);
  const people = rows.flatMap((row) =>
    row.tid === null || row.oid === null ? [] : [{ tid: row.tid, oid: row.oid, name: row.name ?? '' }],
  );
  return { people, reminders: rows.reduce((sum, row) => sum + row.sent, 0) };
}

function idsOf(person: PersonId): readonly [string, string] {
  const { tid, oid } = lowerPerson(person);
  return [tid, oid];
}

function isCovered({ clientIds, since }: Pick<AuditQuery, 'clientIds' | 'since'>): SQL | undefined {
  const ids = clientIds?.map((id) => storable(id.toLowerCase()));
  return and(gte(audit.at, since), ids === undefined ? undefined : isOneOf(audit.clientId, ids));
}
