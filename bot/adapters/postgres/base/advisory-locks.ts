import { type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';

/**
 * The numbers of PostgreSQL's advisory locks. All are here, so that no two locks share a number: those who hold one
 * would wait for those who hold the other. A number that a running version uses keeps its meaning.
 * https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
 */
export const ADVISORY_LOCKS = {
  /** Processes that start together migrate one after the other. */
  migrations: 7_229_001,
  assignments: 7_229_002,
  'sign-outs': 7_229_003,
  /** Processes that build digests at once take turns, so that a destination gets one digest. */
  digests: 7_229_005,
  /** Nobody adds a contact while somebody refuses one. */
  contacts: 7_229_015,
} as const;

/** Each of these is a space of locks: one lock for each key. PostgreSQL keeps them apart from the locks above. */
export const ADVISORY_SPACES = {
  'requests-of-person': 7_229_003,
  'refusals-of-person': 7_229_006,
  'changes-of-application': 7_229_004,
  'contacts-of-organisation': 7_229_014,
} as const;

/** A part of a SELECT: waits until nobody else holds the lock, which the caller's transaction then holds to its end. */
export function lock(name: keyof typeof ADVISORY_LOCKS): SQL {
  return sql`pg_advisory_xact_lock(${sql.raw(String(ADVISORY_LOCKS[name]))})`;
}

/** As `lock`, but others who want to share the lock may hold it at once. */
export function sharedLock(name: keyof typeof ADVISORY_LOCKS): SQL {
  return sql`pg_advisory_xact_lock_shared(${sql.raw(String(ADVISORY_LOCKS[name]))})`;
}

/** As `lock`, for one key of a space. The key may be a column. */
export function keyLock(space: keyof typeof ADVISORY_SPACES, key: string | AnyPgColumn): SQL {
  return sql`pg_advisory_xact_lock(${sql.raw(String(ADVISORY_SPACES[space]))}, hashtext(${key}))`;
}
