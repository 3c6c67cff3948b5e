import { integer, json, pgTable, text } from 'drizzle-orm/pg-core';
import type { Outage } from '../../../../domain/reminders/outages/outage.ts';
import { instant } from '../../base/schema.ts';

/** JSON has no Date. */
export type StoredUse = Omit<NonNullable<Outage['lastUsed']>, 'at'> & { readonly at: string | null };

/** The tables of the log of sign-ins; keys, checks and indexes are in migrations/. */
export const logReadings = pgTable('log_readings', {
  question: text('question').primaryKey(),
  from: instant('read_from').notNull(),
  until: instant('read_until').notNull(),
  askedAt: instant('read_at').notNull(),
});

export const logAccess = pgTable('log_access', {
  id: integer('id').primaryKey(),
  deniedSince: instant('denied_since'),
  triedAt: instant('tried_at').notNull(),
});

export const seenSignIns = pgTable('seen_sign_ins', {
  id: text('id').primaryKey(),
  at: instant('at').notNull(),
});

export const outages = pgTable('outages', {
  id: text('id').primaryKey(),
  clientId: text('client_id').notNull(),
  displayName: text('display_name').notNull(),
  why: text('why').$type<Outage['why']>().notNull(),
  since: instant('since').notNull(),
  lastAt: instant('last_at').notNull(),
  attempts: integer('attempts').notNull(),
  lastUsed: json('last_used').$type<StoredUse>(),
  succeededAt: instant('succeeded_at'),
  endedAt: instant('ended_at'),
  how: text('how').$type<NonNullable<Outage['ended']>['how']>(),
  reopened: integer('reopened').notNull().default(0),
  shownAt: instant('shown_at').notNull(),
});
