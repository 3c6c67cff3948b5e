import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { Claim } from '../../domain/reminders/claim.ts';
import type { Digest } from '../../domain/reminders/digest.ts';
import type { SecretState } from '../../domain/reminders/escalation.ts';
import type { PlannedReminder, ReminderReceipt } from '../../domain/reminders/reminder.ts';
import type { ClientId } from '../../domain/shared/application.ts';
import type { PersonId } from '../../domain/shared/person.ts';

/** What the directory says of a secret, apart from its dates. */
export type ObservedSecretState = SecretKey & SecretState;

export interface SecretKey {
  readonly clientId: ClientId;
  readonly keyId: string;
}

/** Somebody has said that they are on this secret. */
export interface ClaimedSecret extends SecretKey {
  readonly claim: Claim;
}

export interface Reminders {
  /** All reminders of these applications so far, sent or not. */
  receipts(clientIds: readonly ClientId[]): Promise<readonly ReminderReceipt[]>;
  /**
   * Writes planned reminders before anything is sent. Unique by (client id, key id, stage, destination): what another
   * sweep has planned is left alone. How many were new.
   */
  plan(reminders: readonly PlannedReminder[], at: Date): Promise<number>;
  /**
   * Joins reminders that are in no digest yet into one digest per destination, and puts it into the outbox, due at once.
   * The message has the id of its digest. How many digests.
   */
  buildDigests(at: Date, newId: () => string): Promise<number>;
  find(digestId: string): Promise<Digest | undefined>;
  /** The digest as it is now. From here on it speaks of the day of `now`. */
  takeUp(digestId: string, now: Date): Promise<Digest | undefined>;
  /**
   * The digest was not sent and is not true any more: it goes with its message and its reminders, so that what is due
   * can be planned again.
   */
  forget(digestId: string, audit: AuditEvent): Promise<void>;
  /**
   * "I'm on it": the claim that counts now. Without `takeOver` that is an earlier one, if there is one. Digests that show the secret are due
   * to be drawn again.
   */
  claim(clientId: ClientId, keyId: string, claim: Claim, takeOver: boolean, audit: AuditEvent): Promise<Claim>;
  /** Who is on which secret of these applications; without them, of all, and of secrets that are gone, too. */
  claims(clientIds?: readonly ClientId[]): Promise<readonly ClaimedSecret[]>;
  /**
   * The person who is on it promises a day, `YYYY-MM-DD`; digests that show the secret are due to be drawn again. False
   * if it is another's claim, or nobody's.
   */
  promise(secret: SecretKey, person: PersonId, until: string, at: Date, audit: AuditEvent): Promise<boolean>;
  /** The person is not on it any more; digests are due to be drawn again. False if it is another's claim, or nobody's. */
  giveBack(secret: SecretKey, person: PersonId, at: Date, audit: AuditEvent): Promise<boolean>;
  /**
   * Digests that say otherwise of these secrets are due to be drawn again. How many reminders did. That an application is
   * cut off since then is for a new digest to say: the old one speaks of its own day.
   */
  refresh(standings: readonly ObservedSecretState[], at: Date): Promise<number>;
  /** These applications have these keys and no others. Returns their other secrets that are still reminded of. */
  missing(
    present: readonly { readonly clientId: ClientId; readonly keyIds: readonly string[] }[],
  ): Promise<readonly SecretKey[]>;
  /**
   * Reminders of these secrets end as deleted outside the bot, and their digests are due to be drawn again. How many
   * ended.
   */
  endDeleted(secrets: readonly SecretKey[], at: Date): Promise<number>;
}
