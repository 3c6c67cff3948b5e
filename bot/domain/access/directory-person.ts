import type { NamedPerson } from '../shared/person.ts';

/** `left`: the directory does not know the person any more. `unknown`: the directory did not answer. */
export type DirectoryStatus = 'here' | 'left' | 'unknown';

/** A person as the directory knows them. */
export interface DirectoryPerson extends NamedPerson {
  /** The mail address, or else the user principal name. Empty if neither is known. */
  readonly address: string;
  readonly guest: boolean;
}
