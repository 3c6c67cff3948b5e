import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';

/**
 * Whether a column has one of these texts, which may be none. They are one parameter: with a parameter for each, the
 * query builder takes more time than the database.
 */
export function isOneOf(column: PgColumn, texts: readonly string[]): SQL {
  return sql`${column} IN (SELECT json_array_elements_text(${JSON.stringify(texts)}::json))`;
}
