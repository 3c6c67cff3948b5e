import type { PersonStatus } from '../../domain/access/directory-person.ts';
import type { PersonId } from '../../domain/shared/person.ts';
import { GUID, unbelieved } from './answers.ts';
import { ABSENT, MOST_IN_A_BATCH, readThere, readTogether } from './batch.ts';
import { groupsOf, MOST_IN_A_FILTER } from './by-client-id.ts';
import type { GraphClient } from './client.ts';
import { isAbsent, toFault } from './errors.ts';
import { FIELDS, toPerson, type User, userIn, usersIn } from './person-answers.ts';

/**
 * User.Read.All is the least of the rights that read it and change nothing. Microsoft does not say what Graph answers without
 * it: null by what people report, so the bot also takes a field that is not there, and a refusal.
 * https://learn.microsoft.com/graph/api/resources/user (accountEnabled), https://learn.microsoft.com/graph/api/user-list
 */
const WITH_ACCOUNT = [...FIELDS, 'accountEnabled'];

/** So many people cost one request. */
const MOST_AT_ONCE = MOST_IN_A_FILTER * MOST_IN_A_BATCH;

const UNKNOWN: PersonStatus = { status: 'unknown', person: undefined };
const LEFT: PersonStatus = { status: 'left', person: undefined };

/** Maps the object id of each person to the user, or to the fact that there is none. A person who is not in it is unknown. */
type Answered = ReadonlyMap<string, User | typeof ABSENT>;

/**
 * One person costs one request, and so do up to 300, in a batch of filters. Those that the lists lack are asked for one by
 * one: a list may be empty for another reason than that nobody is there. See decision 0035. Never throws.
 */
export async function statusesOf(
  client: GraphClient,
  tid: string,
  people: readonly PersonId[],
): Promise<readonly PersonStatus[]> {
  const isAsked = (one: PersonId) => one.tid.toLowerCase() === tid && GUID.test(one.oid);
  const answered = await askAll(client, [...new Set(people.filter(isAsked).map(({ oid }) => oid.toLowerCase()))]);
  return people.map((one) => (isAsked(one) ? statusOf(answered.get(one.oid.toLowerCase()), tid) : UNKNOWN));
}

function statusOf(user: User | typeof ABSENT | undefined, tid: string): PersonStatus {
  if (user === undefined) return UNKNOWN;
  if (user === ABSENT) return LEFT;
  const person = toPerson(user, tid);
  if (user.accountEnabled === false) return { status: 'disabled', person };
  return user.accountEnabled === true ? { status: 'here', person, enabled: true } : { status: 'here', person };
}

async function askAll(client: GraphClient, oids: readonly string[]): Promise<Answered> {
  const answered = new Map<string, User | typeof ABSENT>();
  for (const some of groupsOf(oids, MOST_AT_ONCE)) {
    const found = await unlessRefused((fields) => readSome(client, some, fields));
    for (const [oid, user] of found) answered.set(oid, user);
  }
  return answered;
}

/** If Graph refuses the question with the state of the account, it is asked once more without. Empty if that fails, too. */
async function unlessRefused(ask: (fields: readonly string[]) => Promise<Answered>): Promise<Answered> {
  try {
    return await ask(WITH_ACCOUNT);
  } catch (error) {
    if (toFault(error, 'read').problem !== 'forbidden') return new Map();
    return ask(FIELDS).catch(() => new Map());
  }
}

async function readSome(client: GraphClient, oids: readonly string[], fields: readonly string[]): Promise<Answered> {
  const [only] = oids;
  if (only !== undefined && oids.length === 1) return new Map([[only, await readOne(client, only, fields)]]);
  const found = await readLists(client, groupsOf(oids, MOST_IN_A_FILTER), fields);
  const missing = oids.filter((oid) => !found.has(oid));
  // What the lists have told stays true if nobody can say what became of the others.
  const others = await readEach(client, missing, fields).catch((): Answered => new Map());
  return new Map([...found, ...others]);
}

async function readOne(client: GraphClient, oid: string, fields: readonly string[]): Promise<User | typeof ABSENT> {
  try {
    return askedFor(
      userIn(
        await client
          .read(`/users/${oid}`)
          .select([...fields])
          .get(),
      ),
      [oid],
    );
  } catch (error) {
    if (isAbsent(error)) return ABSENT;
    throw error;
  }
}

/** A list may lack people, and must hold nobody else and nobody twice. */
async function readLists(
  client: GraphClient,
  groups: readonly (readonly string[])[],
  fields: readonly string[],
): Promise<ReadonlyMap<string, User>> {
  const urls = groups.map((group) => `/users?$select=${fields}&$filter=${encodeURIComponent(filterOf(group))}`);
  const found = new Map<string, User>();
  for (const [index, body] of (await readUrls(client, urls)).entries()) {
    for (const user of usersIn(body)) {
      const { id } = askedFor(user, groups[index] ?? []);
      if (found.has(id.toLowerCase())) throw unbelieved('a person twice');
      found.set(id.toLowerCase(), user);
    }
  }
  return found;
}

/** One address needs no batch. */
async function readUrls(client: GraphClient, urls: readonly string[]): Promise<readonly unknown[]> {
  const [only] = urls;
  if (only !== undefined && urls.length === 1) return [await client.read(only).get()];
  return readTogether(client, urls, {});
}

/** Graph is asked for each person by itself. */
async function readEach(client: GraphClient, oids: readonly string[], fields: readonly string[]): Promise<Answered> {
  const answered = new Map<string, User | typeof ABSENT>();
  for (const some of groupsOf(oids, MOST_IN_A_BATCH)) {
    const [only] = some;
    if (only !== undefined && some.length === 1) {
      answered.set(only, await readOne(client, only, fields));
      continue;
    }
    const urls = some.map((oid) => `/users/${oid}?$select=${fields}`);
    for (const [index, body] of (await readThere(client, urls, {})).entries()) {
      const oid = some[index] ?? '';
      answered.set(oid, body === ABSENT ? ABSENT : askedFor(userIn(body), [oid]));
    }
  }
  return answered;
}

function filterOf(oids: readonly string[]): string {
  return `id in (${oids.map((oid) => `'${oid}'`).join(',')})`;
}

function askedFor(user: User, oids: readonly string[]): User {
  if (!oids.includes(user.id.toLowerCase())) throw unbelieved('another person');
  return user;
}
