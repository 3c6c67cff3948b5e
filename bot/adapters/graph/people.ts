import { z } from 'zod';
import type { DirectoryPerson } from '../../domain/access/directory-person.ts';
import type { PersonId } from '../../domain/shared/person.ts';
import type { People, PersonStatus } from '../../ports/access/people.ts';
import { GUID, parsed } from './answers.ts';
import type { GraphClient } from './client.ts';
import { isAbsent, toFault } from './errors.ts';

/** The fields that User.ReadBasic.All may read. `userType`, which marks guests, is not one of them. */
const FIELDS = ['id', 'displayName', 'userPrincipalName', 'mail'];
/** An address has at most 254 characters; Entra's names for users are shorter still. */
const WORDS_LIMIT = 200;
const NAME_LIMIT = 256;
const AT_ONCE = 4;

const USER = z.object({
  id: z.string().regex(GUID),
  displayName: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  mail: z.string().nullish(),
});
type User = z.infer<typeof USER>;
const USERS = z.object({ value: z.array(USER) });

const UNKNOWN: PersonStatus = { status: 'unknown', person: undefined };
const LEFT: PersonStatus = { status: 'left', person: undefined };

/** Reads the users of one tenant with User.ReadBasic.All. */
export function createPeople(client: GraphClient, tenantId: string): People {
  const tid = tenantId.toLowerCase();
  return {
    statusesOf: (people) => inTurns(people, (one) => (one.tid === tid ? standingOf(client, one) : UNKNOWN)),
    async find(words) {
      const wanted = words.trim();
      if (!isAskable(wanted)) return undefined;
      try {
        if (GUID.test(wanted)) return toPerson(await getUser(client, wanted), tid);
        return await onlyOne(client, wanted, tid);
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw toFault(error, 'read');
      }
    },
  };
}

async function standingOf(client: GraphClient, { tid, oid }: PersonId): Promise<PersonStatus> {
  try {
    const person = GUID.test(oid) ? toPerson(await getUser(client, oid), tid) : undefined;
    return person?.oid === oid ? { status: 'here', person } : UNKNOWN;
  } catch (error) {
    return isAbsent(error) ? LEFT : UNKNOWN;
  }
}

async function getUser(client: GraphClient, oid: string): Promise<User> {
  const answer = await client.read(`/users/${oid.toLowerCase()}`).select(FIELDS).get();
  return parsed(USER, answer, 'no user');
}

/** Asks for two people, so that a second one that fits is noticed. */
async function onlyOne(client: GraphClient, words: string, tid: string): Promise<DirectoryPerson | undefined> {
  const literal = quoted(words);
  const filter = `mail eq ${literal} or userPrincipalName eq ${literal}`;
  const answer = await client.read('/users').filter(filter).select(FIELDS).top(2).get();
  const [found, another] = parsed(USERS, answer, 'no list of users').value;
  return found === undefined || another !== undefined ? undefined : toPerson(found, tid);
}

/**
 * Writes a string for OData: a quote in it is doubled. It is encoded here because the SDK leaves `#` and `&` as they are,
 * and the user principal name of a guest holds `#`.
 */
function quoted(text: string): string {
  return `'${encodeURIComponent(text.replaceAll("'", "''"))}'`;
}

function isAskable(words: string): boolean {
  return words !== '' && words.length <= WORDS_LIMIT && !/\p{C}/u.test(words);
}

/**
 * The user principal name of a B2B guest contains `#EXT#`.
 * https://learn.microsoft.com/entra/external-id/user-properties (Key properties).
 */
function toPerson({ id, displayName, userPrincipalName, mail }: User, tid: string): DirectoryPerson {
  return {
    ...{ tid, oid: id.toLowerCase(), name: textOf(displayName) },
    address: textOf(mail) || textOf(userPrincipalName),
    guest: /#EXT#/i.test(userPrincipalName ?? ''),
  };
}

function textOf(value: string | null | undefined): string {
  return (value ?? '').slice(0, NAME_LIMIT);
}

/** Runs a few requests at once and keeps the order given. */
async function inTurns<T, R>(items: readonly T[], act: (item: T) => R | Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(from, from + AT_ONCE).map(act))));
  }
  return results;
}
