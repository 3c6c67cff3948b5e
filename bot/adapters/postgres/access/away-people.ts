import { and, eq, notExists, type SQL, sql } from 'drizzle-orm';
import type { AwayApplication, AwayManager, AwayPerson } from '../../../domain/access/away.ts';
import type { NamedPerson, PersonId } from '../../../domain/shared/person.ts';
import type { AwayLook, AwayPeople } from '../../../ports/access/away-people.ts';
import { appendAudits } from '../audit/audit-log.ts';
import { chunks } from '../base/chunks.ts';
import type { Orm } from '../base/database.ts';
import { isAmong, personKey } from '../base/person-columns.ts';
import { assignments, awayPeople } from '../base/schema.ts';
import { lowerNamed, type Runner, storable } from '../base/transaction.ts';
import { putIn } from '../messages/put-message.ts';
import { endSessionsIn } from './end-sessions.ts';
import { knownApplications } from './schema-access.ts';
import { keepSignOut, lockSignOuts } from './sign-outs.ts';

type Row = typeof awayPeople.$inferSelect;

export function createAwayPeople({ transact, direct }: Runner): AwayPeople {
  return {
    of: async (people) => (people.length === 0 ? [] : direct((tx) => awayAmong(tx, people))),
    everyManager: () => direct(everyManagerIn),
    managers: () => direct(async (tx) => (await heldIn(tx)).map(({ manager }) => manager)),
    note: (look) => transact((tx) => noteIn(tx, look)),
    back: (people, audit) =>
      transact(async (tx) => {
        const back = await backIn(tx, people);
        await appendAudits(tx, back.map(audit));
      }),
  };
}

/** Takes the marks of these people away, and returns those who had one. */
export async function backIn(tx: Orm, people: readonly PersonId[]): Promise<readonly NamedPerson[]> {
  const removed: NamedPerson[] = [];
  for (const some of chunks(people))
    for (const { tid, oid, name } of await tx.delete(awayPeople).where(isAmong(awayPeople, some)).returning())
      removed.push({ tid, oid, name });
  return removed;
}

/** The database names each person once: a tenant may have tens of thousands of assignments. */
async function everyManagerIn(tx: Orm): Promise<Awaited<ReturnType<AwayPeople['everyManager']>>> {
  const { tid, oid, name } = assignments;
  const rows = await tx
    .selectDistinctOn([tid, oid], { tid, oid, name, how: awayPeople.how })
    .from(assignments)
    .leftJoin(awayPeople, and(eq(awayPeople.tid, tid), eq(awayPeople.oid, oid)))
    .orderBy(tid, oid);
  return rows.map(({ how, ...person }) => ({ person, how: how ?? undefined }));
}

async function awayAmong(tx: Orm, people: readonly PersonId[]): Promise<readonly AwayPerson[]> {
  const found: AwayPerson[] = [];
  for (const some of chunks(people))
    found.push(...(await tx.select().from(awayPeople).where(isAmong(awayPeople, some))).map(toAway));
  return found;
}

/**
 * One look is written at a time, and no session starts meanwhile. The record is appended to last, because nobody who holds
 * its head may wait for a session.
 */
async function noteIn(tx: Orm, look: AwayLook): Promise<boolean> {
  await lockSignOuts(tx);
  const gone = await putAway(tx, look.away, look.at);
  if (gone.length > 0)
    await keepSignOut(
      tx,
      gone.map(({ person }) => person),
      look.at,
    );
  const back = await backIn(tx, look.back);
  await tx.delete(awayPeople).where(notExists(heldBy(tx)));
  const everybody = await tx.select().from(awayPeople);
  const ended = await endSessionsIn(tx, everybody, look.at);
  const news = await untoldIn(tx);
  if (news.length > 0) await putIn(tx, look.tell(news));
  await appendAudits(tx, [
    ...gone.map(({ person, how }) => look.audit(person, how)),
    ...back.map((person) => look.audit(person, 'back')),
    ...ended.map(look.ended),
  ]);
  return news.length > 0;
}

/**
 * Those who were not away in this way before: another look may have written the others since this one was planned. If
 * somebody was away in another way, what has been told of them stays told.
 */
async function putAway(tx: Orm, seen: AwayLook['away'], since: Date): Promise<AwayLook['away']> {
  const put: AwayLook['away'][number][] = [];
  for (const some of chunks(seen)) {
    const rows = some.map(({ person, how }): Row => {
      const lower = lowerNamed(person);
      return { ...lower, name: storable(lower.name), how, since, told: [] };
    });
    const written = await tx
      .insert(awayPeople)
      .values(rows)
      .onConflictDoUpdate({
        target: [awayPeople.tid, awayPeople.oid],
        set: { how: sql`excluded.how`, since: sql`excluded.since` },
        setWhere: sql`${awayPeople.how} <> excluded.how`,
      })
      .returning();
    put.push(...written.map(({ tid, oid, name, how }) => ({ person: { tid, oid, name }, how })));
  }
  return put;
}

/** Marks everything as told. */
async function untoldIn(tx: Orm): Promise<readonly AwayManager[]> {
  const news: AwayManager[] = [];
  for (const { manager, told } of await heldIn(tx)) {
    const fresh = manager.applications.filter(({ clientId }) => !told.includes(clientId));
    if (fresh.length > 0) news.push({ ...manager, applications: fresh });
    if (fresh.length === 0 && told.length === manager.applications.length) continue;
    // What the person does not manage any more is not told of: if they get it once more, that is news.
    await tx
      .update(awayPeople)
      .set({ told: manager.applications.map(({ clientId }) => clientId) })
      .where(isAmong(awayPeople, [manager.person]));
  }
  return news;
}

interface Held {
  readonly manager: AwayManager;
  /** The applications of which it has been told. */
  readonly told: readonly string[];
}

/** Reads everybody who is away, with what they manage. */
async function heldIn(tx: Orm): Promise<readonly Held[]> {
  const { clientId } = assignments;
  const rows = await tx
    .select({ away: awayPeople, clientId, displayName: nameOf(), others: othersOf() })
    .from(awayPeople)
    .innerJoin(assignments, isOf())
    .leftJoin(knownApplications, sql`${knownApplications.clientId} = ${clientId}`)
    .orderBy(sql`${awayPeople.since} DESC`, awayPeople.name, awayPeople.tid, awayPeople.oid, nameOf(), clientId);
  const byPerson = Map.groupBy(rows, ({ away }) => personKey(away));
  return [...byPerson.values()].flatMap((own) => {
    const [first] = own;
    const applications = own.map(
      ({ clientId: id, displayName, others }): AwayApplication => ({ clientId: id, displayName, others }),
    );
    return first === undefined ? [] : [{ manager: { ...toAway(first.away), applications }, told: first.away.told }];
  });
}

function nameOf(): SQL<string> {
  return sql`coalesce(${knownApplications.displayName}, '')`;
}

function isOf(): SQL {
  return sql`(${assignments.tid}, ${assignments.oid}) = (${awayPeople.tid}, ${awayPeople.oid})`;
}

function heldBy(tx: Orm) {
  return tx.select({ one: sql`1` }).from(assignments).where(isOf());
}

/** The managers of the row's application who are there, as JSON. */
function othersOf(): SQL<readonly NamedPerson[]> {
  return sql`(
    SELECT coalesce(json_agg(json_build_object('tid', other.tid, 'oid', other.oid, 'name', other.name)
      ORDER BY other.added_at, other.tid, other.oid), '[]')
    FROM assignments AS other
    WHERE other.client_id = ${assignments.clientId}
      AND NOT EXISTS (SELECT 1 FROM away_people AS gone WHERE (gone.tid, gone.oid) = (other.tid, other.oid)))`;
}

function toAway({ tid, oid, name, how, since }: Row): AwayPerson {
  return { person: { tid, oid, name }, how, since };
}
