import { bigint, boolean, integer, json, pgTable, text } from 'drizzle-orm/pg-core';
import type { ContactState } from '../../../domain/messages/contact.ts';
import type { Lane, Recipient } from '../../../domain/messages/outbox.ts';
import type { NamedPerson } from '../../../domain/shared/person.ts';
import type { Posted } from '../../../ports/messages/announcer.ts';
import { instant } from '../base/schema.ts';
import type { StoredContent } from './message-content.ts';

/** The tables of the outbox and of designated contacts; keys, checks and indexes are in migrations/. */
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

export const contacts = pgTable('contacts', {
  id: text('id').primaryKey(),
  organisation: text('organisation').notNull(),
  organisationName: text('organisation_name').notNull(),
  address: text('address').notNull(),
  addressKey: text('address_key').notNull(),
  state: text('state').$type<ContactState>().notNull(),
  addedBy: json('added_by').$type<NamedPerson>().notNull(),
  since: instant('since').notNull(),
  unreachableSince: instant('unreachable_since'),
  tokenHash: text('token_hash'),
  tokenUntil: instant('token_until'),
  mailedAgain: integer('mailed_again').notNull().default(0),
});
