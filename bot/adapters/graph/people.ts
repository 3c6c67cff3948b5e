import { GraphError } from '@microsoft/microsoft-graph-client';
import type * as graph from '@microsoft/microsoft-graph-types';
import type { DirectoryPerson } from '../../domain/access/directory-person.ts';
import type { PersonId } from '../../domain/shared/person.ts';
import type { People, PersonStatus } from '../../ports/access/people.ts';
import { DirectoryFault } from '../../ports/secrets/directory.ts';
import type { GraphClient } from './client.ts';
import { isAbsent, toFault } from './errors.ts';

/** The fields that User.ReadBasic.All may read. `userType`, which marks guests, is not one of them. */
const FIELDS = ['id', 'displayName', 'userPrincipalName', 'mail'];
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** An address has at most 254 characters; Entra's names for users are shorter still. */
const WORDS_LIMIT = 200;
const NAME_LIMIT = 256;
const AT_ONCE = 4;

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
        if (isGone(error)) return undefined;
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
    return isGone(error) ? LEFT : UNKNOWN;
  }
}

/** Only this code says that there is no such person: a proxy or a wrong address of Graph answers 404 too. */
function isGone(error: unknown): boolean {
  return isAbsent(error) && error instanceof GraphError && error.code === 'Request_ResourceNotFound';
}

function getUser(client: GraphClient, oid: string): Promise<graph.User> {
  return client.read(`/users/${oid.toLowerCase()}`).select(FIELDS).get();
}

/** Asks for two people, so that a second one that fits is noticed. */
async function onlyOne(client: GraphClient, words: string, tid: string): Promise<DirectoryPerson | undefined> {
  const literal = quoted(words);
  const filter = `mail eq ${literal} or userPrincipalName eq ${literal}`;
  const page: { value?: unknown } = await client.read('/users').filter(filter).select(FIELDS).top(2).get();
  if (!Array.isArray(page?.value)) {
    throw new DirectoryFault('unexpected', { ambiguous: false, cause: new Error('the answer is no list of users') });
  }
  const [found, another]: graph.User[] = page.value;
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
 * https://learn.microsoft.com/entra/external-id/user-properties (Key properties). Undefined for a user without id.
 */
function toPerson(user: graph.User, tid: string): DirectoryPerson | undefined {
  const { id, displayName, userPrincipalName, mail } = user ?? {};
  if (typeof id !== 'string' || !GUID.test(id)) return undefined;
  const [name, upn, address] = [displayName, userPrincipalName, mail].map(textOf);
  return {
    ...{ tid, oid: id.toLowerCase(), name: name ?? '' },
    address: address || upn || '',
    guest: /#EXT#/i.test(upn ?? ''),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, NAME_LIMIT) : '';
}

/** Runs a few requests at once and keeps the order given. */
async function inTurns<T, R>(items: readonly T[], act: (item: T) => R | Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(from, from + AT_ONCE).map(act))));
  }
  return results;
}
