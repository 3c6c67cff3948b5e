import type { PGlite, Transaction } from '@electric-sql/pglite';

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

function watch(session: Pick<Transaction, 'query' | 'exec'>, sent: Sent): void {
  const [query, exec] = [session.query.bind(session), session.exec.bind(session)];
  session.query = (text, ...rest) => {
    sent.push(text);
    return query(text, ...rest);
  };
  session.exec = (text, ...rest) => {
    sent.push(text);
    return exec(text, ...rest);
  };
}
