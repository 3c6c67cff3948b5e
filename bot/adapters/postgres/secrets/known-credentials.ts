import { sql } from 'drizzle-orm';
import type { ClientId } from '../../../domain/shared/application.ts';
import type { KnownCredentials } from '../../../ports/secrets/known-credentials.ts';
import type { Orm } from '../base/database.ts';
import { isInList, listOf } from '../base/one-of.ts';
import { type Runner, storable } from '../base/transaction.ts';
import { keptOf, type WatchedRow } from './kept-credentials.ts';
import { secretUses, useReport } from './schema-last-uses.ts';
import { watchedApplications as watched } from './schema-watched.ts';

const IDS = sql.placeholder('ids');

/** Reads what is kept of the credentials of these applications. */
export function knownCredentialsReader({ prepared }: Pick<Runner, 'prepared'>) {
  const known = prepared('known_credentials', knownQuery);
  return async (clientIds: readonly ClientId[]): Promise<KnownCredentials> => {
    const [row] = await known({ ids: listOf(clientIds.map((id) => storable(id.toLowerCase()))) });
    if (row === undefined) throw new Error('the table use_report has no row');
    const used = row.uses.map(
      ([keyId, first, last]) => [keyId, { first: new Date(first), last: new Date(last) }] as const,
    );
    return {
      uses: {
        report: row.readAt === null ? undefined : { readAt: row.readAt, newest: row.newest ?? undefined },
        uses: new Map(used),
      },
      others: row.others.map(keptOf),
    };
  };
}

/** The database joins the tables to one row: a person who looks at applications waits for one answer, and not for two. */
function knownQuery(orm: Orm) {
  const uses = sql<readonly (readonly [keyId: string, first: string, last: string])[]>`(
    SELECT coalesce(json_agg(json_build_array(${secretUses.keyId}, ${secretUses.firstAt}, ${secretUses.lastAt})), '[]')
    FROM ${secretUses} WHERE ${isInList(secretUses.clientId, IDS)})`;
  const others = sql<readonly WatchedRow[]>`(
    SELECT coalesce(json_agg(json_build_object('clientId', ${watched.clientId}, 'certificates', ${watched.certificates},
      'federated', ${watched.federated})), '[]')
    FROM ${watched} WHERE ${isInList(watched.clientId, IDS)})`;
  return orm
    .select({ readAt: useReport.readAt, newest: useReport.newest, uses: uses.as('uses'), others: others.as('others') })
    .from(useReport);
}
