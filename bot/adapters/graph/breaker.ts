import { DirectoryFault } from '../../ports/secrets/directory.ts';

/** So many requests in a row without an answer, and Graph counts as gone. */
const FAILURES = 5;
/** While it counts as gone, one read in this time finds out whether it is back. */
const PROBE_EVERY_MS = 2_000;

export interface Breaker {
  /** Throws DirectoryFault, so that a read is not sent, while Graph is gone. */
  beforeRead(): void;
  answered(): void;
  /** There was no answer: nothing listened, the time was over, or the answer broke off. */
  unanswered(): void;
}

/**
 * Tells people at once that Graph is gone: without it each read waits for its whole time, and those of a sweep wait with it.
 * Changes always go out, because the removal of a secret that nobody received must not wait for a read.
 * `now`: milliseconds that only go forward.
 */
export function createBreaker(now: () => number): Breaker {
  let failures = 0;
  let probeAt = 0;
  return {
    beforeRead: () => {
      if (failures < FAILURES) return;
      if (now() < probeAt) {
        throw new DirectoryFault('unreachable', { ambiguous: false, cause: new Error('not asked: Graph is gone') });
      }
      probeAt = now() + PROBE_EVERY_MS;
    },
    answered: () => {
      failures = 0;
    },
    unanswered: () => {
      failures += 1;
      probeAt = now() + PROBE_EVERY_MS;
    },
  };
}
