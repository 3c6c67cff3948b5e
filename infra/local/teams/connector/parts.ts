import type { LocalPerson } from '../../people.ts';
import type { LocalWorld } from '../../world.ts';
import type { Roster } from '../conversations.ts';
import type { TeamsFaults } from '../faults.ts';
import type { Limits } from '../limits.ts';
import type { Store } from '../store.ts';
import type { Conversation, StoredMessage } from '../types.ts';

/** The parts of the local world that the connector answers from. */
export interface ConnectorParts {
  readonly world: LocalWorld;
  readonly roster: Roster;
  readonly store: Store;
  readonly faults: TeamsFaults;
  readonly limits: Limits;
  readonly verify: (token: string) => Promise<boolean>;
  /** Told of every message the bot has posted. */
  readonly posted: (message: StoredMessage, conversation: Conversation, recipient: LocalPerson | undefined) => void;
}
