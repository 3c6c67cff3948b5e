import type { Reply } from '../http.ts';
import { peopleHere } from '../leavers.ts';
import type { LocalPerson } from '../people.ts';
import { stableId } from '../stable-id.ts';
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
  const users = accountsOf(world)
    .map((account) => userOf(account, world, roles))
    .filter(fits);
  return { status: 200, body: pageOf(users, url, origin, (one) => selected(one, query)) };
}

/** Answers `GET /users/{id or UPN}`. Throws GraphFailure. */
export function oneUser({ world, roles, origin }: Asked, url: URL, id: string): Reply {
  onlyOptions(url.searchParams, ['$select']);
  const account = accountsOf(world).find((one) => isNamed(one, id));
  if (account === undefined) throw notFound(id);
  const body = selected(userOf(account, world, roles), url.searchParams);
  return { status: 200, body: { '@odata.context': `${origin}/v1.0/$metadata#users/$entity`, ...body } };
}

type Account = Pick<LocalPerson, 'oid' | 'name' | 'upn' | 'mail'>;

/** A shared mailbox has an account too, with which nobody signs in. */
function accountsOf(world: LocalWorld): readonly Account[] {
  const { mailbox: upn, mailboxName: name } = world;
  return [...peopleHere(world), { oid: stableId(upn), name, upn }];
}

/** The state of the account comes only if it is asked for: https://learn.microsoft.com/graph/api/resources/user */
function selected(user: LocalUser, query: URLSearchParams): object {
  const { accountEnabled: _, ...basic } = user;
  const select = query.get('$select');
  return select === null ? basic : picked(user, select, 'user');
}

/** Whether the id is the person's object id or user principal name, in any letter case. */
export function isNamed(person: Pick<LocalPerson, 'oid' | 'upn'>, id: string): boolean {
  return person.oid === id.toLowerCase() || person.upn.toLowerCase() === id.toLowerCase();
}
