import type { ApplicationRef } from '../shared/application.ts';
import type { AuditRow } from './audit-events.ts';

/** What the command about the record comes to. */
export type AuditOutcome = {
  readonly kind: 'audit';
  /** Newest first. */
  readonly rows: readonly AuditRow[];
  /** Of the applications that the rows speak of, as far as they are known. */
  readonly applications: readonly ApplicationRef[];
  /** Where one was asked for. */
  readonly application: ApplicationRef | undefined;
  /** As asked for, for the buttons that turn the page. */
  readonly query: string;
  readonly days: number;
  readonly page: number;
  readonly pages: number;
  readonly total: number;
};
