import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { OutboxMessage } from '../../domain/messages/outbox.ts';
import type { SweepReport } from '../../domain/reminders/sweep.ts';

export interface Sweeps {
  /** Notes that a sweep begins. It is under way until `record`, also after its process has died. */
  begin(at: Date): Promise<void>;
  /** When the sweep that is under way began; undefined if none is. */
  underWaySince(): Promise<Date | undefined>;
  /** `told`: what the administrators are told of it. */
  record(report: SweepReport, audit: AuditEvent, told: readonly OutboxMessage[]): Promise<void>;
  /** The last one that was recorded, good or not. */
  last(): Promise<SweepReport | undefined>;
  /** The last one that completed. */
  lastGood(): Promise<SweepReport | undefined>;
}
