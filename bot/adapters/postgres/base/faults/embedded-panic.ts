import type { PGlite } from '@electric-sql/pglite';

/** The embedded database has ended itself. Each statement fails from then on. */
class DatabaseEndedError extends Error {
  constructor(cause: Error) {
    super(`the embedded database has ended itself: ${cause.message}`, { cause });
    this.name = 'DatabaseEndedError';
  }
}

/**
 * PostgreSQL ends itself with PANIC if it cannot go on safely, for instance if the disk has no room for its log of changes.
 * The embedded one has no process that could end: its next statement never comes back, and keeps this process from doing
 * anything, even if there is room again. So no statement is passed on after a PANIC, and this process ends. Nothing that was
 * committed is lost: the next start reads the log. See decision 0055: an embedded database that ends itself ends the process.
 */
export function endAfterPanic(pglite: Pick<PGlite, 'execProtocolStream'>): void {
  const run = pglite.execProtocolStream.bind(pglite);
  let ended: DatabaseEndedError | undefined;
  pglite.execProtocolStream = async (message, options) => {
    if (ended !== undefined) throw ended;
    try {
      return await run(message, options);
    } catch (cause) {
      if (isPanic(cause)) {
        ended = new DatabaseEndedError(cause);
        crash(ended);
      }
      throw cause;
    }
  };
}

/** https://www.postgresql.org/docs/current/protocol-error-fields.html */
function isPanic(cause: unknown): cause is Error {
  return cause instanceof Error && 'severity' in cause && cause.severity === 'PANIC';
}

/** The program has said what is logged of a crash, and with which code it ends. */
function crash(ended: DatabaseEndedError): void {
  setImmediate(() => {
    throw ended;
  });
}
