import type { ApplicationRef, ClientId } from '../shared/application.ts';
import type { NamedPerson } from '../shared/person.ts';
import type { AuditRow } from './audit-events.ts';
import type { AuditKind } from './audit-kinds.ts';

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
  /** Each row with its intents, ids and references, as answers of an earlier version have them. */
  readonly details?: boolean;
  /** The kind of acts that was asked for; undefined: the usual ones. */
  readonly about?: AuditKind | undefined;
  /** The person that was asked for: an object ID, or words of a name. Empty: everybody. */
  readonly by?: string;
  /** Who may be asked for. */
  readonly people?: readonly NamedPerson[];
  /** So many reminders were sent in that time, to anybody. */
  readonly reminders?: number;
  /** The secrets of the rows, as far as anything tells their names. */
  readonly secrets?: readonly AuditSecret[];
};

/** How a secret was called, even if it is gone. */
export interface AuditSecret {
  readonly clientId: ClientId;
  readonly keyId: string;
  readonly name: string;
  readonly hint: string;
}
