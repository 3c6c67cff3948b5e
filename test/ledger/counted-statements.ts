import { type ParserOptions, type PGlite, type QueryOptions, type Transaction, types } from '@electric-sql/pglite';

/** What was sent to the database, in its order. Each entry is one round trip. */
export type Sent = string[];

/**
 * Writes down every statement that goes to the embedded database. PostgreSQL gets the same ones: `BEGIN` and `COMMIT` are
 * round trips of their own.
 */
export function countStatements(pglite: PGlite): Sent {
  const sent: Sent = [];
  watch(pglite, sent);
  const transaction = pglite.transaction.bind(pglite);
  pglite.transaction = async (work) => {
    sent.push('BEGIN');
    const result = await transaction((tx) => {
      watch(tx, sent);
      return work(tx);
    });
    sent.push('COMMIT');
    return result;
  };
  return sent;
}

const asText = (value: string) => value;
const ARRAYS = { numeric: 1231, timestamp: 1115, timestamptz: 1185, interval: 1187, date: 1182 };

/**
 * The types that drizzle wants as text. It says so with every query, and PGlite then copies all its parsers for each of
 * them, which takes a seventh of the time of a use case. So the database is opened with these, and no query names any.
 */
export const PARSERS: ParserOptions = Object.fromEntries(
  [types.TIMESTAMP, types.TIMESTAMPTZ, types.INTERVAL, types.DATE, ...Object.values(ARRAYS)].map((id) => [id, asText]),
);

function withoutParsers({ parsers: _, ...options }: QueryOptions): QueryOptions {
  return options;
}

function watch(session: Pick<Transaction, 'query' | 'exec'>, sent: Sent): void {
  const [query, exec] = [session.query.bind(session), session.exec.bind(session)];
  session.query = (text, params, options = {}) => {
    sent.push(text);
    return query(text, params, withoutParsers(options));
  };
  session.exec = (text, ...rest) => {
    sent.push(text);
    return exec(text, ...rest);
  };
}
