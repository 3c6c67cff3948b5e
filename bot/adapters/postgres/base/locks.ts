import { randomUUID } from 'node:crypto';
import { and, eq, lt, sql } from 'drizzle-orm';
import { LEASE_MS } from '../../../domain/secrets/operation.ts';
import type { Locks } from '../../../ports/shared/locks.ts';
import { locks } from './schema.ts';
import type { Run, Runner } from './transaction.ts';

const POLL_MS = 50;
/** Work may take longer than a lease, as a sweep of a large tenant does: the lease is renewed so often, and no further. */
const RENEWED_EVERY_MS = LEASE_MS / 3;
const RENEWALS = 90;
/** By the database's clock, which all processes share. */
const LEASE_END = sql`now() + ${`${LEASE_MS} milliseconds`}::interval`;

export function createLocks({ direct }: Runner): Locks {
  /** The last in line for each name in this process: neighbours wait here and do not poll. */
  const lines = new Map<string, Promise<void>>();
  return {
    withLock: async (name, waitMs, run) => {
      const deadline = Date.now() + waitMs;
      const ahead = lines.get(name);
      const turn = Promise.withResolvers<void>();
      const line = (ahead ?? Promise.resolve()).then(() => turn.promise);
      lines.set(name, line);
      try {
        if (ahead !== undefined && !(await doneWithin(ahead, waitMs))) return 'busy';
        const holder = await acquire(direct, name, deadline);
        if (holder === undefined) return 'busy';
        const stopRenewing = keepRenewing(direct, name, holder);
        try {
          return await run();
        } finally {
          stopRenewing();
          await release(direct, name, holder);
        }
      } finally {
        turn.resolve();
        if (lines.get(name) === line) void line.then(() => lines.get(name) === line && lines.delete(name));
      }
    },
  };
}

/** A lease on the name until LEASE_MS from now; undefined if another kept it beyond the deadline. */
async function acquire(direct: Run, name: string, deadline: number): Promise<string | undefined> {
  const holder = randomUUID();
  for (;;) {
    const taken = await direct((tx) =>
      tx
        .insert(locks)
        .values({ name, holder, until: LEASE_END })
        .onConflictDoUpdate({
          target: locks.name,
          set: { holder, until: LEASE_END },
          setWhere: lt(locks.until, sql`now()`),
        })
        .returning(),
    );
    if (taken.length > 0) return holder;
    const left = deadline - Date.now();
    if (left <= 0) return undefined;
    await new Promise((resolve) => setTimeout(resolve, Math.min(left, POLL_MS * (1 + Math.random()))));
  }
}

/** Renews the lease until the function that it returns is called. A renewal that fails is made up for by the next one. */
function keepRenewing(direct: Run, name: string, holder: string): () => void {
  let left = RENEWALS;
  let timer: NodeJS.Timeout | undefined;
  const next = (): void => {
    if (left === 0) return;
    left -= 1;
    timer = setTimeout(() => void renew(direct, name, holder).then(next, next), RENEWED_EVERY_MS).unref();
  };
  next();
  return () => {
    left = 0;
    clearTimeout(timer);
  };
}

/** A lease that somebody else has by now stays theirs. */
async function renew(direct: Run, name: string, holder: string): Promise<void> {
  await direct((tx) => tx.update(locks).set({ until: LEASE_END }).where(heldBy(name, holder)).returning());
}

/** If the database does not answer, the lease lapses by itself, and what was done stays done. */
async function release(direct: Run, name: string, holder: string): Promise<void> {
  await direct((tx) => tx.delete(locks).where(heldBy(name, holder)).returning()).catch(() => {});
}

function heldBy(name: string, holder: string) {
  return and(eq(locks.name, name), eq(locks.holder, holder));
}

async function doneWithin(work: Promise<void>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
