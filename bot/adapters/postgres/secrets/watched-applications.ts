import { isNotNull, lte, sql } from 'drizzle-orm';
import type { ClientId } from '../../../domain/shared/application.ts';
import type { WatchedApplications } from '../../../ports/secrets/watched-applications.ts';
import { chunks } from '../base/chunks.ts';
import type { Orm } from '../base/database.ts';
import { isOneOf } from '../base/one-of.ts';
import { type Runner, storable } from '../base/transaction.ts';
import { keptOf } from './kept-credentials.ts';
import { noteKeysIn } from './note-credentials.ts';
import { noteFederatedIn } from './note-federated.ts';
import { remindedIn } from './remind-certificates.ts';
import { watchedApplications as watched } from './schema-watched.ts';
import { settleMissedIn } from './sightings.ts';

export function createWatchedApplications({ transact, direct }: Runner): WatchedApplications {
  return {
    changed: (prints) => direct((tx) => changedIn(tx, prints)),
    noteKeys: async (seen, look) =>
      (await Promise.all(chunks(seen).map((some) => transact((tx) => noteKeysIn(tx, some, look))))).flat(),
    settleMissed: async (until, at) => {
      const rows = await direct((tx) =>
        tx.select({ clientId: watched.clientId }).from(watched).where(isNotNull(watched.missed)),
      );
      for (const some of chunks(rows.map(({ clientId }) => clientId)))
        await transact((tx) => settleMissedIn(tx, some, until, at));
    },
    unread: (since, limit) =>
      direct(async (tx) => {
        const { clientId, displayName, federatedReadAt: readAt } = watched;
        const isUnread = sql`(${readAt} IS NULL OR ${readAt} <= ${sql.param(since, readAt)})`;
        const rows = tx.select({ clientId, displayName }).from(watched).where(isUnread);
        return rows.orderBy(sql`${readAt} NULLS FIRST`, clientId).limit(limit);
      }),
    noteFederated: (reading, found, look) => transact((tx) => noteFederatedIn(tx, reading, found, look)),
    untold: (until) =>
      direct(async (tx) => {
        const { clientId, displayName, untoldSince } = watched;
        const rows = await tx
          .select({ clientId, displayName, since: untoldSince })
          .from(watched)
          .where(lte(untoldSince, until))
          .orderBy(displayName, clientId);
        return rows.flatMap(({ since, ...one }) => (since === null ? [] : [{ ...one, since }]));
      }),
    reminded: (all) => transact((tx) => remindedIn(tx, all)),
    of: (clientIds) =>
      direct(async (tx) => {
        const { clientId, certificates, federated } = watched;
        const wanted = isOneOf(
          clientId,
          clientIds.map((id) => storable(id.toLowerCase())),
        );
        const rows = await tx.select({ clientId, certificates, federated }).from(watched).where(wanted);
        return rows.map(keptOf);
      }),
  };
}

/** One parameter, as in isOneOf(). It is a text in JSON, so that U+0000 in a name has to be left out before. */
async function changedIn(
  tx: Orm,
  prints: readonly { readonly clientId: ClientId; readonly print: string }[],
): Promise<readonly ClientId[]> {
  const changed: ClientId[] = [];
  for (const some of chunks(prints)) {
    const rows = some.map(({ clientId, print }) => ({ id: clientId, print: storable(print) }));
    const given = sql`json_to_recordset(${JSON.stringify(rows)}::json) AS given (id text, print text)
      LEFT JOIN watched_applications AS known ON known.client_id = given.id`;
    const found = await tx
      .select({ id: sql<string>`given.id` })
      .from(given)
      .where(sql`known.print IS DISTINCT FROM given.print OR known.missed IS NOT NULL`);
    changed.push(...found.map(({ id }) => id));
  }
  return changed;
}
