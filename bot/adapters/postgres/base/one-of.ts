import { type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { storable } from './transaction.ts';

/**
 * Whether a column has one of these texts, which may be none. They are one parameter: with a parameter for each, the
 * query builder takes more time than the database.
 */
export function isOneOf(column: PgColumn, texts: readonly string[]): SQL {
  return isInList(column, listOf(texts));
}

/** For a prepared statement: the value of the placeholder is a listOf() texts. */
export function isInList(column: PgColumn, list: Placeholder | string): SQL {
  return sql`${column} IN (SELECT json_array_elements_text(${list}::json))`;
}

export function listOf(texts: readonly string[]): string {
  return JSON.stringify(texts);
}

/** Whether two columns hold one of these pairs, which may be none. They are one parameter, as in isOneOf(). */
export function isOneOfPairs(
  first: PgColumn,
  second: PgColumn,
  pairs: readonly (readonly [first: string, second: string])[],
): SQL {
  const given = JSON.stringify(pairs.map(([one, two]) => [storable(one), storable(two)]));
  return sql`(${first}, ${second}) IN (SELECT pair ->> 0, pair ->> 1 FROM json_array_elements(${given}::json) AS pair)`;
}
