import type { NamedPerson } from '../shared/person.ts';

/** Somebody said "I'm on it". */
export interface Claim {
  readonly by: NamedPerson;
  readonly at: Date;
  /** The calendar day on which they will do it, `YYYY-MM-DD`; undefined if they have named none. */
  readonly until?: string | undefined;
}
