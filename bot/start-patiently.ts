import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from './ports/shared/log.ts';

const FIRST_MS = 1_000;
const LONGEST_MS = 15_000;

/** The bot cannot use PostgreSQL yet. The cause is what the database, or the way to it, answered. */
export class DatabaseAwayError extends Error {
  constructor(options: ErrorOptions) {
    super('the database cannot be used yet', options);
    this.name = 'DatabaseAwayError';
  }
}

/** The process was told to stop before the bot had started. */
export class StoppedEarlyError extends Error {
  constructor() {
    super('stopped before the start');
    this.name = 'StoppedEarlyError';
  }
}

export interface Patience {
  /** Holds the port while the bot cannot start. */
  readonly holdPort: { listen(): Promise<void>; close(): Promise<void> };
  /** Says in words why the database cannot be used. */
  readonly wordsOf: (cause: unknown) => string;
  readonly log: Pick<Log, 'error'>;
  readonly stopping: AbortSignal;
  /** For tests. */
  readonly wait?: (ms: number, stopping: AbortSignal) => Promise<unknown>;
}

/**
 * Starts the bot, again and again while its database cannot be used. Meanwhile the port answers that the bot is not ready:
 * a process that ended would take the operator's console with it. `start` frees the port before it listens itself. Any
 * other fault is thrown, and StoppedEarlyError when the process is told to stop. See decision 0051: a bot without its
 * database listens and waits.
 */
export async function startPatiently<T>(
  start: (freePort: () => Promise<void>) => Promise<T>,
  { holdPort, wordsOf, log, stopping, wait = waitFor }: Patience,
): Promise<T> {
  let isHeld = false;
  const freePort = async () => {
    if (isHeld) await holdPort.close();
    isHeld = false;
  };
  const attempt = async (): Promise<T | DatabaseAwayError> => {
    try {
      return await start(freePort);
    } catch (cause) {
      if (cause instanceof DatabaseAwayError) return cause;
      await freePort();
      throw cause;
    }
  };
  for (let delay = FIRST_MS; ; delay = Math.min(2 * delay, LONGEST_MS)) {
    const started = await attempt();
    if (!(started instanceof DatabaseAwayError)) return started;
    if (stopping.aborted) break;
    const { cause } = started;
    log.error(
      'the database cannot be used yet: the bot tries again',
      { reason: wordsOf(cause), milliseconds: delay },
      cause,
    );
    if (!isHeld) await holdPort.listen();
    isHeld = true;
    await wait(delay, stopping);
    if (stopping.aborted) break;
  }
  await freePort();
  throw new StoppedEarlyError();
}

function waitFor(ms: number, signal: AbortSignal): Promise<unknown> {
  return pause(ms, undefined, { signal }).catch(() => undefined);
}
