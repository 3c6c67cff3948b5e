import type { PersonId } from '../../../domain/shared/person.ts';
import type { Session } from '../../../domain/sign-in/session.ts';
import type { Orm } from '../base/database.ts';
import { isAmong } from '../base/person-columns.ts';
import { sessions } from '../base/schema.ts';

export function toSession(row: typeof sessions.$inferSelect): Session {
  const { tid, oid, name, roles, acrs, authTime, issuedAt, signedInAt, expiresAt } = row;
  return {
    person: { tid, oid },
    name,
    roles,
    acrs,
    authTime: authTime ?? undefined,
    // A session of the version before has no such time: its token was issued before the sign-in.
    issuedAt: issuedAt ?? authTime ?? signedInAt,
    signedInAt,
    expiresAt,
  };
}

/** The person's session, which may have expired. Its row stays locked until the caller's transaction ends. */
export async function lockSessionIn(tx: Orm, person: PersonId): Promise<Session | undefined> {
  const [row] = await tx
    .select()
    .from(sessions)
    .where(isAmong(sessions, [person]))
    .for('update');
  return row === undefined ? undefined : toSession(row);
}
