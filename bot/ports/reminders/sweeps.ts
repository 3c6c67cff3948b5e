import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { SweepReport } from '../../domain/reminders/sweep.ts';

export interface Sweeps {
  record(report: SweepReport, audit: AuditEvent): Promise<void>;
  /** The last one that was recorded, good or not. */
  last(): Promise<SweepReport | undefined>;
  /** The last one that completed. */
  lastGood(): Promise<SweepReport | undefined>;
}
