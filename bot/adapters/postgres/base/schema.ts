import { bigint, boolean, integer, json, pgTable, smallint, text, timestamp } from 'drizzle-orm/pg-core';
import type { AwayHow } from '../../../domain/access/away.ts';
import type { AuditAction, AuditResult, AuditRow } from '../../../domain/audit/audit-events.ts';
import type { Operation, OperationState } from '../../../domain/secrets/operation.ts';
import type { StoredCommand } from '../../../domain/shared/command.ts';
import type { Asker, Conversation, NamedPerson } from '../../../domain/shared/person.ts';
import type { Need, VerifiedClaims } from '../../../domain/sign-in/session.ts';

/** The tables as the query builder sees them; keys, checks and indexes are in migrations/. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** JSON has no Date. */
export type StoredClaims = Omit<VerifiedClaims, 'authTime' | 'issuedAt'> & {
  readonly authTime: string | null;
  /** Not there if the version before has written it. */
  readonly issuedAt?: string;
  /** The version before reads it. */
  readonly amr: readonly string[];
};

export const assignments = pgTable('assignments', {
  tid: text('tid').notNull(),
  oid: text('oid').notNull(),
  clientId: text('client_id').notNull(),
  addedAt: instant('added_at').notNull(),
  name: text('name').notNull().default(''),
  addedBy: json('added_by').$type<NamedPerson>(),
  confirmedBy: text('confirmed_by').notNull().default(''),
});

export const awayPeople = pgTable('away_people', {
  tid: text('tid').notNull(),
  oid: text('oid').notNull(),
  name: text('name').notNull(),
  how: text('how').$type<AwayHow>().notNull(),
  since: instant('since').notNull(),
  told: json('told').$type<readonly string[]>().notNull(),
});

export const sessions = pgTable('sessions', {
  tid: text('tid').notNull(),
  oid: text('oid').notNull(),
  name: text('name').notNull(),
  roles: json('roles').$type<readonly string[]>().notNull(),
  amr: json('amr').$type<readonly string[]>().notNull(),
  acrs: json('acrs').$type<readonly string[]>().notNull(),
  authTime: instant('auth_time'),
  issuedAt: instant('issued_at'),
  signedInAt: instant('signed_in_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
});

export const signIns = pgTable('sign_ins', {
  id: text('id').primaryKey(),
  tid: text('tid').notNull(),
  oid: text('oid').notNull(),
  asker: json('asker').$type<Asker>().notNull(),
  command: json('command').$type<StoredCommand>().notNull(),
  need: text('need').$type<Need>().notNull(),
  challenge: text('challenge'),
  expiresAt: instant('expires_at').notNull(),
  ticketHash: text('ticket_hash').notNull(),
  stateHash: text('state_hash'),
  cookieHash: text('cookie_hash'),
  nonce: text('nonce'),
  codeVerifier: text('code_verifier'),
  claims: json('claims').$type<StoredClaims>(),
  codeHash: text('code_hash'),
  wrongCodes: integer('wrong_codes').notNull().default(0),
});

export const signOuts = pgTable('sign_outs', {
  tid: text('tid').notNull(),
  oid: text('oid').notNull(),
  at: instant('at').notNull(),
});

export const tokenExchanges = pgTable('token_exchanges', {
  tid: text('tid').notNull(),
  oid: text('oid').notNull(),
  exchangeId: text('exchange_id').notNull(),
  claimedAt: instant('claimed_at').notNull(),
});

export const linkKey = pgTable('link_key', {
  id: integer('id').primaryKey(),
  key: text('key').notNull(),
});

export const operations = pgTable('operations', {
  nonce: text('nonce').primaryKey(),
  kind: text('kind').$type<Operation['kind']>().notNull(),
  tid: text('tid').notNull(),
  oid: text('oid').notNull(),
  asker: json('asker').$type<Asker>().notNull(),
  clientId: text('client_id').notNull(),
  displayName: text('display_name').notNull(),
  rotationId: text('rotation_id'),
  state: text('state').$type<OperationState>().notNull(),
  keyId: text('key_id'),
  hint: text('hint'),
  secretName: text('secret_name'),
  secretEnd: instant('secret_end'),
  knownKeyIds: json('known_key_ids').$type<readonly string[]>().notNull(),
  openedAt: instant('opened_at').notNull(),
  intendedAt: instant('intended_at'),
  leaseUntil: instant('lease_until'),
  attempts: integer('attempts').notNull().default(0),
  confirmedLast: boolean('confirmed_last').notNull().default(false),
  warnedLast: boolean('warned_last').notNull().default(false),
  warnedInUse: boolean('warned_in_use').notNull().default(false),
  settledAt: instant('settled_at'),
});

export const ephemeralMessages = pgTable('ephemeral_messages', {
  nonce: text('nonce').primaryKey(),
  asker: json('asker').$type<Asker>().notNull(),
  conversation: json('conversation').$type<Conversation>().notNull(),
  activityId: text('activity_id').notNull(),
  targeted: boolean('targeted').notNull(),
  removeAt: instant('remove_at').notNull(),
  leaseUntil: instant('lease_until'),
  failures: integer('failures').notNull().default(0),
});

export const personalChats = pgTable('personal_chats', {
  tid: text('tid').notNull(),
  oid: text('oid').notNull(),
  asker: json('asker').$type<Asker>().notNull(),
});

export const acquaintances = pgTable('acquaintances', {
  tid: text('tid').notNull(),
  oid: text('oid').notNull(),
  asker: json('asker').$type<Asker>().notNull(),
  lost: boolean('lost').notNull().default(false),
});

export const locks = pgTable('locks', {
  name: text('name').primaryKey(),
  holder: text('holder').notNull(),
  until: instant('until').notNull(),
});

export const audit = pgTable('audit', {
  seq: bigint('seq', { mode: 'number' }).primaryKey(),
  version: smallint('version').$type<AuditRow['version']>().notNull(),
  at: instant('at').notNull(),
  actorTid: text('actor_tid'),
  actorOid: text('actor_oid'),
  actorName: text('actor_name'),
  action: text('action').$type<AuditAction>().notNull(),
  result: text('result').$type<AuditResult>().notNull(),
  subjectTid: text('subject_tid'),
  subjectOid: text('subject_oid'),
  subjectName: text('subject_name'),
  clientId: text('client_id'),
  keyId: text('key_id'),
  conversationId: text('conversation_id'),
  reference: text('reference').notNull(),
  detail: text('detail').notNull(),
  previousHash: text('previous_hash').notNull(),
  hash: text('hash').notNull(),
  mac: text('mac'),
  macKeyId: text('mac_key_id'),
  macSince: bigint('mac_since', { mode: 'number' }),
});

export const auditHead = pgTable('audit_head', {
  id: integer('id').primaryKey(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  hash: text('hash').notNull(),
  signature: text('signature'),
  keyId: text('key_id'),
  signedSeq: bigint('signed_seq', { mode: 'number' }),
  macSeq: bigint('mac_seq', { mode: 'number' }),
});

export const auditBase = pgTable('audit_base', {
  id: integer('id').primaryKey(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  hash: text('hash').notNull(),
  trimmedAt: instant('trimmed_at'),
});
