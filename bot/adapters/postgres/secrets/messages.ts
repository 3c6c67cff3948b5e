import { and, eq, inArray, isNull, lte, or, type SQL } from 'drizzle-orm';
import type { EphemeralMessages, FailedRemoval, KeptMessage } from '../../../ports/secrets/ephemeral-messages.ts';
import { appendAudit, appendAudits } from '../audit/audit-log.ts';
import type { Orm } from '../base/database.ts';
import { ephemeralMessages, operations } from '../base/schema.ts';
import { type Runner, storable } from '../base/transaction.ts';
import { putIn, redrawCreation } from '../messages/put-message.ts';

export function createMessages({ transact, direct }: Runner): EphemeralMessages {
  return {
    find: (nonce) => direct(async (tx) => (await keptIn(tx, eq(ephemeralMessages.nonce, storable(nonce))))[0]),
    claimDue: (now, leaseUntil, limit, event) =>
      transact(async (tx) => {
        const leased = await leaseDue(tx, now, leaseUntil, limit);
        const of = (nonces: readonly string[]) => keptIn(tx, inArray(ephemeralMessages.nonce, [...nonces]));
        const fresh = leased.filter(({ failures }) => failures === 0).map(({ nonce }) => nonce);
        await appendAudits(tx, (await of(fresh)).map(event));
        return of(leased.map(({ nonce }) => nonce));
      }),
    removed: (nonce, how, event) =>
      transact(async (tx) => {
        const removed = await tx.delete(ephemeralMessages).where(eq(ephemeralMessages.nonce, nonce)).returning();
        if (removed.length === 0) return;
        await redrawCreation(tx, nonce, { how, at: event.at });
        await appendAudit(tx, event);
      }),
    failed: (nonce, steps) => transact((tx) => failedIn(tx, nonce, steps)),
  };
}

async function failedIn(tx: Orm, nonce: string, { nextTry, audit, left }: FailedRemoval): Promise<Date | undefined> {
  const isIt = eq(ephemeralMessages.nonce, nonce);
  const [message] = await tx.select().from(ephemeralMessages).where(isIt).for('update');
  if (message === undefined) return undefined;
  const failures = message.failures + 1;
  if (failures === 1) await appendAudit(tx, audit);
  const next = nextTry(failures, message.removeAt);
  if (next === undefined) {
    await tx.delete(ephemeralMessages).where(isIt);
    await putIn(tx, left);
    return undefined;
  }
  const removeAt = new Date(Math.min(message.removeAt.getTime(), next.getTime()));
  await tx.update(ephemeralMessages).set({ failures, removeAt, leaseUntil: next }).where(isIt);
  return next;
}

async function leaseDue(tx: Orm, now: Date, leaseUntil: Date, limit: number) {
  const { nonce, failures, removeAt } = ephemeralMessages;
  const free = or(isNull(ephemeralMessages.leaseUntil), lte(ephemeralMessages.leaseUntil, now));
  const due = tx
    .select({ nonce })
    .from(ephemeralMessages)
    .where(and(lte(removeAt, now), free))
    .orderBy(removeAt)
    .limit(limit)
    .for('update', { skipLocked: true });
  const set = { leaseUntil };
  return tx.update(ephemeralMessages).set(set).where(inArray(nonce, due)).returning({ nonce, failures });
}

/** With the secrets that they show the values of, the longest due first. */
async function keptIn(tx: Orm, which: SQL): Promise<readonly KeptMessage[]> {
  const { clientId, keyId } = operations;
  const rows = await tx
    .select({ message: ephemeralMessages, clientId, keyId })
    .from(ephemeralMessages)
    .innerJoin(operations, eq(operations.nonce, ephemeralMessages.nonce))
    .where(which)
    .orderBy(ephemeralMessages.removeAt, ephemeralMessages.nonce);
  return rows.map(({ message: { leaseUntil: _leaseUntil, failures: _failures, ...message }, ...secret }) => {
    return { ...message, clientId: secret.clientId, keyId: secret.keyId ?? undefined };
  });
}
