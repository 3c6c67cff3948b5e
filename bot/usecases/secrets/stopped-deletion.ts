import type { OutboxMessage } from '../../domain/messages/outbox.ts';
import type { Operation } from '../../domain/secrets/operation.ts';
import type { Deps } from '../shared/deps.ts';

/** Why a deletion that had begun is not completed. */
export type WhyStopped = 'last-live' | 'refused';

/** What others are told of a deletion that is not completed. Its person is told anyway. */
export type ToldOfStopped = (
  deps: Pick<Deps, 'clock' | 'random' | 'ledger'>,
  operation: Operation,
  why: WhyStopped,
) => Promise<readonly OutboxMessage[]>;
