import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { NamedPerson, PersonId } from '../../domain/shared/person.ts';
import type { Session } from '../../domain/sign-in/session.ts';

/** What ended for one person. */
export interface EndedSignIn {
  readonly person: NamedPerson;
  /** Whether they were signed in. */
  readonly session: boolean;
  /** How many sign-ins were under way, or finished and not used yet. */
  readonly signIns: number;
}

export interface Sessions {
  /** Undefined if there is no session, or if it has expired at `now`. */
  find(person: PersonId, now: Date): Promise<Session | undefined>;
  /** Replaces the person's session. */
  start(session: Session, audit: AuditEvent): Promise<void>;
  /** False if there was none. */
  end(person: PersonId, audit: AuditEvent): Promise<boolean>;
  /**
   * Ends the sessions of these people, or of everybody, and voids the sign-ins that they have begun, with one audit row for
   * each person who had one or the other at `now`. Returns those people. (Who loses their last application loses their
   * session with it: see Assignments.)
   */
  endAll(
    who: readonly PersonId[] | 'everybody',
    now: Date,
    audit: (ended: EndedSignIn) => AuditEvent,
  ): Promise<readonly EndedSignIn[]>;
}
