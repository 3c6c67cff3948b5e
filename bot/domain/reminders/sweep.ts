import type { NamedPerson } from '../shared/person.ts';

/**
 * `suspicious`: it read far less than before, or nothing, so it proves nothing about the secrets that it did not see.
 * `failed`: the directory or the database did not answer.
 */
export type SweepResult = 'completed' | 'suspicious' | 'failed';

/** What one sweep read and did. */
export interface SweepReport {
  readonly startedAt: Date;
  readonly finishedAt: Date;
  /** The person who asked for it. Undefined if the schedule or the operator's command ran it. */
  readonly by: NamedPerson | undefined;
  readonly applications: number;
  readonly secrets: number;
  /** Reminders that had not been planned before. */
  readonly due: number;
  /** The digests that these reminders make. */
  readonly digests: number;
  readonly result: SweepResult;
  /**
   * How many sweeps in a row have had this result since an alarm was put into the outbox, the one with the alarm included.
   * 0 if it completed, or if it is the first failure.
   */
  readonly failures: number;
}

/** A sweep is suspicious if it reads less than this part of what the last good sweep read. */
const FAR_FEWER = 0.5;

/** The result of a sweep that could read. `accepted` says that an administrator has confirmed the number. */
export function sweepResult(read: number, lastGood: number | undefined, accepted: boolean): SweepResult {
  if (read === 0) return 'suspicious';
  if (accepted || lastGood === undefined) return 'completed';
  return read < lastGood * FAR_FEWER ? 'suspicious' : 'completed';
}
