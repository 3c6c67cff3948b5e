import { and, isNotNull, sql } from 'drizzle-orm';
import type { ApplicationRef, ClientId } from '../../../domain/shared/application.ts';
import type { KnownApplications } from '../../../ports/access/known-applications.ts';
import { chunks } from '../base/chunks.ts';
import type { Orm } from '../base/database.ts';
import { isOneOf } from '../base/one-of.ts';
import { type Runner, storable } from '../base/transaction.ts';
import { putIn } from '../messages/put-message.ts';
import { knownApplications } from './schema-access.ts';

export function createKnownApplications({ transact, direct }: Runner): KnownApplications {
  return {
    // Each application is a fact of its own: several statements need no transaction.
    seen: (applications) => direct((tx) => seenIn(tx, applications)),
    namesOf: (clientIds) => direct((tx) => namesIn(tx, clientIds)),
    gone: (clientIds, at, tell) =>
      transact(async (tx) => {
        const news: ClientId[] = [];
        for (const some of chunks(clientIds.map((id) => id.toLowerCase()).sort()))
          news.push(...(await goneIn(tx, some, at)));
        if (news.length > 0) await putIn(tx, tell(await namesIn(tx, news)));
      }),
  };
}

/** Writes only the rows that change. One order for all, so that two writers never wait for each other. */
async function seenIn(tx: Orm, applications: readonly ApplicationRef[]): Promise<void> {
  const rows = applications.map((one) => ({ id: one.clientId.toLowerCase(), name: storable(one.displayName) }));
  for (const some of chunks(rows))
    await tx.execute(sql`
      INSERT INTO known_applications AS known (client_id, display_name)
      SELECT id, name FROM json_to_recordset(${JSON.stringify(some)}::json) AS given (id text, name text) ORDER BY id
      ON CONFLICT (client_id) DO UPDATE SET display_name = excluded.display_name, gone_since = NULL
      WHERE known.display_name <> excluded.display_name OR known.gone_since IS NOT NULL`);
}

async function namesIn(tx: Orm, clientIds: readonly ClientId[]): Promise<readonly ApplicationRef[]> {
  const names = new Map<ClientId, string>();
  for (const some of chunks(clientIds.map((id) => id.toLowerCase()))) {
    const rows = await tx.select().from(knownApplications).where(isOneOf(knownApplications.clientId, some));
    for (const row of rows) names.set(row.clientId, row.displayName);
  }
  return clientIds.map((clientId) => ({ clientId, displayName: names.get(clientId.toLowerCase()) ?? '' }));
}

/** Only an application that is there is assigned. If it is gone all the same, the next sweep records and tells that. */
export async function notGoneAnyMoreIn(tx: Orm, clientIds: readonly ClientId[]): Promise<void> {
  for (const some of chunks([...new Set(clientIds)].sort()))
    await tx
      .update(knownApplications)
      .set({ goneSince: null })
      .where(and(isOneOf(knownApplications.clientId, some), isNotNull(knownApplications.goneSince)));
}

/** Those of which it is news. */
async function goneIn(tx: Orm, clientIds: readonly ClientId[], at: Date): Promise<readonly ClientId[]> {
  const { clientId, goneSince } = knownApplications;
  const rows = await tx
    .insert(knownApplications)
    .values(clientIds.map((id) => ({ clientId: id, displayName: '', goneSince: at })))
    .onConflictDoUpdate({ target: clientId, set: { goneSince: at }, setWhere: sql`${goneSince} IS NULL` })
    .returning({ clientId });
  return rows.map((row) => row.clientId);
}
