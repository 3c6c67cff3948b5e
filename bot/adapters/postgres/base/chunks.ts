/** PostgreSQL takes 65,535 parameters a statement: so many of our rows always fit. */
const ROWS = 1_000;

/** A long list in parts that fit into one statement each. */
export function chunks<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / ROWS) }, (_, i) => all.slice(i * ROWS, (i + 1) * ROWS));
}
