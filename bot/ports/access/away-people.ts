import type { AwayHow, AwayManager, AwayPerson } from '../../domain/access/away.ts';
import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { OutboxMessage } from '../../domain/messages/outbox.ts';
import type { NamedPerson, PersonId } from '../../domain/shared/person.ts';
import type { EndedSignIn } from '../sign-in/sessions.ts';

/** What one look at the managers has seen, and what is written with it. */
export interface AwayLook {
  readonly at: Date;
  /** Those who are away and were not, or not in this way. */
  readonly away: readonly { readonly person: NamedPerson; readonly how: AwayHow }[];
  /** Those who are there again. */
  readonly back: readonly PersonId[];
  readonly audit: (person: NamedPerson, change: AwayHow | 'back') => AuditEvent;
  /** The row of a session or sign-in of somebody who is away. */
  readonly ended: (ended: EndedSignIn) => AuditEvent;
  /** Makes the messages about what nobody has been told yet. */
  readonly tell: (news: readonly AwayManager[]) => readonly OutboxMessage[];
}

/** The managers who have left the directory, or whose accounts are disabled. See decision 0035: who is away counts as no manager. */
export interface AwayPeople {
  /** Those of these people who are away. */
  of(people: readonly PersonId[]): Promise<readonly AwayPerson[]>;
  /** Everybody who manages something, once. `how`: undefined if the person is there. */
  everyManager(): Promise<readonly { readonly person: NamedPerson; readonly how: AwayHow | undefined }[]>;
  /** All managers who are away, with what they manage. The one who is away for the shortest time comes first. */
  managers(): Promise<readonly AwayManager[]>;
  /**
   * Writes down what a look has seen, in one transaction. Somebody who is away in this way already is left as they are. The
   * sessions and the sign-ins of everybody who is away end, and tokens that Entra issued to those who went before `at` are
   * void. `tell` gets each person with the applications of which it has not been told yet, so it is told once. Somebody who
   * manages nothing any more is forgotten. True if `tell` had something to tell.
   */
  note(look: AwayLook): Promise<boolean>;
  /** These people are there again. There is one audit row for each of them who was away. */
  back(people: readonly PersonId[], audit: (person: NamedPerson) => AuditEvent): Promise<void>;
}
