import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { PersonId } from '../../../domain/shared/person.ts';
import { lowerPerson } from './transaction.ts';

export interface PersonColumns {
  readonly tid: PgColumn;
  readonly oid: PgColumn;
}

/** Whether a row is of one of these people. Several are one parameter, as in isOneOf(). */
export function isAmong(columns: PersonColumns, people: readonly PersonId[]): SQL {
  const pairs = people.map(lowerPerson);
  const [only] = pairs;
  if (only !== undefined && pairs.length === 1)
    return sql`(${columns.tid}, ${columns.oid}) = (${only.tid}, ${only.oid})`;
  const given = sql`SELECT tid, oid FROM json_to_recordset(${JSON.stringify(pairs)}::json) AS given (tid text, oid text)`;
  return sql`(${columns.tid}, ${columns.oid}) IN (${given})`;
}

/** One text per person, for keys. */
export function personKey(person: PersonId): string {
  const { tid, oid } = lowerPerson(person);
  return `${tid}/${oid}`;
}
