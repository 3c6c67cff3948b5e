import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { OutboxMessage } from '../../domain/messages/outbox.ts';
import type { UnexpectedCredential } from '../../domain/secrets/unexpected.ts';
import type { ClientId } from '../../domain/shared/application.ts';
import type { NamedPerson } from '../../domain/shared/person.ts';

/** The credentials that were added outside the bot, and what was said of them. */
export interface UnexpectedCredentials {
  /** In the order in which they were found. */
  withIds(ids: readonly string[]): Promise<readonly UnexpectedCredential[]>;
  /** Those of which nobody has said whose they are, the newest first; of these applications, or of all. */
  unanswered(clientIds?: readonly ClientId[]): Promise<readonly UnexpectedCredential[]>;
  /** Up to `limit` of those that nobody has been told of, the oldest first. */
  untold(limit: number): Promise<readonly UnexpectedCredential[]>;
  /**
   * These were told, with the messages that tell of them. False if another process has told some of them since they were read;
   * then nothing changes.
   */
  told(ids: readonly string[], at: Date, messages: readonly OutboxMessage[]): Promise<boolean>;
  /**
   * Somebody says that it is theirs: with its audit row, and its cards are drawn again. False if it had an answer already,
   * or is unknown; then nothing changes.
   */
  ours(id: string, by: NamedPerson, at: Date, audit: AuditEvent): Promise<boolean>;
  /**
   * Entra does not know these applications any more: the questions about them are over. If one is restored with the same
   * credentials, they are found again.
   */
  applicationsGone(clientIds: readonly ClientId[], at: Date): Promise<void>;
}
