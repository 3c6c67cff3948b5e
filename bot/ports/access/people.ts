import type { DirectoryPerson, DirectoryStatus } from '../../domain/access/access-view.ts';
import type { PersonId } from '../../domain/shared/person.ts';

export interface PersonStatus {
  readonly status: DirectoryStatus;
  /** Known where the person is `here`. */
  readonly person: DirectoryPerson | undefined;
}

/** The people of the tenant, guests included. */
export interface People {
  /** In the order given. Never throws: who cannot be asked after is `unknown`. */
  statusesOf(people: readonly PersonId[]): Promise<readonly PersonStatus[]>;
  /**
   * By object id, user principal name or mail address. Undefined: nobody, or more than one. Throws DirectoryFault where
   * the directory does not answer.
   */
  find(words: string): Promise<DirectoryPerson | undefined>;
}
