import { bigint, boolean, integer, json, pgTable, smallint, text } from 'drizzle-orm/pg-core';
import type { Ending } from '../../../domain/reminders/digest.ts';
import type { Stage } from '../../../domain/reminders/ladder.ts';
import type { Destination } from '../../../domain/reminders/reminder.ts';
import type { SweepResult } from '../../../domain/reminders/sweep.ts';
import type { ExposedHours, RotationState } from '../../../domain/rotation/rotation.ts';
import type { MailChoice } from '../../../domain/shared/command.ts';
import type { Scope } from '../../../domain/shared/organisation.ts';
import type { Asker, NamedPerson } from '../../../domain/shared/person.ts';
import { instant } from '../base/schema.ts';

/** The tables of reminders and rotations; keys, checks and indexes are in migrations/. */
export const links = pgTable('links', {
  id: text('id').primaryKey(),
  scopeKind: text('scope_kind').$type<Scope['kind']>().notNull(),
  scopeKey: text('scope_key').notNull(),
  scopeName: text('scope_name').notNull(),
  conversationId: text('conversation_id').notNull(),
  serviceUrl: text('service_url').notNull(),
  botAccountId: text('bot_account_id').notNull(),
  teamId: text('team_id'),
  channelName: text('channel_name').notNull(),
  teamName: text('team_name').notNull(),
  linkedBy: json('linked_by').$type<NamedPerson>().notNull(),
  linkedAt: instant('linked_at').notNull(),
  deadSince: instant('dead_since'),
});

export const digests = pgTable('digests', {
  id: text('id').primaryKey(),
  destinationKey: text('destination_key').notNull(),
  destination: json('destination').$type<Destination>().notNull(),
  createdAt: instant('created_at').notNull(),
  asOf: instant('as_of').notNull(),
  /** For the version before: messages/version-before.ts. The other columns of its delivery are not used any more. */
  state: text('state').$type<'sending' | 'sent'>().notNull(),
  takenOver: boolean('taken_over').notNull(),
});

export const reminders = pgTable('reminders', {
  clientId: text('client_id').notNull(),
  keyId: text('key_id').notNull(),
  stage: smallint('stage').$type<Stage>().notNull(),
  destinationKey: text('destination_key').notNull(),
  destination: json('destination').$type<Destination>().notNull(),
  displayName: text('display_name').notNull(),
  secretName: text('secret_name').notNull(),
  hint: text('hint').notNull(),
  secretEnd: instant('secret_end').notNull(),
  newer: boolean('newer').notNull(),
  cutOff: boolean('cut_off').notNull(),
  plannedAt: instant('planned_at').notNull(),
  digestId: text('digest_id'),
  number: integer('number'),
  endedHow: text('ended_how').$type<Ending['how']>(),
  endedBy: json('ended_by').$type<NamedPerson>(),
  endedAt: instant('ended_at'),
  newerKeyId: text('newer_key_id'),
  newerName: text('newer_name'),
  overlong: boolean('overlong').notNull().default(false),
});

export const claims = pgTable('claims', {
  clientId: text('client_id').notNull(),
  keyId: text('key_id').notNull(),
  tid: text('tid').notNull(),
  oid: text('oid').notNull(),
  name: text('name').notNull(),
  claimedAt: instant('claimed_at').notNull(),
  until: text('until'),
});

export const unusedApplications = pgTable('unused_applications', {
  clientId: text('client_id').primaryKey(),
  saidBy: json('said_by').$type<NamedPerson>().notNull(),
  saidAt: instant('said_at').notNull(),
});

export const rotations = pgTable('rotations', {
  id: text('id').primaryKey(),
  clientId: text('client_id').notNull(),
  displayName: text('display_name').notNull(),
  oldKeyId: text('old_key_id').notNull(),
  oldName: text('old_name').notNull(),
  oldHint: text('old_hint').notNull(),
  oldEnd: instant('old_end').notNull(),
  state: text('state').$type<RotationState>().notNull(),
  startedBy: json('started_by').$type<NamedPerson>().notNull(),
  startedAt: instant('started_at').notNull(),
  newKeyId: text('new_key_id'),
  newName: text('new_name'),
  newHint: text('new_hint'),
  newEnd: instant('new_end'),
  newBy: json('new_by').$type<NamedPerson>(),
  newAt: instant('new_at'),
  adopted: boolean('adopted').notNull().default(false),
  updatedBy: json('updated_by').$type<NamedPerson>(),
  updatedAt: instant('updated_at'),
  confirmedBy: json('confirmed_by').$type<NamedPerson>(),
  confirmedAt: instant('confirmed_at'),
  endedBy: json('ended_by').$type<NamedPerson>(),
  endedAt: instant('ended_at'),
  firstUsed: instant('first_used'),
  exposedBy: json('exposed_by').$type<Asker>(),
  exposedAt: instant('exposed_at'),
  exposedHours: integer('exposed_hours').$type<ExposedHours>(),
  signedInAt: instant('signed_in_at'),
  oldUsedAt: instant('old_used_at'),
  logFrom: instant('log_from'),
  logUntil: instant('log_until'),
});

export const mailChoices = pgTable('mail_choices', {
  tid: text('tid').notNull(),
  oid: text('oid').notNull(),
  choice: text('choice').$type<MailChoice>().notNull(),
});

export const sweeps = pgTable('sweeps', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  startedAt: instant('started_at').notNull(),
  finishedAt: instant('finished_at').notNull(),
  sweptBy: json('swept_by').$type<NamedPerson>(),
  applications: integer('applications').notNull(),
  secrets: integer('secrets').notNull(),
  due: integer('due').notNull(),
  digests: integer('digests').notNull(),
  result: text('result').$type<SweepResult>().notNull(),
  failures: integer('failures').notNull(),
  leaversDoubted: boolean('leavers_doubted').notNull().default(false),
});

export const sweepUnderWay = pgTable('sweep_under_way', {
  single: boolean('single').primaryKey().default(true),
  since: instant('since').notNull(),
});

export const administrators = pgTable('administrators', {
  tid: text('tid').notNull(),
  oid: text('oid').notNull(),
});
