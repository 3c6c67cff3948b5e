import { and, eq, inArray, isNull, lte, or, type SQL } from 'drizzle-orm';
import type { EphemeralMessages, KeptMessage } from '../../../ports/secrets/ephemeral-messages.ts';
import { appendAudit, appendAudits } from '../audit/audit-log.ts';
import type { Orm } from '../base/database.ts';
import { ephemeralMessages, operations } from '../base/schema.ts';
import { storable, type Transact } from '../base/transaction.ts';

export function createMessages(transact: Transact): EphemeralMessages {
  return {
    find: (nonce) => transact(async (tx) => (await keptIn(tx, eq(ephemeralMessages.nonce, storable(nonce))))[0]),
    claimDue: (now, leaseUntil, limit, event) =>
      transact(async (tx) => {
        const claimed = await keptIn(tx, inArray(ephemeralMessages.nonce, await leaseDue(tx, now, leaseUntil, limit)));
        await appendAudits(tx, claimed.map(event));
        return claimed;
      }),
    removed: (nonce, event) =>
      transact(async (tx) => {
        const removed = await tx.delete(ephemeralMessages).where(eq(ephemeralMessages.nonce, nonce)).returning();
        if (removed.length > 0) await appendAudit(tx, event);
      }),
  };
}

async function leaseDue(tx: Orm, now: Date, leaseUntil: Date, limit: number): Promise<string[]> {
  const { nonce, removeAt } = ephemeralMessages;
  const free = or(isNull(ephemeralMessages.leaseUntil), lte(ephemeralMessages.leaseUntil, now));
  const due = tx
    .select({ nonce })
    .from(ephemeralMessages)
    .where(and(lte(removeAt, now), free))
    .orderBy(removeAt)
    .limit(limit)
    .for('update', { skipLocked: true });
  const leased = await tx.update(ephemeralMessages).set({ leaseUntil }).where(inArray(nonce, due)).returning({ nonce });
  return leased.map((row) => row.nonce);
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
  return rows.map(({ message: { leaseUntil: _leaseUntil, ...message }, ...secret }) => {
    return { ...message, clientId: secret.clientId, keyId: secret.keyId ?? undefined };
  });
}
