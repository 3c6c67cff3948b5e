import type { Asker, PersonId } from '../../../domain/shared/person.ts';
import type { Conversations } from '../../../ports/messages/conversations.ts';
import { chunks } from '../base/chunks.ts';
import type { Orm } from '../base/database.ts';
import { isAmong, personKey } from '../base/person-columns.ts';
import { acquaintances, personalChats } from '../base/schema.ts';
import { lowered, type Transact } from '../base/transaction.ts';

export function createConversations(transact: Transact): Conversations {
  return {
    remember: (given) =>
      transact(async (tx) => {
        const asker = lowered(given);
        await keepMet(tx, asker, false);
        if (asker.conversation.kind !== 'personal') return;
        await tx
          .insert(personalChats)
          .values({ ...asker.person, asker })
          .onConflictDoUpdate({ target: [personalChats.tid, personalChats.oid], set: { asker } });
      }),
    personal: (person) => transact((tx) => personalIn(tx, person)),
    met: (people) => transact((tx) => metIn(tx, people)),
    lost: (person) =>
      transact(async (tx) => {
        const isIt = isAmong(acquaintances, [person]);
        const known = await tx.update(acquaintances).set({ lost: true }).where(isIt).returning();
        const chat = known.length > 0 ? undefined : await personalIn(tx, person);
        if (chat !== undefined) await keepMet(tx, chat, true);
      }),
  };
}

async function keepMet(tx: Orm, asker: Asker, lost: boolean): Promise<void> {
  await tx
    .insert(acquaintances)
    .values({ ...asker.person, asker, lost })
    .onConflictDoUpdate({ target: [acquaintances.tid, acquaintances.oid], set: { asker, lost } });
}

async function personalIn(tx: Orm, person: PersonId): Promise<Asker | undefined> {
  const [row] = await tx
    .select()
    .from(personalChats)
    .where(isAmong(personalChats, [person]));
  return row?.asker;
}

/** In the order given. A 1:1 chat may be known without an acquaintance: the version before keeps chats alone. */
async function metIn(tx: Orm, people: readonly PersonId[]): Promise<readonly Asker[]> {
  const known = new Map<string, Asker>();
  const lost = new Set<string>();
  for (const some of chunks(people)) {
    for (const row of await tx.select().from(acquaintances).where(isAmong(acquaintances, some))) {
      known.set(personKey(row), row.asker);
      if (row.lost) lost.add(personKey(row));
    }
    const chats = await tx.select().from(personalChats).where(isAmong(personalChats, some));
    for (const row of chats) known.set(personKey(row), row.asker);
  }
  return [...new Set(people.map(personKey))].flatMap((key) => (lost.has(key) ? [] : (known.get(key) ?? [])));
}
