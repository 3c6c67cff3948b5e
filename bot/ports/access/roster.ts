import type { Conversation, PersonId } from '../../domain/shared/person.ts';

/** The members of a conversation. */
export interface Roster {
  /** The account of a member, as a person of the directory. Undefined if there is none, or Teams does not answer. */
  personOf(conversation: Conversation, accountId: string): Promise<PersonId | undefined>;
  /** Whether the member is of another organisation. Undefined if Teams does not say it. */
  isOutsider(conversation: Conversation, accountId: string): Promise<boolean | undefined>;
  /**
   * The accounts of the members who are of other organisations: only a shared channel has such members. Undefined if
   * Teams does not answer.
   */
  outsidersIn(conversation: Conversation): Promise<readonly string[] | undefined>;
}
