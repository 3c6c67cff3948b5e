import { approvalPath } from './approvals.ts';
import { contactPath } from './contacts.ts';
import { assignPath, requestPath, unassignPath } from './roles.ts';
import { createPath, deletePath, expiredPath, rotationPath, storedPath } from './secrets.ts';
import { signInPath, signOutPath } from './sign-in.ts';
import type { WritePath } from './write-path.ts';
import { announcePath, removalPath } from './wrong-hands.ts';

/** Paths that are tried one after the other in one world, each by managers of its own. */
export interface PathGroup {
  readonly name: string;
  readonly paths: readonly WritePath[];
}

export const CREATION: PathGroup = { name: 'create a secret', paths: [createPath] };

/** Changes that Graph may show late. */
export const LATE: PathGroup = { name: 'create and delete', paths: [createPath, deletePath] };

/** Changes of a secret, or of the message with its value. */
export const OF_SECRETS: PathGroup = {
  name: 'delete, rotate, take away, delete what has expired, announce and carry out a removal',
  paths: [deletePath, rotationPath, storedPath, expiredPath, announcePath, removalPath],
};

/** Changes that are about people. */
export const OF_PEOPLE: PathGroup = {
  name: 'roles, requests, approvals, contacts, sign-in and sign-out',
  paths: [assignPath, unassignPath, requestPath, approvalPath, contactPath, signInPath, signOutPath],
};

export { assignPath, createPath, deletePath, requestPath };
