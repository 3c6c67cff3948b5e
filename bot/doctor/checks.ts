import type { Check } from './check.ts';
import * as access from './checks/access.ts';
import * as audit from './checks/audit.ts';
import * as credentials from './checks/credentials.ts';
import * as database from './checks/database.ts';
import * as deployment from './checks/deployment.ts';
import * as entra from './checks/entra.ts';
import * as lifetime from './checks/entra-password-lifetime.ts';
import * as policies from './checks/entra-policies.ts';
import * as registration from './checks/entra-registration.ts';
import * as graph from './checks/graph.ts';
import * as uses from './checks/last-uses.ts';
import * as address from './checks/public-address.ts';
import * as reminders from './checks/reminders.ts';
import * as services from './checks/services.ts';
import * as log from './checks/sign-in-log.ts';
import * as teams from './checks/teams.ts';

/** Every check, in the order of the report: a check comes after the checks that it depends on. */
export const CHECKS = {
  settings: deployment.settings,
  packages: deployment.packages,
  manifest: deployment.manifest,
  'token-example': deployment.tokenExample,
  login: entra.login,
  'bot-keys': teams.botKeys,
  clock: deployment.clock,
  graph: graph.microsoftGraph,
  'graph-token': graph.graphToken,
  'graph-permissions': graph.graphPermissions,
  applications: graph.applications,
  owners: graph.owners,
  registration: registration.registration,
  'sign-in-policy': policies.signInPolicy,
  'step-up': policies.stepUp,
  'password-lifetime': lifetime.passwordLifetime,
  'sign-in-credential': services.signInCredential,
  mailbox: services.mailbox,
  telemetry: services.telemetry,
  'service-urls': services.serviceUrls,
  'bot-token': teams.botToken,
  'public-url': address.publicUrl,
  certificate: address.certificate,
  health: address.health,
  'sign-in-page': address.signInPage,
  messages: teams.messages,
  database: database.database,
  'data-folder': database.dataFolder,
  'database-encryption': database.databaseEncryption,
  migrations: database.migrations,
  'database-user': database.databaseUser,
  'audit-triggers': audit.auditTriggers,
  'audit-record': audit.auditRecord,
  'audit-anchor': audit.auditAnchor,
  schedule: reminders.schedule,
  queue: database.queue,
  sweep: reminders.sweep,
  federated: credentials.federated,
  'last-uses': uses.lastUses,
  'sign-in-log': log.signInLog,
  channels: reminders.channels,
  contacts: reminders.contacts,
  'admin-channel': reminders.adminChannel,
  administrators: access.administrators,
  'managers-met': access.managersMet,
  'managers-there': access.managersThere,
  managed: access.managed,
  outbox: reminders.outbox,
} as const satisfies Readonly<Record<string, Check>>;

export type CheckId = keyof typeof CHECKS;

/** The ids of all checks, in the order of the report. */
export const CHECK_IDS = Object.keys(CHECKS).filter((id): id is CheckId => Object.hasOwn(CHECKS, id));
