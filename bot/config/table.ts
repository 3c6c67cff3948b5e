import type { Source, ValuesOf } from './setting.ts';
import { APIS } from './settings/apis.ts';
import { AUDIT } from './settings/audit.ts';
import { CLOUD, cloudGaps } from './settings/cloud.ts';
import { CREDENTIAL, credentialGaps } from './settings/credential.ts';
import { DATABASE, databaseGaps } from './settings/database.ts';
import { GUIDANCE } from './settings/guidance.ts';
import { IDENTITY, TEAMS_APP_ID } from './settings/identity.ts';
import { REMINDERS } from './settings/reminders.ts';
import { SECRETS } from './settings/secrets.ts';
import { SERVER } from './settings/server.ts';
import { SIGN_IN } from './settings/sign-in.ts';
import { TELEMETRY, telemetryGaps } from './settings/telemetry.ts';

/** Every setting of the bot, by its key in `Settings`, in the order of the operator's page. */
export const TABLE = {
  ...SERVER,
  ...IDENTITY,
  ...CREDENTIAL,
  ...DATABASE,
  ...SIGN_IN,
  ...SECRETS,
  ...APIS,
  ...GUIDANCE,
  ...REMINDERS,
  ...AUDIT,
  ...TELEMETRY,
  ...CLOUD,
};

/** The names of all variables that the bot reads. */
export const SETTING_NAMES: readonly string[] = [...Object.values(TABLE), TEAMS_APP_ID].flatMap(({ names }) => names);

/** Everything that can be set. Secrets in it print as `[secret]`. */
export type Settings = ValuesOf<typeof TABLE>;

/** What is wrong with settings that are right one by one but do not fit together. */
export function combinationGaps(source: Source): readonly string[] {
  return [...credentialGaps(source), ...databaseGaps(source), ...telemetryGaps(source), ...cloudGaps(source)];
}
