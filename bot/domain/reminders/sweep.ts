import type { NamedPerson } from '../shared/person.ts';

/**
 * `suspicious`: it read far less than before, or nothing, so it proves nothing about what it did not see. `failed`: the
 * directory or the database did not answer.
 */
export type SweepResult = 'completed' | 'suspicious' | 'failed';

/** What one sweep read and did. */
export interface SweepReport {
  readonly startedAt: Date;
  readonly finishedAt: Date;
  /** Undefined for the schedule and the operator's command. */
  readonly by: NamedPerson | undefined;
  readonly applications: number;
  readonly secrets: number;
  /** Reminders that had not been planned before. */
  readonly due: number;
  /** Messages that these make. */
  readonly digests: number;
  readonly result: SweepResult;
  /** How many in a row have failed or been suspicious, this one included, since the administrators were told; else 0. */
  readonly failures: number;
}

/** Below this part of what the last good sweep read, a sweep is suspicious. */
const FAR_FEWER = 0.5;

/** `accepted`: an administrator says that the number is right. */
export function sweepResult(read: number, lastGood: number | undefined, accepted: boolean): SweepResult {
  if (read === 0) return 'suspicious';
  if (accepted || lastGood === undefined) return 'completed';
  return read < lastGood * FAR_FEWER ? 'suspicious' : 'completed';
}
