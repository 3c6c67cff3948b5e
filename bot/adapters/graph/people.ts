import type { DirectoryPerson } from '../../domain/access/directory-person.ts';
import type { People } from '../../ports/access/people.ts';
import { GUID } from './answers.ts';
import type { GraphClient } from './client.ts';
import { isAbsent, toFault } from './errors.ts';
import { statusesOf } from './people-statuses.ts';
import { FIELDS, toPerson, userIn, usersIn } from './person-answers.ts';

/** An address has at most 254 characters; Entra's names for users are shorter still. */
const WORDS_LIMIT = 200;

/** Reads the users of one tenant: with User.ReadBasic.All who they are, with User.Read.All whether they may sign in, too. */
export function createPeople(client: GraphClient, tenantId: string): People {
  const tid = tenantId.toLowerCase();
  return {
    statusesOf: (people) => statusesOf(client, tid, people),
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

async function getUser(client: GraphClient, oid: string) {
  return userIn(await client.read(`/users/${oid.toLowerCase()}`).select(FIELDS).get());
}

/** Asks for two people, so that a second one that fits is noticed. */
async function onlyOne(client: GraphClient, words: string, tid: string): Promise<DirectoryPerson | undefined> {
  const literal = quoted(words);
  const filter = `mail eq ${literal} or userPrincipalName eq ${literal}`;
  const answer = await client.read('/users').filter(filter).select(FIELDS).top(2).get();
  const [found, another] = usersIn(answer);
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
