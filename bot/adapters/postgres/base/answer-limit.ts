import { Client, type PoolClient, type QueryResult } from 'pg';

type Done = (error: Error | null | undefined, result?: QueryResult) => void;
/** A query as pg runs it. The pool gives a function that is called with its answer, and others await the answer. */
type Ask = (this: PoolClient, query: unknown, values: unknown, done: Done) => void;

/**
 * Each query of the client has its answer within so many milliseconds, or fails. Then the connection is closed: its other
 * end is gone, and no other query may wait for it or be run later.
 *
 * pg has such a limit of its own (`query_timeout`). It is not used, because it puts a function into each query after the
 * query was made, as pg does for a caller that awaits the answer, too. V8 then keeps the query with all its rows until the
 * next full garbage collection. See decision 0030: a sweep is a stream.
 */
export function limitAnswers(client: PoolClient, limitMs: number): void {
  const limited = (query: unknown, values: unknown, done: Done) => {
    let open = true;
    const settle: Done = (error, result) => {
      if (!open) return;
      open = false;
      clearTimeout(timer);
      done(error, result);
    };
    const timer = setTimeout(() => {
      settle(new Error('the database did not answer in time'));
      if (client instanceof Client) client.end().catch(() => undefined);
    }, limitMs);
    (Client.prototype.query as Ask).call(client, query, values, settle);
  };
  const awaited = (query: unknown, values: unknown) =>
    new Promise((resolve, reject) => {
      limited(query, values, (error, result) => (error == null ? resolve(result) : reject(error)));
    });
  Object.assign(client, {
    query: (query: unknown, values: unknown, done?: Done) =>
      done === undefined ? awaited(query, values) : limited(query, values, done),
  });
}
