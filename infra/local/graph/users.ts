import type { Reply } from '../http.ts';
import { peopleHere } from '../leavers.ts';
import type { LocalPerson } from '../people.ts';
import type { LocalWorld } from '../world.ts';
import { notFound } from './errors.ts';
import { onlyOptions, picked } from './fields.ts';
import { pageOf } from './paging.ts';
import { type LocalUser, userOf } from './user.ts';
import { userFilter } from './user-filter.ts';

interface Asked {
  readonly world: LocalWorld;
  /** The permissions in the token. */
  readonly roles: readonly string[];
  readonly origin: string;
}

/** Returns one page of `GET /users`. Throws GraphFailure. */
export function usersList({ world, roles, origin }: Asked, url: URL): Reply {
  const query = url.searchParams;
  onlyOptions(query, ['$select', '$filter', '$top', '$skiptoken']);
  const fits = userFilter(query.get('$filter'));
  const users = peopleHere(world)
    .map((person) => userOf(person, world, roles))
    .filter(fits);
  return { status: 200, body: pageOf(users, url, origin, (one) => selected(one, query)) };
}

/** Answers `GET /users/{id or UPN}`. Throws GraphFailure. */
export function oneUser({ world, roles, origin }: Asked, url: URL, id: string): Reply {
  onlyOptions(url.searchParams, ['$select']);
  const person = peopleHere(world).find((one) => isNamed(one, id));
  if (person === undefined) throw notFound(id);
  const body = selected(userOf(person, world, roles), url.searchParams);
  return { status: 200, body: { '@odata.context': `${origin}/v1.0/$metadata#users/$entity`, ...body } };
}

/** The state of the account comes only if it is asked for: https://learn.microsoft.com/graph/api/resources/user */
function selected(user: LocalUser, query: URLSearchParams): object {
  const { accountEnabled: _, ...basic } = user;
  const select = query.get('$select');
  return select === null ? basic : picked(user, select, 'user');
}

/** Whether the id is the person's object id or user principal name, in any letter case. */
export function isNamed(person: LocalPerson, id: string): boolean {
  return person.oid === id.toLowerCase() || person.upn.toLowerCase() === id.toLowerCase();
}
