import type { AuditHead, AuditPoint } from '../../domain/audit/audit-chain.ts';
import type { AuditEvent, AuditRow } from '../../domain/audit/audit-events.ts';
import type { ClientId } from '../../domain/shared/application.ts';

export interface Audit {
  record(event: AuditEvent): Promise<void>;
  /** The rows after this sequence number, in order; all of them, at most `limit`. */
  rows(after?: number, limit?: number): Promise<readonly AuditRow[]>;
  /** Newest first: of these applications, or of all, since then. `total` counts all of them. */
  find(query: AuditQuery): Promise<{ readonly rows: readonly AuditRow[]; readonly total: number }>;
  /** Where the chain ends. */
  head(): Promise<AuditHead>;
  /** Where the chain begins: after the last row that was trimmed, and when that was. */
  base(): Promise<AuditPoint & { readonly trimmedAt: Date | undefined }>;
  /**
   * Removes the rows from the beginning up to the first that is not older than `before`; `audit` makes the row that says
   * so, by the last row removed. How many were removed; where none, nothing is recorded.
   */
  trim(before: Date, audit: (last: AuditPoint) => AuditEvent): Promise<number>;
}

export interface AuditQuery {
  /** Undefined: of all, and of none in particular. */
  readonly clientIds: readonly ClientId[] | undefined;
  readonly since: Date;
  readonly offset: number;
  readonly limit: number;
}
