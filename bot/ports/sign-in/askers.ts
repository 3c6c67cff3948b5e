import type { ApplicationRef } from '../../domain/shared/application.ts';
import type { PersonId } from '../../domain/shared/person.ts';
import type { Session } from '../../domain/sign-in/session.ts';

/** What the ledger knows of a person who asks for something. */
export interface AskerFacts {
  /** Undefined if there is no session, or if it has expired. Who is an administrator is among its roles. */
  readonly session: Session | undefined;
  /** The applications that the person manages, with the names by which they were known last; empty if never seen. */
  readonly managed: readonly ApplicationRef[];
}

/** Reads everything at once that the ledger knows of one person. See decision 0026: one read tells who asks. */
export interface Askers {
  factsOf(person: PersonId, now: Date): Promise<AskerFacts>;
}
