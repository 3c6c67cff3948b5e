import type { NamedPerson } from '../shared/person.ts';

/**
 * `left`: the directory does not know the person any more. `disabled`: the person's account may not sign in. `unknown`: the
 * directory did not answer.
 */
export type DirectoryStatus = 'here' | 'disabled' | 'left' | 'unknown';

/** A person as the directory knows them. */
export interface DirectoryPerson extends NamedPerson {
  /** The mail address, or else the user principal name. Empty if neither is known. */
  readonly address: string;
  readonly guest: boolean;
}

/** What the directory says of a person. */
export interface PersonStatus {
  readonly status: DirectoryStatus;
  /** Known if the status is `here` or `disabled`. */
  readonly person: DirectoryPerson | undefined;
  /** The directory has said that the account is enabled. Left out if it did not say: the bot may lack the right. */
  readonly enabled?: true;
}
