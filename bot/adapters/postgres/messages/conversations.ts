import { isDeepStrictEqual } from 'node:util';
import { sql } from 'drizzle-orm';
import type { Asker, PersonId } from '../../../domain/shared/person.ts';
import type { Conversations } from '../../../ports/messages/conversations.ts';
import type { Orm } from '../base/database.ts';
import { isAmong, type PersonColumns, personKey } from '../base/person-columns.ts';
import { acquaintances, awayPeople, personalChats } from '../base/schema.ts';
import { lowered, lowerPerson, type Runner } from '../base/transaction.ts';

export function createConversations({ transact, direct, prepared }: Runner): Conversations {
  const known = prepared('people_known', knownQuery);
  const knownOf = (people: readonly PersonId[]) => known({ people: JSON.stringify(people.map(lowerPerson)) });
  return {
    remember: async (given) => {
      const asker = lowered(given);
      const [row] = await knownOf([asker.person]);
      if (row === undefined || !isKept(row, asker)) await transact((tx) => rememberIn(tx, asker));
    },
    personal: (person) => direct((tx) => personalIn(tx, person)),
    met: async (people) => (people.length === 0 ? [] : reachable(people, await knownOf(people))),
    lost: (person) =>
      transact(async (tx) => {
        const isIt = isAmong(acquaintances, [person]);
        const known = await tx.update(acquaintances).set({ lost: true }).where(isIt).returning();
        const chat = known.length > 0 ? undefined : await personalIn(tx, person);
        if (chat !== undefined) await keepMet(tx, chat, true);
      }),
  };
}

/** One row for each of the people. They come as one parameter, however many they are. */
function knownQuery(orm: Orm) {
  const given = sql`json_to_recordset(${sql.placeholder('people')}::json) AS given (tid text, oid text)`;
  const isGiven = ({ tid, oid }: PersonColumns) => sql`(${tid}, ${oid}) = (given.tid, given.oid)`;
  return orm
    .select({
      tid: sql<string>`given.tid`,
      oid: sql<string>`given.oid`,
      met: acquaintances.asker,
      lost: acquaintances.lost,
      chat: personalChats.asker,
      away: awayPeople.how,
    })
    .from(given)
    .leftJoin(acquaintances, isGiven(acquaintances))
    .leftJoin(personalChats, isGiven(personalChats))
    .leftJoin(awayPeople, isGiven(awayPeople));
}

type Known = Awaited<ReturnType<ReturnType<ReturnType<typeof knownQuery>['prepare']>['execute']>>[number];

/** Whether everything is in the ledger already. What changes nothing is not written. */
function isKept({ met, lost, chat }: Known, asker: Asker): boolean {
  if (lost !== false || !isDeepStrictEqual(met, asker)) return false;
  return asker.conversation.kind !== 'personal' || isDeepStrictEqual(chat, asker);
}

async function rememberIn(tx: Orm, asker: Asker): Promise<void> {
  await keepMet(tx, asker, false);
  if (asker.conversation.kind !== 'personal') return;
  await tx
    .insert(personalChats)
    .values({ ...asker.person, asker })
    .onConflictDoUpdate({ target: [personalChats.tid, personalChats.oid], set: { asker } });
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

function isReachable({ lost, away }: Known): boolean {
  return lost !== true && away === null;
}

/** In the order given. A 1:1 chat may be known without an acquaintance: the version before keeps chats alone. */
function reachable(people: readonly PersonId[], rows: readonly Known[]): readonly Asker[] {
  const known = new Map(rows.map((row) => [personKey(row), isReachable(row) ? (row.chat ?? row.met) : undefined]));
  return [...new Set(people.map(personKey))].flatMap((key) => known.get(key) ?? []);
}
