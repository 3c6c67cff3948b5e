import type { PersonId } from '../../domain/shared/person.ts';

export interface Administrators {
  /** The people whose last sign-in had the administrators' role. */
  all(): Promise<readonly PersonId[]>;
}
