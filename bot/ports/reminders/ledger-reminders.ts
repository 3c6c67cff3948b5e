import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { Claim, Digest } from '../../domain/reminders/digest.ts';
import type { Channel, Link } from '../../domain/reminders/link.ts';
import type { PlannedReminder, Receipt } from '../../domain/reminders/reminder.ts';
import type { SweepReport } from '../../domain/reminders/sweep.ts';
import type { Rotation, SecretRef, Tick } from '../../domain/rotation/rotation.ts';
import type { ClientId } from '../../domain/shared/application.ts';
import type { MailChoice } from '../../domain/shared/command.ts';
import type { Scope } from '../../domain/shared/organisation.ts';
import type { PersonId } from '../../domain/shared/person.ts';
import type { Posted } from '../messages/announcer.ts';

export interface Links {
  /** Undefined: added, or brought back to life. The link that is there already otherwise (then nothing is audited). */
  add(link: Link, audit: AuditEvent): Promise<Link | undefined>;
  /** The link that was removed; undefined where there was none. */
  remove(id: string, audit: AuditEvent): Promise<Link | undefined>;
  all(): Promise<readonly Link[]>;
  /** Those of any of these scopes. */
  of(scopes: readonly Pick<Scope, 'kind' | 'key'>[]): Promise<readonly Link[]>;
  /** The channel of this conversation, as its live links know it; undefined where none is live. */
  channel(conversationId: string): Promise<Channel | undefined>;
  /**
   * The bot has just heard from this channel: its address and names are kept current in all its links, and dead ones
   * live again, which is recorded. Writes only where something differs.
   */
  heardFrom(channel: Channel, revived: AuditEvent): Promise<void>;
  /**
   * The bot was removed from a team or a channel: the links that died just now. A team's id is also that of its General
   * channel (Microsoft: channel and group chat conversations with a bot).
   */
  die(
    where: { readonly teamId: string } | { readonly conversationId: string },
    audit: AuditEvent,
  ): Promise<readonly Link[]>;
}

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
export interface SecretStanding {
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
  receipts(clientIds: readonly ClientId[]): Promise<readonly Receipt[]>;
  /**
   * Writes planned reminders before anything is sent. Unique by (client id, key id, stage, destination): what another
   * sweep has planned is left alone. How many were new.
   */
  plan(reminders: readonly PlannedReminder[], at: Date): Promise<number>;
  /** Joins reminders that are in no digest yet into one digest per destination, due at once. How many digests. */
  gather(at: Date, newId: () => string): Promise<number>;
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
  /** A dead letter is due again. False where it is none. */
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
  refresh(standings: readonly SecretStanding[], at: Date): Promise<number>;
  /**
   * Of these applications exactly these keys exist: reminders of others end as deleted outside the bot, and their digests
   * are due to be drawn anew. How many ended.
   */
  endMissing(
    present: readonly { readonly clientId: ClientId; readonly keyIds: readonly string[] }[],
    at: Date,
  ): Promise<number>;
}

export interface Rotations {
  /**
   * Begins a rotation, or finds the one that is open for this secret. Where the secret had been marked as replaced, that
   * ends (`reopened`).
   */
  start(
    rotation: {
      readonly id: string;
      readonly application: Rotation['application'];
      readonly old: SecretRef;
      readonly by: Tick;
    },
    audit: AuditEvent,
  ): Promise<Rotation>;
  find(id: string): Promise<Rotation | undefined>;
  /** Open ones of these applications, newest first. */
  open(clientIds: readonly ClientId[]): Promise<readonly Rotation[]>;
  /** Step 1 with a secret that exists. False where step 1 was done, or the rotation is over. */
  adopt(id: string, secret: SecretRef, by: Tick, audit: AuditEvent): Promise<boolean>;
  /** Steps 2 and 3, in their order. False where it was done before, or is not its turn. */
  tick(id: string, step: 'updated' | 'confirmed', by: Tick, audit: AuditEvent): Promise<boolean>;
  /** False where it was over. `replaced` ends the secret's reminders. */
  end(id: string, how: 'replaced' | 'abandoned', by: Tick, audit: AuditEvent): Promise<boolean>;
  /** The new secret does not exist any more: back to step 1. Recorded where that is news. */
  newGone(id: string, audit: AuditEvent): Promise<void>;
  /** The old secret does not exist any more, and nobody deleted it here. Recorded where that is news. */
  oldGone(id: string, at: Date, audit: AuditEvent): Promise<void>;
  /** Keeps the earliest. */
  used(id: string, firstUsed: Date): Promise<void>;
  /** Secrets of these applications that are marked as replaced. */
  replaced(clientIds: readonly ClientId[]): Promise<readonly { readonly clientId: ClientId; readonly keyId: string }[]>;
}

export interface MailChoices {
  /** `html` for whoever has not chosen; keyed as in the list given, in its order. */
  of(people: readonly PersonId[]): Promise<readonly MailChoice[]>;
  set(person: PersonId, choice: MailChoice, audit: AuditEvent): Promise<void>;
}

export interface Sweeps {
  record(report: SweepReport, audit: AuditEvent): Promise<void>;
  /** The last one that was recorded, good or not. */
  last(): Promise<SweepReport | undefined>;
  /** The last one that completed. */
  lastGood(): Promise<SweepReport | undefined>;
}

export interface Administrators {
  /** Whoever last signed in with the administrators' role. */
  all(): Promise<readonly PersonId[]>;
}

/** What concerns digests on their way: taken up, sent, put off, given up. */
export type DigestDelivery = Pick<
  Reminders,
  'find' | 'claimNext' | 'sent' | 'redrawn' | 'postpone' | 'giveUp' | 'drop' | 'forget' | 'dead' | 'retry'
>;
