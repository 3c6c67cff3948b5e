import type { ClientSecret } from '../shared/application.ts';
import { dayNumber, dayNumberOf } from '../shared/calendar.ts';
import type { Claim } from './claim.ts';
import type { Stage } from './ladder.ts';

/**
 * Who is told beyond the usual ones when a secret is about to end. One contract for all:
 *
 * - A claim may promise a day. Until then nobody is asked again, but that day and the last three days are.
 * - From three days before the end, a secret that nobody has claimed is told to each manager in person as well.
 * - On the last day, unless a newer secret exists, and each day while an application cannot connect, the administrators
 *   are told as well.
 *
 * An expired secret of an application that connects with another one is for the usual ones alone. See decision 0033:
 * reminders go on after the end.
 */

/** A secret that may take the place of another. */
export type NewerSecret = Pick<ClientSecret, 'keyId' | 'name'>;

/** What a reminder says of a secret, apart from its dates. */
export interface SecretState {
  /** A newer live secret exists that may take its place. */
  readonly newer: boolean;
  /** The latest of these. Left out if there is none, or if the version before has planned the reminder. */
  readonly newerSecret?: NewerSecret;
  /** Its application cannot connect since it has expired. */
  readonly cutOff: boolean;
}

/** What decides who is reminded of a secret. */
export interface DueSecret extends SecretState {
  readonly stage: Stage;
  readonly end: Date;
  readonly claim: Claim | undefined;
}

/** From so many days before the end on, nothing is held back any more. */
const LAST_DAYS = 3;

/** Whether somebody has promised a later day, and the end is not near yet. */
export function isPromisedLater({ stage, claim }: DueSecret, now: Date, zone: string): boolean {
  const day = claim?.until === undefined ? undefined : dayNumberOf(claim.until);
  return day !== undefined && stage > LAST_DAYS && dayNumber(now, zone) < day;
}

/** Whether each manager is told in person, although there is a channel. */
export function isEscalated({ stage, claim, cutOff }: DueSecret): boolean {
  return claim === undefined && stage <= LAST_DAYS && (stage >= 0 || cutOff);
}

export function isForAdministrators({ stage, cutOff, newer }: DueSecret): boolean {
  return stage < 0 ? cutOff : stage === 0 && !newer;
}
