import { type Pair, pairKey } from '../../domain/access/assignment.ts';
import type { OutboxMessage } from '../../domain/messages/outbox.ts';
import { applicationsAround } from '../shared/applications.ts';
import type { Deps } from '../shared/deps.ts';
import { rightsToConfirm } from './confirmers.ts';

/**
 * A request waits for a manager to confirm it. If the last manager who could is removed, the administrators get its card.
 * This looks before the change, and returns a function that makes the messages for the pairs that were really removed.
 */
export async function orphanedBy(
  deps: Deps,
  remove: readonly Pair[],
): Promise<(removed: readonly Pair[]) => readonly OutboxMessage[]> {
  if (remove.length === 0) return () => [];
  const open = await deps.ledger.requests.open();
  const waiting = open.flatMap(({ id, state, scope, asker }) =>
    state === 'waiting' && scope !== undefined ? [{ id, scope, asker }] : [],
  );
  if (waiting.length === 0) return () => [];
  const around = await applicationsAround(
    deps,
    waiting.map(({ scope }) => scope),
  );
  const rights = await Promise.all(
    waiting.map(async ({ id, scope, asker }) => ({
      request: id,
      keys: (await rightsToConfirm(deps, scope, around, asker.person)).map(pairKey),
    })),
  );
  return (removed) => {
    const gone = new Set(removed.map(pairKey));
    const orphaned = rights.filter(({ keys }) => keys.length > 0 && keys.every((key) => gone.has(key)));
    return orphaned.map(({ request }) => ({
      ...{ id: deps.random.token(), to: { kind: 'administrators' }, at: deps.clock() },
      content: { kind: 'request', request },
    }));
  };
}
