import { and, eq, gt, type SQL, sql } from 'drizzle-orm';
import type { Askers } from '../../../ports/sign-in/askers.ts';
import { knownApplications } from '../access/schema-access.ts';
import type { Orm } from '../base/database.ts';
import { assignments, sessions } from '../base/schema.ts';
import { lowerPerson, type Runner } from '../base/transaction.ts';
import { toSession } from './session-row.ts';

const TID = sql.placeholder('tid');
const OID = sql.placeholder('oid');

export function createAskers({ prepared }: Runner): Askers {
  const facts = prepared('asker_facts', factsQuery);
  return {
    factsOf: async (person, now) => {
      const [row] = await facts({ ...lowerPerson(person), now: now.toISOString() });
      if (row === undefined) throw new Error('the database answered without a row');
      return {
        session: row.session === null ? undefined : toSession(row.session),
        managed: row.managed.map(([clientId, displayName]) => ({ clientId, displayName })),
      };
    },
  };
}

/** Always one row. */
function factsQuery(orm: Orm) {
  const isTheirs = and(eq(sessions.tid, TID), eq(sessions.oid, OID), gt(sessions.expiresAt, sql.placeholder('now')));
  return orm
    .select({ session: sessions, managed: managedOnes() })
    .from(sql`(SELECT 1) AS asker`)
    .leftJoin(sessions, isTheirs);
}

/** As JSON, so that the session is not repeated for each application. */
function managedOnes(): SQL<readonly (readonly [clientId: string, displayName: string])[]> {
  const { clientId } = assignments;
  return sql`(
    SELECT coalesce(json_agg(json_build_array(${clientId}, coalesce(${knownApplications.displayName}, '')) ORDER BY ${clientId}), '[]')
    FROM ${assignments} LEFT JOIN ${knownApplications} ON ${knownApplications.clientId} = ${clientId}
    WHERE ${assignments.tid} = ${TID} AND ${assignments.oid} = ${OID})`;
}
