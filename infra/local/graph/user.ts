import { addressOf, type LocalPerson } from '../people.ts';

/** A user with the fields that User.ReadBasic.All may read. */
export type LocalUser = ReturnType<typeof userOf>;

export function userOf(person: LocalPerson) {
  const { oid, name, upn } = person;
  return { id: oid, displayName: name, userPrincipalName: upn, mail: addressOf(person) };
}
