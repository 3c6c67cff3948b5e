import { and, eq, inArray, isNull, lte, or } from 'drizzle-orm';
import type { EphemeralMessage, EphemeralMessages } from '../../ports/ledger.ts';
import { ephemeralMessages } from './schema.ts';
import { storable, type Transact } from './transaction.ts';

export function createMessages(transact: Transact): EphemeralMessages {
  return {
    find: (nonce) =>
      transact(async (tx) => {
        const [row] = await tx
          .select()
          .from(ephemeralMessages)
          .where(eq(ephemeralMessages.nonce, storable(nonce)));
        return row === undefined ? undefined : toMessage(row);
      }),
    claimDue: (now, leaseUntil, limit) =>
      transact(async (tx) => {
        const free = or(isNull(ephemeralMessages.leaseUntil), lte(ephemeralMessages.leaseUntil, now));
        const due = tx
          .select({ nonce: ephemeralMessages.nonce })
          .from(ephemeralMessages)
          .where(and(lte(ephemeralMessages.removeAt, now), free))
          .orderBy(ephemeralMessages.removeAt)
          .limit(limit)
          .for('update', { skipLocked: true });
        const chosen = inArray(ephemeralMessages.nonce, due);
        return (await tx.update(ephemeralMessages).set({ leaseUntil }).where(chosen).returning()).map(toMessage);
      }),
    removed: (nonce) =>
      transact(async (tx) => {
        await tx.delete(ephemeralMessages).where(eq(ephemeralMessages.nonce, nonce));
      }),
  };
}

function toMessage(row: typeof ephemeralMessages.$inferSelect): EphemeralMessage {
  const { leaseUntil: _leaseUntil, ...message } = row;
  return message;
}
