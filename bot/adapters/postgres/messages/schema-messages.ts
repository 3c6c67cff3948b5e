import { bigint, boolean, integer, json, pgTable, text } from 'drizzle-orm/pg-core';
import type { Lane, Recipient } from '../../../domain/messages/outbox.ts';
import type { Posted } from '../../../ports/messages/announcer.ts';
import { instant } from '../base/schema.ts';
import type { StoredContent } from './message-content.ts';

/** The table of the outbox; keys, checks and indexes are in migrations/. */
export const outgoing = pgTable('outgoing', {
  id: text('id').primaryKey(),
  seq: bigint('seq', { mode: 'number' }).generatedAlwaysAsIdentity(),
  lane: text('lane').$type<Lane>().notNull(),
  recipientKey: text('recipient_key').notNull(),
  recipient: json('recipient').$type<Recipient>().notNull(),
  content: json('content').$type<StoredContent>().notNull(),
  subject: text('subject'),
  onceKey: text('once_key'),
  at: instant('at').notNull(),
  state: text('state').$type<'waiting' | 'sending' | 'sent' | 'dead'>().notNull(),
  dueAt: instant('due_at'),
  leaseUntil: instant('lease_until'),
  attempts: integer('attempts').notNull().default(0),
  maybe: boolean('maybe').notNull().default(false),
  stale: boolean('stale').notNull().default(false),
  woken: boolean('woken').notNull().default(false),
  posted: json('posted').$type<Posted>(),
  code: text('code'),
  deadSince: instant('dead_since'),
  waitingSince: instant('waiting_since'),
});

export type MessageRow = typeof outgoing.$inferSelect;
