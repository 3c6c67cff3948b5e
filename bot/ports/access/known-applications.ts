import type { OutboxMessage } from '../../domain/messages/outbox.ts';
import type { ApplicationRef, ClientId } from '../../domain/shared/application.ts';

/** What managed applications were called when Entra knew them last. */
export interface KnownApplications {
  /** Entra knows these applications now. */
  seen(applications: readonly ApplicationRef[]): Promise<void>;
  /** In the order asked for. The name is empty if the application was never seen. */
  namesOf(clientIds: readonly ClientId[]): Promise<readonly ApplicationRef[]>;
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
