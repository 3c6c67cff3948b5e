import { json, pgTable, text } from 'drizzle-orm/pg-core';
import type { Stage } from '../../../domain/reminders/ladder.ts';
import type { CredentialKind, UnexpectedAnswer } from '../../../domain/secrets/unexpected.ts';
import type { Certificate, FederatedCredential } from '../../../domain/shared/application.ts';
import type { NamedPerson } from '../../../domain/shared/person.ts';
import { instant } from '../base/schema.ts';

/** JSON has no Date. */
export type StoredCertificate = Pick<Certificate, 'keyId' | 'name'> & {
  readonly start: string;
  readonly end: string;
  /** The most urgent stage of the ladder at which somebody was reminded of it. */
  readonly told?: Stage;
};

/** The tables of what applications were seen with; keys, checks and indexes are in migrations/. */
export const watchedApplications = pgTable('watched_applications', {
  clientId: text('client_id').primaryKey(),
  displayName: text('display_name').notNull(),
  print: text('print').notNull(),
  knownKeys: json('known_keys').$type<readonly string[]>().notNull(),
  certificates: json('certificates').$type<readonly StoredCertificate[]>().notNull(),
  federated: json('federated').$type<readonly FederatedCredential[]>(),
  knownFederated: json('known_federated').$type<readonly string[]>(),
  federatedReadAt: instant('federated_read_at'),
  untoldSince: instant('federated_untold_since'),
  seen: json('seen').$type<readonly string[]>(),
  missed: json('missed').$type<readonly (readonly [identity: string, since: string])[]>(),
});

export const unexpectedCredentials = pgTable('unexpected_credentials', {
  id: text('id').primaryKey(),
  clientId: text('client_id').notNull(),
  displayName: text('display_name').notNull(),
  kind: text('kind').$type<CredentialKind>().notNull(),
  keyId: text('key_id').notNull(),
  name: text('name').notNull(),
  startAt: instant('start_at'),
  endAt: instant('end_at'),
  issuer: text('issuer'),
  subject: text('subject'),
  foundAt: instant('found_at').notNull(),
  toldAt: instant('told_at'),
  answer: text('answer').$type<UnexpectedAnswer['how']>(),
  answeredBy: json('answered_by').$type<NamedPerson>(),
  answeredAt: instant('answered_at'),
});
