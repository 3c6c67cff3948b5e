import { addressOf, type LocalPerson } from '../people.ts';
import type { LocalWorld } from '../world.ts';

/** A user with the fields that User.ReadBasic.All may read, and one that it may not. */
export type LocalUser = ReturnType<typeof userOf>;

/** The permissions that read more of a user than the basic profile. User.ReadBasic.All is not among them. */
const FULL_PROFILE = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];

/**
 * Without a right to the full profile, a field beyond the basic one is null although the account is there.
 * https://learn.microsoft.com/graph/permissions-reference (User.ReadBasic.All)
 */
export function userOf(
  person: Pick<LocalPerson, 'oid' | 'name' | 'upn' | 'mail'>,
  { blocked }: Pick<LocalWorld, 'blocked'>,
  roles: readonly string[],
) {
  const { oid, name, upn } = person;
  const basic = { id: oid, displayName: name, userPrincipalName: upn, mail: addressOf(person) };
  const mayReadAll = FULL_PROFILE.some((role) => roles.includes(role));
  return { ...basic, accountEnabled: mayReadAll ? !blocked.has(oid) : null };
}
