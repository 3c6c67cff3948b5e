import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from '../base/schema.ts';

export const secretUses = pgTable('secret_uses', {
  clientId: text('client_id').notNull(),
  keyId: text('key_id').notNull(),
  firstAt: instant('first_at').notNull(),
  lastAt: instant('last_at').notNull(),
});

/** The table has one row. */
export const useReport = pgTable('use_report', {
  id: integer('id').primaryKey(),
  readAt: instant('read_at'),
  newest: instant('newest'),
  beganAt: instant('began_at'),
  newestSoFar: instant('newest_so_far'),
  link: text('link'),
  notBefore: instant('not_before'),
});
