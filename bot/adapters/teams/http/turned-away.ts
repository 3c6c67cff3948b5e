import type { Log } from '../../../ports/shared/log.ts';
import type { TurnedAway } from '../inbound/gate.ts';

const EVERY_MS = 10_000;

type Note = Pick<TurnedAway, 'reason'> & { readonly status: number };

/**
 * Logs what is turned away. The first of each kind has a line at once; those of the next ten seconds are counted, and have
 * one line at their end. A client that sends thousands would fill the log otherwise, and hide what else it says.
 */
export function createTurnedAwayLog(log: Pick<Log, 'warn'>): (note: Note) => void {
  const counted = new Map<string, number>();
  return ({ status, reason }) => {
    const kind = `${status} ${reason}`;
    const before = counted.get(kind);
    if (before !== undefined) return void counted.set(kind, before + 1);
    counted.set(kind, 0);
    log.warn('activity turned away', { status, reason });
    setTimeout(() => {
      const count = counted.get(kind) ?? 0;
      counted.delete(kind);
      if (count > 0) log.warn('activities turned away', { status, reason, count });
    }, EVERY_MS).unref();
  };
}
