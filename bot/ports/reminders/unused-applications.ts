import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { ClientId } from '../../domain/shared/application.ts';
import type { NamedPerson } from '../../domain/shared/person.ts';

/** The applications of which a manager has said that nothing uses them any more. They could not connect at that time. */
export interface UnusedApplications {
  all(): Promise<readonly ClientId[]>;
  /**
   * Its reminders end, and the digests that show them are due to be drawn again. False if somebody has said it before:
   * then nothing is audited.
   */
  mark(clientId: ClientId, by: NamedPerson, at: Date, audit: AuditEvent): Promise<boolean>;
  /** They connect again, so what was said is not true any more. `audit`: one row for each that was marked. */
  forget(clientIds: readonly ClientId[], audit: (clientId: ClientId) => AuditEvent): Promise<void>;
}
