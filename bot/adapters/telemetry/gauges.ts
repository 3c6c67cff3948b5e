import { refusalsReadAt } from '../../domain/secrets/sign-in-log.ts';
import type { Backlog, QueueState } from '../../ports/messages/backlog.ts';
import type { Clock } from '../../ports/shared/clock.ts';
import type { Ledger } from '../../ports/shared/ledger.ts';
import type { Reading } from '../../ports/shared/telemetry.ts';

/**
 * Reads from the ledger how old the last completed sweep is, what it read, and how much work waits; and if the log of
 * sign-ins is read (`outages`), how old that is.
 */
export function createGauges(
  sweeps: Pick<Ledger['sweeps'], 'lastGood'>,
  backlog: Backlog,
  clock: Clock,
  outages?: Pick<Ledger['outages'], 'readings'>,
): () => Promise<readonly Reading[]> {
  return async () => {
    const now = clock();
    const [last, queues, readings] = await Promise.all([
      sweeps.lastGood(),
      backlog.queues(now),
      outages?.readings() ?? [],
    ]);
    const swept: readonly Reading[] =
      last === undefined
        ? []
        : [
            { level: 'sweep.age', value: secondsSince(last.finishedAt, now) },
            { level: 'sweep.applications', value: last.applications },
          ];
    const readAt = refusalsReadAt(readings);
    const logged: readonly Reading[] =
      readAt === undefined ? [] : [{ level: 'sign-in-log.age', value: secondsSince(readAt, now) }];
    return [...swept, ...logged, ...queues.flatMap((state) => readingsOf(state, now))];
  };
}

function readingsOf({ queue, depth, oldest }: QueueState, now: Date): readonly Reading[] {
  return [
    { level: 'queue.depth', value: depth, attributes: { queue } },
    { level: 'queue.oldest', value: oldest === undefined ? 0 : secondsSince(oldest, now), attributes: { queue } },
  ];
}

function secondsSince(then: Date, now: Date): number {
  return Math.max(0, (now.getTime() - then.getTime()) / 1000);
}
