import type { Check } from './check.ts';
import { adminChannel } from './checks/admin-channel.ts';
import { administrators } from './checks/administrators.ts';
import { applications } from './checks/applications.ts';
import { auditAnchor } from './checks/audit-anchor.ts';
import { auditRecord } from './checks/audit-record.ts';
import { auditTriggers } from './checks/audit-triggers.ts';
import { botKeys } from './checks/bot-keys.ts';
import { botToken } from './checks/bot-token.ts';
import { certificate } from './checks/certificate.ts';
import { channels } from './checks/channels.ts';
import { clock } from './checks/clock.ts';
import { database } from './checks/database.ts';
import { databaseUser } from './checks/database-user.ts';
import { graphPermissions } from './checks/graph-permissions.ts';
import { graphToken } from './checks/graph-token.ts';
import { health } from './checks/health.ts';
import { login } from './checks/login.ts';
import { managed } from './checks/managed.ts';
import { managersMet } from './checks/managers-met.ts';
import { manifest } from './checks/manifest.ts';
import { messages } from './checks/messages.ts';
import { migrations } from './checks/migrations.ts';
import { outbox } from './checks/outbox.ts';
import { owners } from './checks/owners.ts';
import { packages } from './checks/packages.ts';
import { passwordLifetime } from './checks/password-lifetime.ts';
import { publicUrl } from './checks/public-url.ts';
import { queue } from './checks/queue.ts';
import { schedule } from './checks/schedule.ts';
import { settings } from './checks/settings.ts';
import { signInPage } from './checks/sign-in-page.ts';
import { stepUp } from './checks/step-up.ts';
import { sweep } from './checks/sweep.ts';

/** All that is looked at, in the order in which one would look: what stands first is what the rest stands on. */
export const CHECKS = {
  settings,
  packages,
  manifest,
  login,
  'bot-keys': botKeys,
  clock,
  'graph-token': graphToken,
  'graph-permissions': graphPermissions,
  applications,
  owners,
  'step-up': stepUp,
  'password-lifetime': passwordLifetime,
  'bot-token': botToken,
  'public-url': publicUrl,
  certificate,
  health,
  'sign-in-page': signInPage,
  messages,
  database,
  migrations,
  'database-user': databaseUser,
  'audit-triggers': auditTriggers,
  'audit-record': auditRecord,
  'audit-anchor': auditAnchor,
  schedule,
  queue,
  sweep,
  channels,
  'admin-channel': adminChannel,
  administrators,
  'managers-met': managersMet,
  managed,
  outbox,
} as const satisfies Readonly<Record<string, Check>>;

export type CheckId = keyof typeof CHECKS;
