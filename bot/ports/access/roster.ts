import type { Conversation, PersonId } from '../../domain/shared/person.ts';

/** Who is in a conversation. */
export interface Roster {
  /** The account of a member, as a person of the directory. Undefined where there is none, or Teams does not answer. */
  personOf(conversation: Conversation, accountId: string): Promise<PersonId | undefined>;
}
