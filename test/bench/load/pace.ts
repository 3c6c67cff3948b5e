import { setTimeout as wait } from 'node:timers/promises';

/** What came of turns that were asked for at a fixed rate. */
export interface Paced {
  /** Milliseconds from when each turn was due until it was answered. */
  readonly times: readonly number[];
  readonly errors: readonly string[];
  /** Turns a second that were answered. */
  readonly rate: number;
}

export interface PaceOptions {
  /** Turns a second. */
  readonly rate: number;
  readonly seconds: number;
  /** Milliseconds that only go forward. */
  readonly now?: () => number;
  readonly pause?: (ms: number) => Promise<unknown>;
}

const TICK_MS = 5;

/**
 * Begins turns at a fixed rate, whether those before are answered or not, as people do. The time of a turn counts from
 * when it was due, so that a server that falls behind cannot hide it. Resolves when all are answered. `take` rejects if a
 * turn fails, and resolves with false if nobody is free to take one yet: the turn is tried again.
 */
export async function paced(
  { rate, seconds, now = () => performance.now(), pause = wait }: PaceOptions,
  take: () => Promise<void> | undefined,
): Promise<Paced> {
  const [times, errors, start, count]: [number[], string[], number, number] = [
    [],
    [],
    now(),
    Math.round(rate * seconds),
  ];
  const underWay = new Set<Promise<void>>();
  for (let begun = 0; begun < count; ) {
    const due = Math.min(count, Math.floor(((now() - start) * rate) / 1000) + 1);
    let turn = begun < due ? take() : undefined;
    while (turn !== undefined) {
      const dueAt = start + (begun * 1000) / rate;
      begun += 1;
      const watched: Promise<void> = turn
        .then(
          () => void times.push(now() - dueAt),
          (cause: unknown) => void errors.push(cause instanceof Error ? cause.message : String(cause)),
        )
        .finally(() => underWay.delete(watched));
      underWay.add(watched);
      turn = begun < due ? take() : undefined;
    }
    await pause(TICK_MS);
  }
  await Promise.all(underWay);
  return { times, errors, rate: times.length / ((now() - start) / 1000) };
}
