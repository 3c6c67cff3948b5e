import type { Reply } from '../http.ts';
import type { LocalPerson, World } from '../world.ts';
import { notFound } from './errors.ts';
import { onlyOptions, picked } from './fields.ts';

/** `GET /users`: everybody, in one page. */
export function usersList(world: World, url: URL): Reply {
  onlyOptions(url.searchParams, ['$select']);
  const value = world.people.map((one) => picked(userOf(one), url.searchParams.get('$select'), 'user'));
  return { status: 200, body: { value } };
}

/** `GET /users/{id or UPN}`. Throws GraphFailure. */
export function oneUser(world: World, url: URL, id: string, origin: string): Reply {
  onlyOptions(url.searchParams, ['$select']);
  const person = world.people.find((one) => isNamed(one, id));
  if (person === undefined) throw notFound(id);
  const body = picked(userOf(person), url.searchParams.get('$select'), 'user');
  return { status: 200, body: { '@odata.context': `${origin}/v1.0/$metadata#users/$entity`, ...body } };
}

/** By object id or user principal name, in any case. */
export function isNamed(person: LocalPerson, id: string): boolean {
  return person.oid === id.toLowerCase() || person.upn.toLowerCase() === id.toLowerCase();
}

function userOf({ oid, name, upn }: LocalPerson) {
  return { id: oid, displayName: name, userPrincipalName: upn, mail: upn };
}
