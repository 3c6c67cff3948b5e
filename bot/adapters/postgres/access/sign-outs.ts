import { gt, sql } from 'drizzle-orm';
import type { PersonId } from '../../../domain/shared/person.ts';
import type { VerifiedClaims } from '../../../domain/sign-in/session.ts';
import { chunks } from '../base/chunks.ts';
import type { Orm } from '../base/database.ts';
import { isAmong } from '../base/person-columns.ts';
import { signOuts } from '../base/schema.ts';
import { lowerPerson } from '../base/transaction.ts';

/** Any constant of our own. */
const ADVISORY_KEY = 7_229_003;
const EVERYBODY: PersonId = { tid: '', oid: '' };

/** Keeps when the sign-ins of these people ended. A session that is just starting comes before or after. */
export async function keepSignOut(tx: Orm, who: readonly PersonId[] | 'everybody', at: Date): Promise<void> {
  await tx.execute(sql`SELECT pg_advisory_xact_lock(${ADVISORY_KEY}::bigint)`);
  const people = who === 'everybody' ? [EVERYBODY] : who.map(lowerPerson);
  for (const some of chunks(people))
    await tx
      .insert(signOuts)
      .values(some.map((person) => ({ ...person, at })))
      .onConflictDoUpdate({ target: [signOuts.tid, signOuts.oid], set: { at } });
}

/** Whether Entra issued the token before the person's sign-ins were ended. Until the caller's transaction ends nobody ends them. */
export async function isEndedIn(tx: Orm, { person, issuedAt }: VerifiedClaims): Promise<boolean> {
  await tx.execute(sql`SELECT pg_advisory_xact_lock_shared(${ADVISORY_KEY}::bigint)`);
  const later = gt(signOuts.at, issuedAt);
  const rows = await tx
    .select()
    .from(signOuts)
    .where(sql`${isAmong(signOuts, [EVERYBODY, person])} AND ${later}`);
  return rows.length > 0;
}
