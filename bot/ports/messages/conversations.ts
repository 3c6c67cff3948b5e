import type { Asker, PersonId } from '../../domain/shared/person.ts';

export interface Conversations {
  /** Keeps current where the person was met last, and their 1:1 chat. */
  remember(asker: Asker): Promise<void>;
  personal(person: PersonId): Promise<Asker | undefined>;
  /**
   * Those of these people that the bot has met and can reach: in their 1:1 chat if there is one, else in the place where
   * it met them last. Nobody who is away is among them: see AwayPeople.
   */
  met(people: readonly PersonId[]): Promise<readonly Asker[]>;
  /** The person cannot be reached any more (has blocked the bot, say): not `met`, until remembered again. */
  lost(person: PersonId): Promise<void>;
}
