import { integer, json, pgTable, text } from 'drizzle-orm/pg-core';
import type { AuditEvent } from '../../../domain/audit/audit-events.ts';
import { instant } from '../base/schema.ts';

/** Refusals of the running hour. See refusals.ts. */
export const refusals = pgTable('refusals', {
  tid: text('tid').notNull(),
  oid: text('oid').notNull(),
  key: text('key').notNull(),
  since: instant('since').notNull(),
  count: integer('count').notNull(),
  event: json('event').$type<Omit<AuditEvent, 'at'>>().notNull(),
});
