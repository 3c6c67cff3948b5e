import type { AuditHead, AuditPoint } from '../../domain/audit/audit-chain.ts';
import type { AuditEvent, AuditRow } from '../../domain/audit/audit-events.ts';
import type { ClientId } from '../../domain/shared/application.ts';

export interface Audit {
  record(event: AuditEvent): Promise<void>;
  /** The rows after sequence number `after`, in order, at most `limit` of them. Without arguments: all rows. */
  rows(after?: number, limit?: number): Promise<readonly AuditRow[]>;
  /** One page of the rows that fit the query, newest first. `total` counts the rows of all pages. */
  find(query: AuditQuery): Promise<{ readonly rows: readonly AuditRow[]; readonly total: number }>;
  /** The point at which the chain ends. */
  head(): Promise<AuditHead>;
  /** The last row that was trimmed (the chain begins after it), and when the trimming was. */
  base(): Promise<AuditPoint & { readonly trimmedAt: Date | undefined }>;
  /**
   * Removes the rows from the beginning up to the first that is not older than `before`. `audit` gets the last row
   * removed and makes the row that records the trimming. Returns how many rows were removed; if there were none, nothing
   * is recorded.
   */
  trim(before: Date, audit: (last: AuditPoint) => AuditEvent): Promise<number>;
}

export interface AuditQuery {
  /** Undefined: rows of every application, and rows that name no application. */
  readonly clientIds: readonly ClientId[] | undefined;
  readonly since: Date;
  readonly offset: number;
  readonly limit: number;
}
