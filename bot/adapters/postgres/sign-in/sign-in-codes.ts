import { and, eq, gt, inArray, isNotNull, sql } from 'drizzle-orm';
import { type Asker, baseConversationId, type PersonId, samePerson } from '../../../domain/shared/person.ts';
import type { VerifiedClaims } from '../../../domain/sign-in/session.ts';
import { CODE_ATTEMPTS, type FinishedSignIn, type SignIn } from '../../../domain/sign-in/sign-in.ts';
import type { Orm } from '../base/database.ts';
import { type StoredClaims, signIns } from '../base/schema.ts';
import { lowered, lowerPerson } from '../base/transaction.ts';

type Row = typeof signIns.$inferSelect;

/** Redeems a code, once; a wrong one counts against all of the person's finished sign-ins. Rows stay locked meanwhile. */
export async function redeemIn(
  tx: Orm,
  asker: Asker,
  codeHash: string,
  now: Date,
): Promise<FinishedSignIn | 'wrong' | 'exhausted'> {
  const finished = and(isOf(asker.person), gt(signIns.expiresAt, now), isNotNull(signIns.codeHash));
  const rows = await tx.select().from(signIns).where(finished).orderBy(signIns.id).for('update');
  const valid = rows.filter((row) => row.wrongCodes < CODE_ATTEMPTS);
  for (const row of valid) {
    const claims = toClaims(row.claims);
    const fits = row.codeHash === codeHash && boundTo(row, asker);
    if (!fits || claims === undefined || !samePerson(claims.person, lowerPerson(asker.person))) continue;
    await tx.delete(signIns).where(eq(signIns.id, row.id));
    return { ...toSignIn(row), claims };
  }
  if (valid.length > 0) {
    const ids = valid.map((row) => row.id);
    await tx
      .update(signIns)
      .set({ wrongCodes: sql`${signIns.wrongCodes} + 1` })
      .where(inArray(signIns.id, ids));
  }
  return rows.length > 0 && valid.length === 0 ? 'exhausted' : 'wrong';
}

/** Whether the sign-in was opened in the asker's conversation, whichever thread of it. */
export function boundTo(row: Row, asker: Asker): boolean {
  return baseConversationId(row.asker.conversation.id) === baseConversationId(asker.conversation.id);
}

export function isOf(person: PersonId) {
  const { tid, oid } = lowerPerson(person);
  return and(eq(signIns.tid, tid), eq(signIns.oid, oid));
}

export function toSignIn(row: Row): SignIn {
  const { id, asker, command, need, expiresAt } = row;
  return { id, asker, command, need, challenge: row.challenge ?? undefined, expiresAt };
}

export function toClaimsJson(claims: VerifiedClaims): StoredClaims {
  const { authTime, issuedAt } = claims;
  return { ...lowered(claims), amr: [], authTime: authTime?.toISOString() ?? null, issuedAt: issuedAt.toISOString() };
}

function toClaims(stored: StoredClaims | null): VerifiedClaims | undefined {
  if (stored === null) return undefined;
  const { person, name, roles, acrs, authTime, issuedAt } = stored;
  return {
    person,
    name,
    roles,
    acrs,
    authTime: authTime === null ? undefined : new Date(authTime),
    issuedAt: new Date(issuedAt ?? authTime ?? 0),
  };
}
