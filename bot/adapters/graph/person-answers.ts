import { z } from 'zod';
import type { DirectoryPerson } from '../../domain/access/directory-person.ts';
import { GUID, parsed } from './answers.ts';

/** The fields that User.ReadBasic.All may read. `userType`, which marks guests, is not one of them. */
export const FIELDS = ['id', 'displayName', 'userPrincipalName', 'mail'];
const NAME_LIMIT = 256;

const USER = z.object({
  id: z.string().regex(GUID),
  displayName: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  mail: z.string().nullish(),
  /** Null, or not there, if the bot may not read it. */
  accountEnabled: z.boolean().nullish(),
});
export type User = z.infer<typeof USER>;
const USERS = z.object({ value: z.array(USER) });

export function userIn(answer: unknown): User {
  return parsed(USER, answer, 'no user');
}

export function usersIn(answer: unknown): readonly User[] {
  return parsed(USERS, answer, 'no list of users').value;
}

/**
 * The user principal name of a B2B guest contains `#EXT#`.
 * https://learn.microsoft.com/entra/external-id/user-properties (Key properties).
 */
export function toPerson({ id, displayName, userPrincipalName, mail }: User, tid: string): DirectoryPerson {
  return {
    ...{ tid, oid: id.toLowerCase(), name: textOf(displayName) },
    address: textOf(mail) || textOf(userPrincipalName),
    guest: /#EXT#/i.test(userPrincipalName ?? ''),
  };
}

function textOf(value: string | null | undefined): string {
  return (value ?? '').slice(0, NAME_LIMIT);
}
