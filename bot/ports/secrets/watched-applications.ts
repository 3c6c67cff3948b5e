import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { OutboxMessage } from '../../domain/messages/outbox.ts';
import type { Stage } from '../../domain/reminders/ladder.ts';
import type { Credential, CredentialKind, UnexpectedCredential } from '../../domain/secrets/unexpected.ts';
import type { ApplicationRef, Certificate, ClientId, FederatedCredential } from '../../domain/shared/application.ts';

/** What an application has now. `print`: one text that says the same, so that most applications need no more than a comparison. */
export interface SeenCredentials {
  readonly application: ApplicationRef;
  readonly print: string;
  readonly credentials: readonly Credential[];
  /** The kinds of which these are all. */
  readonly kinds: readonly CredentialKind[];
}

/** One look at several applications. */
export interface CredentialsLook {
  readonly at: Date;
  newId(): string;
  /** The row of the record for a credential that was found. */
  audit(found: UnexpectedCredential): AuditEvent;
}

/** One reading of federated credentials. */
export interface FederatedReading {
  /** These are due again a day later. */
  readonly asked: readonly ClientId[];
  /** Entra has not told of these. */
  readonly untold: readonly ClientId[];
}

/** What is told of the certificates of one application. `stage`: of the ladder. */
export interface CertificateReminder {
  readonly clientId: ClientId;
  readonly certificates: readonly { readonly keyId: string; readonly stage: Stage }[];
  readonly messages: readonly OutboxMessage[];
}

/** What an application has apart from client secrets, as the last look saw it. */
export interface KeptCredentials {
  readonly clientId: ClientId;
  /** `told`: the most urgent stage of the ladder at which somebody was reminded of it. */
  readonly certificates: readonly (Certificate & { readonly told?: Stage })[];
  /** Undefined if they were not read yet. */
  readonly federated: readonly FederatedCredential[] | undefined;
}

/**
 * What each application was seen with. What it has at the first look is its baseline; what is added after that, and was not
 * created by an operation of ours, is kept as unexpected. So is what has another content under an id of before. What one look
 * misses stays known: a replica that lags behind makes no news. What is gone is forgotten, so that it is news if it is back.
 * An application of which a creation is not settled is left for the next look.
 */
export interface WatchedApplications {
  /**
   * Those whose print is another than at the last look, those that were never looked at, and those of which the last look
   * missed something. Changes nothing.
   */
  changed(prints: readonly { readonly clientId: ClientId; readonly print: string }[]): Promise<readonly ClientId[]>;
  /** Notes the client secrets and certificates of these applications. Returns what is unexpected and new. */
  noteKeys(seen: readonly SeenCredentials[], look: CredentialsLook): Promise<readonly UnexpectedCredential[]>;
  /**
   * Client secrets and certificates that the looks have missed since `until` or longer are gone: what was asked about them
   * is over. A look that sees less than there is ends nothing, so this is called only after a sweep that is believed.
   */
  settleMissed(until: Date, at: Date): Promise<void>;
  /** Up to `limit` applications whose federated credentials were not read since then; the longest unread first. */
  unread(since: Date, limit: number): Promise<readonly ApplicationRef[]>;
  /**
   * Notes the federated credentials of applications. A credential that two readings in a row miss is gone. Those that are only
   * in `asked` do not exist: what they had stays.
   */
  noteFederated(
    reading: FederatedReading,
    found: readonly Pick<SeenCredentials, 'application' | 'credentials'>[],
    look: CredentialsLook,
  ): Promise<readonly UnexpectedCredential[]>;
  /** The applications of whose federated credentials Entra has not told since `until` or longer, by name, with the time of the first such reading. */
  untold(until: Date): Promise<readonly (ApplicationRef & { readonly since: Date })[]>;
  /**
   * Somebody is reminded of these certificates at these stages, with these messages. Of an application for which nobody has
   * to be reminded any more, nothing is written: another process has done it in the meantime.
   */
  reminded(all: readonly CertificateReminder[]): Promise<void>;
  /** In no particular order. Applications that were never looked at are left out. */
  of(clientIds: readonly ClientId[]): Promise<readonly KeptCredentials[]>;
}
