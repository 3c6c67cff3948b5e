import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { Claim, Digest } from '../../domain/reminders/digest.ts';
import type { PlannedReminder, ReminderReceipt } from '../../domain/reminders/reminder.ts';
import type { ClientId } from '../../domain/shared/application.ts';
import type { Posted } from '../messages/announcer.ts';

/** A digest that is to be sent, or drawn anew where `posted` is known. */
export interface DueDigest {
  readonly digest: Digest;
  readonly posted: Posted | undefined;
  /** Of sending; drawing anew counts by itself. From 1. */
  readonly attempts: number;
  readonly createdAt: Date;
  /** An earlier attempt may have arrived. */
  readonly mayBeRepeated: boolean;
}

/** A digest that was given up. */
export interface DeadDigest {
  readonly digest: Digest;
  readonly since: Date;
  readonly code: string;
}

/** What the directory says of a secret besides its dates. */
export interface ObservedSecretState {
  readonly clientId: ClientId;
  readonly keyId: string;
  /** A newer live secret exists. */
  readonly newer: boolean;
  /** The application has no live secret. */
  readonly cutOff: boolean;
}

/** What goes by mail and what goes by Teams wait for nothing of each other. */
export type Lane = 'teams' | 'mail';

export interface Reminders {
  /** All reminders of these applications so far, sent or not. */
  receipts(clientIds: readonly ClientId[]): Promise<readonly ReminderReceipt[]>;
  /**
   * Writes planned reminders before anything is sent. Unique by (client id, key id, stage, destination): what another
   * sweep has planned is left alone. How many were new.
   */
  plan(reminders: readonly PlannedReminder[], at: Date): Promise<number>;
  /** Joins reminders that are in no digest yet into one digest per destination, due at once. How many digests. */
  buildDigests(at: Date, newId: () => string): Promise<number>;
  find(digestId: string): Promise<Digest | undefined>;
  /**
   * Takes one digest of the lane that is due (what is sent now speaks of the day of `now`), so that only one process
   * works on it until `leaseUntil`: what is to be drawn anew first, somebody may be looking at it; then the longest due.
   * One whose sender died before it said how it went comes back with `mayBeRepeated`.
   */
  claimNext(now: Date, leaseUntil: Date, lane: Lane): Promise<DueDigest | undefined>;
  /** Sent, with an audit row for each reminder in it; `posted` where it can be drawn anew later. */
  sent(digestId: string, posted: Posted | undefined, audit: readonly AuditEvent[]): Promise<void>;
  /** Drawn anew, or not worth another try. */
  redrawn(digestId: string): Promise<void>;
  /** Not before `dueAt`. `maybe`: it may have arrived. */
  postpone(digestId: string, dueAt: Date, code: string, maybe: boolean): Promise<void>;
  /** Given up: into the dead letters, with its audit row. */
  giveUp(digestId: string, code: string, audit: AuditEvent): Promise<void>;
  /**
   * Its destination is gone: the digest is dropped and is no dead letter. The next sweep plans for whatever destination
   * there is then.
   */
  drop(digestId: string, audit: AuditEvent): Promise<boolean>;
  /** It is not true any more and was not sent: gone with its reminders, so that what is due can be planned anew. */
  forget(digestId: string, audit: AuditEvent): Promise<void>;
  dead(): Promise<readonly DeadDigest[]>;
  /** A dead letter is due again. False if it is none. */
  retry(digestId: string, at: Date, audit: AuditEvent): Promise<boolean>;
  /**
   * "I'm on it": the claim that stands now. Without `takeOver` an earlier one stays. Digests that show the secret are due
   * to be drawn anew.
   */
  claim(clientId: ClientId, keyId: string, claim: Claim, takeOver: boolean, audit: AuditEvent): Promise<Claim>;
  /**
   * Digests that say otherwise of these secrets are due to be drawn anew. How many reminders did. That an application is
   * cut off since then is for a new digest to say: the old one speaks of its own day.
   */
  refresh(standings: readonly ObservedSecretState[], at: Date): Promise<number>;
  /**
   * Of these applications exactly these keys exist: reminders of others end as deleted outside the bot, and their digests
   * are due to be drawn anew. How many ended.
   */
  endMissing(
    present: readonly { readonly clientId: ClientId; readonly keyIds: readonly string[] }[],
    at: Date,
  ): Promise<number>;
}

/** What concerns digests on their way: taken up, sent, put off, given up. */
export type DigestDelivery = Pick<
  Reminders,
  'find' | 'claimNext' | 'sent' | 'redrawn' | 'postpone' | 'giveUp' | 'drop' | 'forget' | 'dead' | 'retry'
>;
