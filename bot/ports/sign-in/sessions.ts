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
  /**
   * Replaces the person's session. False, and nothing is changed, if Entra issued the token before `endAll` ended the
   * person's sign-ins: Teams keeps its tokens for an hour and more. A person who was away is back, with an audit row:
   * Entra has just said that the account may sign in. See AwayPeople.
   */
  start(session: Session, audit: AuditEvent): Promise<boolean>;
  /** Voids the sign-ins, too, that the person has begun: none of their codes can be used. False if there was no session. */
  end(person: PersonId, audit: AuditEvent): Promise<boolean>;
  /**
   * Ends the sessions of these people, or of everybody, and voids the sign-ins that they have begun and the tokens that were
   * issued before `now`. There is one audit row for each person who had a session or a sign-in at `now`. Returns those people. (Who loses their last application loses their
   * session with it: see Assignments.)
   */
  endAll(
    who: readonly PersonId[] | 'everybody',
    now: Date,
    audit: (ended: EndedSignIn) => AuditEvent,
  ): Promise<readonly EndedSignIn[]>;
}
