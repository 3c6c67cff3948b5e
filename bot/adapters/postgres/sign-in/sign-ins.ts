import { and, desc, eq, gt, isNull, lt } from 'drizzle-orm';
import { SIGN_IN_LIFETIME_MS, type SignIn } from '../../../domain/sign-in/sign-in.ts';
import type { SignIns } from '../../../ports/sign-in/sign-ins.ts';
import type { Orm } from '../base/database.ts';
import { signIns, tokenExchanges } from '../base/schema.ts';
import { lowered, lowerPerson, type Runner, storable } from '../base/transaction.ts';
import { boundTo, isOf, redeemIn, toClaimsJson, toSignIn } from './sign-in-codes.ts';

/** Duplicates of a token exchange come within seconds; a day is ample. */
const EXCHANGE_KEPT_MS = 24 * 60 * 60_000;
const NO_HANDSHAKE = { stateHash: null, cookieHash: null, nonce: null, codeVerifier: null };

export function createSignIns(runner: Runner): SignIns {
  const { transact, direct } = runner;
  return {
    ...pageMethods(runner),
    open: (signIn, ticketHash) => direct((tx) => openIn(tx, signIn, ticketHash)),
    byId: (id, now) =>
      direct(async (tx) => {
        const [row] = await tx
          .select()
          .from(signIns)
          .where(and(eq(signIns.id, id), gt(signIns.expiresAt, now)));
        return row === undefined ? undefined : toSignIn(row);
      }),
    latest: (asker, now) =>
      direct(async (tx) => {
        const mine = and(isOf(asker.person), isNull(signIns.codeHash), gt(signIns.expiresAt, now));
        const rows = await tx.select().from(signIns).where(mine).orderBy(desc(signIns.expiresAt));
        const row = rows.find((each) => boundTo(each, asker));
        return row === undefined ? undefined : toSignIn(row);
      }),
    redeem: (asker, codeHash, now) => transact((tx) => redeemIn(tx, asker, codeHash, now)),
    takeById: (id, asker, now) =>
      transact(async (tx) => {
        const mine = and(eq(signIns.id, id), isOf(asker.person), gt(signIns.expiresAt, now));
        const [row] = await tx.select().from(signIns).where(mine).for('update');
        if (row === undefined || !boundTo(row, asker)) return undefined;
        await tx.delete(signIns).where(eq(signIns.id, id));
        return toSignIn(row);
      }),
    claimExchange: (person, exchangeId, now) =>
      direct(async (tx) => {
        const row = { ...lowerPerson(person), exchangeId: storable(exchangeId), claimedAt: now };
        return (await tx.insert(tokenExchanges).values(row).onConflictDoNothing().returning()).length > 0;
      }),
  };
}

type PageMethods = Pick<SignIns, 'byTicket' | 'begin' | 'takeHandshake' | 'challenge' | 'finish'>;

/** What the sign-in page needs. A finished sign-in is out of its reach: it has no handshake, and gets none again. */
function pageMethods({ transact, direct }: Runner): PageMethods {
  const unfinished = (id: string) => and(eq(signIns.id, id), isNull(signIns.codeHash));
  return {
    byTicket: (ticketHash, now) =>
      direct(async (tx) => {
        const usable = and(eq(signIns.ticketHash, ticketHash), isNull(signIns.codeHash), gt(signIns.expiresAt, now));
        const [row] = await tx.select().from(signIns).where(usable);
        return row === undefined ? undefined : toSignIn(row);
      }),
    begin: (id, handshake) =>
      direct(async (tx) => {
        await tx.update(signIns).set(handshake).where(unfinished(id));
      }),
    takeHandshake: (stateHash, now) =>
      transact(async (tx) => {
        const usable = and(eq(signIns.stateHash, stateHash), gt(signIns.expiresAt, now));
        const [row] = await tx.select().from(signIns).where(usable).for('update');
        if (row === undefined) return undefined;
        const { cookieHash, nonce, codeVerifier } = row;
        if (cookieHash === null || nonce === null || codeVerifier === null) return undefined;
        await tx.update(signIns).set(NO_HANDSHAKE).where(eq(signIns.id, row.id));
        return { signIn: toSignIn(row), handshake: { stateHash, cookieHash, nonce, codeVerifier } };
      }),
    challenge: (id, challenge) =>
      direct(async (tx) => {
        await tx.update(signIns).set({ challenge }).where(unfinished(id));
      }),
    finish: (id, claims, codeHash) =>
      direct(async (tx) => {
        const finished = await tx
          .update(signIns)
          .set({ claims: toClaimsJson(claims), codeHash, ...NO_HANDSHAKE })
          .where(unfinished(id))
          .returning();
        return finished.length > 0;
      }),
  };
}

/** Opening also clears away what has expired, by the caller's clock. */
async function openIn(tx: Orm, signIn: SignIn, ticketHash: string): Promise<void> {
  const now = signIn.expiresAt.getTime() - SIGN_IN_LIFETIME_MS;
  const old = tx.delete(tokenExchanges).where(lt(tokenExchanges.claimedAt, new Date(now - EXCHANGE_KEPT_MS)));
  await tx
    .with(tx.$with('old').as(old.returning({ exchangeId: tokenExchanges.exchangeId })))
    .delete(signIns)
    .where(lt(signIns.expiresAt, new Date(now)));
  const asker = lowered(signIn.asker);
  await tx.insert(signIns).values({
    ...signIn,
    ...asker.person,
    asker,
    challenge: signIn.challenge ?? null,
    ticketHash,
  });
}
