import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { OutboxMessage } from '../../domain/messages/outbox.ts';
import type { SweepReport } from '../../domain/reminders/sweep.ts';

export interface Sweeps {
  /** `told`: what the administrators are told of it. */
  record(report: SweepReport, audit: AuditEvent, told: readonly OutboxMessage[]): Promise<void>;
  /** The last one that was recorded, good or not. */
  last(): Promise<SweepReport | undefined>;
  /** The last one that completed. */
  lastGood(): Promise<SweepReport | undefined>;
}
