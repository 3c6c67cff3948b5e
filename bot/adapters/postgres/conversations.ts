import { and, eq } from 'drizzle-orm';
import type { Conversations } from '../../ports/ledger.ts';
import { personalChats } from './schema.ts';
import { lowered, lowerPerson, type Transact } from './transaction.ts';

export function createConversations(transact: Transact): Conversations {
  return {
    remember: async (given) => {
      if (given.conversation.kind !== 'personal') return;
      const asker = lowered(given);
      await transact(async (tx) => {
        await tx
          .insert(personalChats)
          .values({ ...asker.person, asker })
          .onConflictDoUpdate({ target: [personalChats.tid, personalChats.oid], set: { asker } });
      });
    },
    personal: (person) =>
      transact(async (tx) => {
        const { tid, oid } = lowerPerson(person);
        const isPerson = and(eq(personalChats.tid, tid), eq(personalChats.oid, oid));
        return (await tx.select().from(personalChats).where(isPerson))[0]?.asker;
      }),
  };
}
