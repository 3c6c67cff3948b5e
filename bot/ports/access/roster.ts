import type { Conversation, PersonId } from '../../domain/shared/person.ts';

/** The members of a conversation. */
export interface Roster {
  /** The account of a member, as a person of the directory. Undefined if there is none, or Teams does not answer. */
  personOf(conversation: Conversation, accountId: string): Promise<PersonId | undefined>;
}
