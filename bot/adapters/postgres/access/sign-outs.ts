import { gt, sql } from 'drizzle-orm';
import type { PersonId } from '../../../domain/shared/person.ts';
import type { VerifiedClaims } from '../../../domain/sign-in/session.ts';
import { lock, sharedLock } from '../base/advisory-locks.ts';
import { chunks } from '../base/chunks.ts';
import type { Orm } from '../base/database.ts';
import { isAmong } from '../base/person-columns.ts';
import { signOuts } from '../base/schema.ts';
import { lowerPerson } from '../base/transaction.ts';

const EVERYBODY: PersonId = { tid: '', oid: '' };

/** Until the caller's transaction ends nobody ends sign-ins or starts a session. */
export async function lockSignOuts(tx: Orm): Promise<void> {
  await tx.execute(sql`SELECT ${lock('sign-outs')}`);
}

/** Keeps when the sign-ins of these people ended. A session that is just starting comes before or after. */
export async function keepSignOut(tx: Orm, who: readonly PersonId[] | 'everybody', at: Date): Promise<void> {
  await lockSignOuts(tx);
  const people = who === 'everybody' ? [EVERYBODY] : who.map(lowerPerson);
  for (const some of chunks(people))
    await tx
      .insert(signOuts)
      .values(some.map((person) => ({ ...person, at })))
      .onConflictDoUpdate({ target: [signOuts.tid, signOuts.oid], set: { at } });
}

/** What a session that is starting meets. */
interface Met {
  /** Entra issued the token before the person's sign-ins were ended. */
  readonly ended: boolean;
  /** The last look at the managers saw that the person is away. */
  readonly away: boolean;
}

/** Until the caller's transaction ends nobody ends the person's sign-ins, or writes that they are away. */
export async function metByStart(tx: Orm, { person, issuedAt }: VerifiedClaims): Promise<Met> {
  await tx.execute(sql`SELECT ${sharedLock('sign-outs')}`);
  const { tid, oid } = lowerPerson(person);
  const [met] = await tx
    .select({
      ended: sql<boolean>`count(*) > 0`,
      away: sql<boolean>`EXISTS (SELECT 1 FROM away_people AS gone WHERE (gone.tid, gone.oid) = (${tid}, ${oid}))`,
    })
    .from(signOuts)
    .where(sql`${isAmong(signOuts, [EVERYBODY, person])} AND ${gt(signOuts.at, issuedAt)}`);
  return met ?? { ended: false, away: false };
}
