import type { OutboxMessage } from '../../domain/messages/outbox.ts';
import type { ApplicationRef, ClientId } from '../../domain/shared/application.ts';

/** What managed applications were called when Entra knew them last. */
export interface KnownApplications {
  /** Entra knows these applications now. */
  seen(applications: readonly ApplicationRef[]): Promise<void>;
  /** In the order asked for. The name is empty if the application was never seen. */
  namesOf(clientIds: readonly ClientId[]): Promise<readonly ApplicationRef[]>;
  /**
   * Those that are not recorded as gone, in the order asked for. An application that was never seen is among them. A
   * recorded one is among them again after it was `seen`, or assigned to somebody.
   */
  notGone(clientIds: readonly ClientId[]): Promise<readonly ClientId[]>;
  /**
   * Entra does not know these applications any more. `tell` makes what the administrators hear of those of which it is
   * news, in the same transaction.
   */
  gone(
    clientIds: readonly ClientId[],
    at: Date,
    tell: (applications: readonly ApplicationRef[]) => readonly OutboxMessage[],
  ): Promise<void>;
}
