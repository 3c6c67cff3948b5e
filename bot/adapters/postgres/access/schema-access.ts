import { integer, json, pgTable, text } from 'drizzle-orm/pg-core';
import type { AccessRequest, RequestState, RequestTick } from '../../../domain/access/access-request.ts';
import type { AssignmentForm } from '../../../domain/access/assignment.ts';
import type { ApplicationRef } from '../../../domain/shared/application.ts';
import type { Scope } from '../../../domain/shared/organisation.ts';
import type { Asker, NamedPerson } from '../../../domain/shared/person.ts';
import { instant } from '../base/schema.ts';

/** JSON has no Date. */
export type StoredTick = Omit<RequestTick, 'at'> & { readonly at: string };

/** The tables of assignment forms and requests; keys, checks and indexes are in migrations/. */
export const assignmentForms = pgTable('assignment_forms', {
  nonce: text('nonce').primaryKey(),
  act: text('act').$type<AssignmentForm['act']>().notNull(),
  asker: json('asker').$type<Asker>().notNull(),
  people: json('people').$type<readonly NamedPerson[]>().notNull(),
  applications: json('applications').$type<readonly ApplicationRef[]>().notNull(),
  openedAt: instant('opened_at').notNull(),
  state: text('state').$type<AssignmentForm['state']>().notNull(),
  warnedOf: json('warned_of').$type<readonly string[]>().notNull(),
});

export const accessRequests = pgTable('access_requests', {
  id: text('id').primaryKey(),
  tid: text('tid').notNull(),
  oid: text('oid').notNull(),
  asker: json('asker').$type<Asker>().notNull(),
  words: json('words').$type<Pick<AccessRequest, 'query' | 'why' | 'who'>>().notNull(),
  requestKey: text('request_key').notNull(),
  requestedAt: instant('requested_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  state: text('state').$type<RequestState>().notNull(),
  scope: json('scope').$type<Scope>(),
  scopeId: text('scope_id'),
  confirmation: json('confirmation').$type<StoredTick & { readonly recorded?: string | undefined }>(),
  decision: json('decision').$type<StoredTick & { readonly reason?: string | undefined }>(),
  repeats: integer('repeats').notNull().default(0),
});

export const knownApplications = pgTable('known_applications', {
  clientId: text('client_id').primaryKey(),
  displayName: text('display_name').notNull(),
  goneSince: instant('gone_since'),
});
