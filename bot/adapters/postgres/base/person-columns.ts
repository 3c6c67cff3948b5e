import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { PersonId } from '../../../domain/shared/person.ts';
import { lowerPerson } from './transaction.ts';

export interface PersonColumns {
  readonly tid: PgColumn;
  readonly oid: PgColumn;
}

/** Whether a row is of one of these people; the list must not be empty. */
export function isAmong(columns: PersonColumns, people: readonly PersonId[]): SQL {
  const pairs = people.map(lowerPerson).map(({ tid, oid }) => sql`(${tid}, ${oid})`);
  return sql`(${columns.tid}, ${columns.oid}) IN (${sql.join(pairs, sql`, `)})`;
}

/** One text per person, for keys. */
export function personKey(person: PersonId): string {
  const { tid, oid } = lowerPerson(person);
  return `${tid}/${oid}`;
}
