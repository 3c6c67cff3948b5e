import type { PersonId } from '../../domain/shared/person.ts';

export interface Administrators {
  /** Whoever last signed in with the administrators' role. */
  all(): Promise<readonly PersonId[]>;
}
