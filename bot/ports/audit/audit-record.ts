import type { AuditHead, AuditPoint } from '../../domain/audit/audit-chain.ts';
import type { AuditAction, AuditEvent, AuditRow } from '../../domain/audit/audit-events.ts';
import type { ClientId } from '../../domain/shared/application.ts';
import type { NamedPerson, PersonId } from '../../domain/shared/person.ts';

export interface Audit {
  record(event: AuditEvent): Promise<void>;
  /**
   * Records that the actor was refused something. Refusals that are alike within an hour have one row, and so have those
   * of a person who is refused many different things: they are counted. Returns the reference of the row.
   */
  refuse(event: AuditEvent, actor: PersonId): Promise<string>;
  /** Records the counts of hours that are over at `now`. */
  recordRefusals(now: Date): Promise<void>;
  /** The rows after sequence number `after`, in order, at most `limit` of them. Without arguments: all rows. */
  rows(after?: number, limit?: number): Promise<readonly AuditRow[]>;
  /** One page of the rows that fit the query, newest first. `total` counts the rows of all pages. */
  find(query: AuditQuery): Promise<{ readonly rows: readonly AuditRow[]; readonly total: number }>;
  /** Who has done anything of what the query covers, those with the most rows first, and how many reminders were sent. */
  summary(query: Pick<AuditQuery, 'clientIds' | 'since'>): Promise<AuditSummary>;
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

export interface AuditSummary {
  /** The name is empty if no row has one. */
  readonly people: readonly NamedPerson[];
  readonly reminders: number;
}

export interface AuditQuery {
  /** Undefined: rows of every application, and rows that name no application. */
  readonly clientIds: readonly ClientId[] | undefined;
  readonly since: Date;
  /** Undefined: every action, and with it the intents. Otherwise rows of these actions, without intents. */
  readonly acts?: readonly AuditAction[] | undefined;
  /** Undefined: of everybody. */
  readonly actors?: readonly PersonId[] | undefined;
  readonly offset: number;
  readonly limit: number;
}
