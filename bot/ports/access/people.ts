import type { DirectoryPerson, PersonStatus } from '../../domain/access/directory-person.ts';
import type { PersonId } from '../../domain/shared/person.ts';

/** The people of the tenant, guests included. */
export interface People {
  /**
   * The status of each person, in the order given. Never throws: if the directory does not answer, the status is
   * `unknown`. Nobody has `left` because a list lacks them: the directory has said so of each one. See decision 0035.
   */
  statusesOf(people: readonly PersonId[]): Promise<readonly PersonStatus[]>;
  /**
   * Finds a person by object id, user principal name or mail address. Undefined: nobody fits, or more than one does.
   * Throws DirectoryFault if the directory does not answer.
   */
  find(words: string): Promise<DirectoryPerson | undefined>;
}
