import type { Log } from '../../../../ports/shared/log.ts';
import type { Taken, TurnCounts } from '../../../../ports/shared/turn-counts.ts';

/** So often, at most, this process tells the others what it has taken. */
const EVERY_MS = 250;
/** After a failure it waits longer: the database has other work. */
const AFTER_FAILURE_MS = 5_000;

interface Part {
  /** What the others have to hear. After this, they have been told. */
  takeDue(): readonly Taken[];
  learn(levels: ReadonlyMap<string, number>): void;
}

/** Tells other processes in one statement what all limits of this process have taken. No turn waits for it. */
export interface Settler {
  add(part: Part): void;
  /** Something is due. */
  wake(): void;
  /** Asks the database for nothing more. */
  close(): void;
}

/** Without `counts` there are no other processes. If the database does not answer, each process counts for itself. */
export function createSettler(counts: TurnCounts | undefined, log: Pick<Log, 'warn'>): Settler {
  const parts: Part[] = [];
  let isAwake = false;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  const settle = async (shared: TurnCounts): Promise<number> => {
    const taken = parts.flatMap((part) => part.takeDue());
    if (taken.length === 0) return 0;
    try {
      const levels = await shared.settle(taken);
      for (const part of parts) part.learn(levels);
      return EVERY_MS;
    } catch (cause) {
      if (!isClosed) log.warn('turns of people are counted in this process alone for now', {}, cause);
      return AFTER_FAILURE_MS;
    }
  };
  // It sleeps when nothing was due, so that a bot without turns asks the database for nothing.
  const after = (ms: number, shared: TurnCounts): void => {
    if (isClosed) return;
    timer = setTimeout(async () => {
      const pause = await settle(shared);
      if (pause === 0) isAwake = false;
      else after(pause, shared);
    }, ms);
    timer.unref();
  };
  return {
    add: (part) => void parts.push(part),
    wake: () => {
      if (isAwake || counts === undefined) return;
      isAwake = true;
      after(EVERY_MS, counts);
    },
    close: () => {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
