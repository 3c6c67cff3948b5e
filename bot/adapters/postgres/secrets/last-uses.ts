import { and, isNotNull, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { KnownUses, SecretUse } from '../../../domain/secrets/last-use.ts';
import type { ClientId } from '../../../domain/shared/application.ts';
import type { LastUses, ReadPage, ReportReading } from '../../../ports/secrets/last-uses.ts';
import { chunks } from '../base/chunks.ts';
import type { Orm } from '../base/database.ts';
import { isOneOf } from '../base/one-of.ts';
import type { Runner } from '../base/transaction.ts';
import { knownCredentialsReader } from './known-credentials.ts';
import { secretUses, useReport } from './schema-last-uses.ts';

export function createLastUses({ transact, direct, prepared }: Runner): LastUses {
  return {
    of: (clientIds) => direct((tx) => knownIn(tx, clientIds)),
    withOthers: knownCredentialsReader({ prepared }),
    // Each use is a fact of its own: several statements need no transaction.
    note: (uses) => direct((tx) => noteIn(tx, uses)),
    takeUp: (now, dueBefore, until) => direct((tx) => takeUpIn(tx, now, dueBefore, until)),
    keep: (page) => transact((tx) => keepIn(tx, page)),
    putOff: (until, whole) =>
      direct(async (tx) => {
        await tx.update(useReport).set({ notBefore: until, ...(whole ? { link: null } : {}) });
      }),
    forget: (before) =>
      direct(async (tx) => {
        await tx.delete(secretUses).where(lt(secretUses.lastAt, before));
      }),
  };
}

/** The row of the report comes with each use, and once if there is no use. */
async function knownIn(tx: Orm, clientIds: readonly ClientId[]): Promise<KnownUses> {
  const ids = clientIds.map((id) => id.toLowerCase());
  const rows = await tx
    .select({ readAt: useReport.readAt, newest: useReport.newest, use: secretUses })
    .from(useReport)
    .leftJoin(secretUses, isOneOf(secretUses.clientId, ids));
  const { readAt = null, newest = null } = rows[0] ?? {};
  const uses = rows.flatMap(({ use }) =>
    use === null ? [] : ([[use.keyId, { first: use.firstAt, last: use.lastAt }]] as const),
  );
  return {
    report: readAt === null ? undefined : { readAt, newest: newest ?? undefined },
    uses: new Map(uses),
  };
}

/** Writes only the rows that change. One order for all, so that two writers never wait for each other. */
async function noteIn(tx: Orm, uses: readonly SecretUse[]): Promise<void> {
  for (const some of chunks(uses)) {
    const given = some.map(({ clientId, keyId, at }) => ({
      client: clientId.toLowerCase(),
      key: keyId.toLowerCase(),
      at: at.toISOString(),
    }));
    await tx.execute(sql`
      INSERT INTO secret_uses AS known (client_id, key_id, first_at, last_at)
      SELECT client, key, min(at), max(at)
      FROM json_to_recordset(${JSON.stringify(given)}::json) AS given (client text, key text, at timestamptz)
      GROUP BY client, key
      ORDER BY client, key
      ON CONFLICT (client_id, key_id) DO UPDATE
      SET first_at = least(known.first_at, excluded.first_at), last_at = greatest(known.last_at, excluded.last_at)
      WHERE excluded.last_at > known.last_at OR excluded.first_at < known.first_at`);
  }
}

async function takeUpIn(tx: Orm, now: Date, dueBefore: Date, until: Date): Promise<ReportReading | undefined> {
  const { link, readAt, notBefore, beganAt, newestSoFar } = useReport;
  const isFree = or(isNull(notBefore), lte(notBefore, now));
  const isDue = or(isNotNull(link), isNull(readAt), lt(readAt, dueBefore));
  const at = now.toISOString();
  const [taken] = await tx
    .update(useReport)
    .set({
      notBefore: until,
      beganAt: sql`CASE WHEN ${link} IS NULL THEN ${at}::timestamptz ELSE ${beganAt} END`,
      newestSoFar: sql`CASE WHEN ${link} IS NULL THEN NULL ELSE ${newestSoFar} END`,
    })
    .where(and(isFree, isDue))
    .returning({ link });
  return taken === undefined ? undefined : { link: taken.link ?? undefined };
}

async function keepIn(tx: Orm, { uses, newest, link, until }: ReadPage): Promise<void> {
  await noteIn(tx, uses);
  const soFar = sql`greatest(${useReport.newestSoFar}, ${newest?.toISOString() ?? null}::timestamptz)`;
  const whole = { link: null, readAt: sql`${useReport.beganAt}`, notBefore: null };
  const more = { link, notBefore: until };
  await tx.update(useReport).set({
    newestSoFar: soFar,
    ...(link === undefined ? { ...whole, newest: sql`greatest(${useReport.newest}, ${soFar})` } : more),
  });
}
