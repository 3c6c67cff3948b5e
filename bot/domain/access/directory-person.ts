import type { NamedPerson } from '../shared/person.ts';

/** `left`: the directory knows the person no more. `unknown`: it could not be asked. */
export type DirectoryStatus = 'here' | 'left' | 'unknown';

/** A person as the directory knows them. */
export interface DirectoryPerson extends NamedPerson {
  /** Mail address, else user principal name; empty where neither is known. */
  readonly address: string;
  readonly guest: boolean;
}
