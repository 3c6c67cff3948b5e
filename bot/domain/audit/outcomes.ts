import type { ApplicationRef } from '../shared/application.ts';
import type { AuditRow } from './audit-events.ts';

/** The outcome of the command about the record. */
export type AuditOutcome = {
  readonly kind: 'audit';
  /** Newest first. */
  readonly rows: readonly AuditRow[];
  /** The applications that the rows are about, as far as they are known. */
  readonly applications: readonly ApplicationRef[];
  /** Defined if the record of one application was asked for. */
  readonly application: ApplicationRef | undefined;
  /** The words as typed. If no application is defined, they say which applications the record is of; empty: of all. */
  readonly query: string;
  readonly days: number;
  readonly page: number;
  readonly pages: number;
  readonly total: number;
};
