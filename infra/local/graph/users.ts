import type { Reply } from '../http.ts';
import { peopleHere } from '../leavers.ts';
import type { LocalPerson } from '../people.ts';
import type { LocalWorld } from '../world.ts';
import { notFound } from './errors.ts';
import { onlyOptions, picked } from './fields.ts';
import { pageOf } from './paging.ts';
import { userOf } from './user.ts';
import { userFilter } from './user-filter.ts';

/** Returns one page of `GET /users`. Throws GraphFailure. */
export function usersList(world: LocalWorld, url: URL, origin: string): Reply {
  const query = url.searchParams;
  onlyOptions(query, ['$select', '$filter', '$top', '$skiptoken']);
  const fits = userFilter(query.get('$filter'));
  const users = peopleHere(world).map(userOf).filter(fits);
  return { status: 200, body: pageOf(users, url, origin, (one) => picked(one, query.get('$select'), 'user')) };
}

/** Answers `GET /users/{id or UPN}`. Throws GraphFailure. */
export function oneUser(world: LocalWorld, url: URL, id: string, origin: string): Reply {
  onlyOptions(url.searchParams, ['$select']);
  const person = peopleHere(world).find((one) => isNamed(one, id));
  if (person === undefined) throw notFound(id);
  const body = picked(userOf(person), url.searchParams.get('$select'), 'user');
  return { status: 200, body: { '@odata.context': `${origin}/v1.0/$metadata#users/$entity`, ...body } };
}

/** Whether the id is the person's object id or user principal name, in any letter case. */
export function isNamed(person: LocalPerson, id: string): boolean {
  return person.oid === id.toLowerCase() || person.upn.toLowerCase() === id.toLowerCase();
}
