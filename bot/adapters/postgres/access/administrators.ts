import { ADMIN_ROLE, type Session } from '../../../domain/sign-in/session.ts';
import type { Administrators } from '../../../ports/access/administrators.ts';
import type { Orm } from '../base/database.ts';
import { isAmong } from '../base/person-columns.ts';
import { lowerPerson, type Runner } from '../base/transaction.ts';
import { administrators } from '../reminders/schema-reminders.ts';

export function createAdministrators({ direct }: Runner): Administrators {
  return {
    all: () => direct((tx) => tx.select().from(administrators).orderBy(administrators.tid, administrators.oid)),
  };
}

/** Keeps what the role says at this sign-in. */
export async function keepAdministrator(tx: Orm, { person, roles }: Session): Promise<void> {
  if (roles.includes(ADMIN_ROLE)) await tx.insert(administrators).values(lowerPerson(person)).onConflictDoNothing();
  else await tx.delete(administrators).where(isAmong(administrators, [person]));
}
