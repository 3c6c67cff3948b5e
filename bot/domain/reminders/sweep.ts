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
  /**
   * The look at the managers was not believed, and the administrators were told. If a sweep could not look, this is what
   * the one before had.
   */
  readonly leaversDoubted: boolean;
}

/**
 * What an administrator says is right: the numbers that a sweep read (`true`), or that so many managers have left. Each is
 * said by a button of its own, so that a doubt is never accepted that nobody was shown.
 */
export type SweepAccept = boolean | 'leavers';

export type SweepCounts = Pick<SweepReport, 'applications' | 'secrets'>;

/** What a sweep read too little of. `before` is what the last good sweep read. */
export interface SweepDoubt {
  readonly of: keyof SweepCounts;
  readonly read: number;
  readonly before: number | undefined;
}

/** A sweep is suspicious if it reads less than this part of what the last good sweep read. */
const FAR_FEWER = 0.5;
/** So many may always go between two sweeps: people delete a few secrets in a day. */
const FEW: SweepCounts = { applications: 0, secrets: 2 };

/** Why the numbers of a sweep look wrong. Undefined if they do not. */
export function sweepDoubt(read: SweepCounts, lastGood: SweepCounts | undefined): SweepDoubt | undefined {
  if (read.applications === 0) return { of: 'applications', read: 0, before: lastGood?.applications };
  if (lastGood === undefined) return undefined;
  const of = (['applications', 'secrets'] as const).find(
    (each) => read[each] < lastGood[each] * FAR_FEWER && lastGood[each] - read[each] > FEW[each],
  );
  return of && { of, read: read[of], before: lastGood[of] };
}

/** The result of a sweep that could read. `accepted` says that an administrator has confirmed the numbers. */
export function sweepResult(read: SweepCounts, doubt: SweepDoubt | undefined, accepted: boolean): SweepResult {
  const confirmed = accepted && read.applications > 0;
  return doubt === undefined || confirmed ? 'completed' : 'suspicious';
}
