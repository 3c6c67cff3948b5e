import type { OutboxMessage } from '../../domain/messages/outbox.ts';
import type { Outage, OutageChange } from '../../domain/reminders/outages/outage.ts';
import type { LoggedSignIn } from '../../domain/secrets/sign-in-log.ts';
import type { ClientId } from '../../domain/shared/application.ts';
import type { NamedPerson } from '../../domain/shared/person.ts';

/** How far one question to the log of sign-ins was read. */
export interface LogReading {
  readonly question: string;
  /** Since then there is no gap. */
  readonly from: Date;
  readonly until: Date;
  /** It was asked last then, and perhaps not answered. */
  readonly askedAt: Date;
}

/** What goes with the change of an outage, in one transaction. */
export interface OutageStep extends OutageChange {
  readonly messages: readonly OutboxMessage[];
}

/** A secret that was deleted through the bot. */
export interface DeletedSecret {
  readonly keyId: string;
  /** Untrusted text; empty if unknown. */
  readonly name: string;
  readonly by: NamedPerson;
  readonly at: Date;
}

/** What was read of Entra's log of sign-ins, and the outages that it shows. */
export interface Outages {
  readings(): Promise<readonly LogReading[]>;
  /**
   * The applications whose successes matter: those with a rotation whose new secret exists, with a form for a deletion that
   * was opened after `formsSince`, with a secret that was created after `createdSince`, or with an open outage. Readings of
   * successes of all others are forgotten.
   */
  watched(formsSince: Date, createdSince: Date): Promise<readonly ClientId[]>;
  /** Those of the entries that were never counted. */
  unseen(entries: readonly LoggedSignIn[]): Promise<readonly LoggedSignIn[]>;
  /**
   * Writes down what was read. `decide` gets the entries that were never counted before, the open outages and those that
   * ended after `endedSince`, and says what becomes of them. All of it, and the reading, commit together. Returns the steps.
   */
  look(
    reading: LogReading,
    entries: readonly LoggedSignIn[],
    endedSince: Date,
    decide: (fresh: readonly LoggedSignIn[], outages: readonly Outage[]) => readonly OutageStep[],
  ): Promise<readonly OutageStep[]>;
  /** The question was not answered: others come first from now on. What was read before stays as it is. */
  tried(reading: LogReading): Promise<void>;
  find(id: string): Promise<Outage | undefined>;
  /** The open ones, the newest first. */
  open(): Promise<readonly Outage[]>;
  /** The secret of the application that was deleted last, between these two moments. */
  deletedBetween(clientId: ClientId, since: Date, at: Date): Promise<DeletedSecret | undefined>;
  /** Undefined if the log was never asked. `deniedSince`: undefined if Entra lets the bot read it. */
  access(): Promise<{ readonly deniedSince: Date | undefined; readonly triedAt: Date } | undefined>;
  /** Entra does not let the bot read the log. The first time, `messages` are put in. */
  denied(at: Date, messages: readonly OutboxMessage[]): Promise<void>;
  /** Entra lets the bot read the log. */
  allowed(at: Date): Promise<void>;
}
