import { z } from 'zod';
import type { Environment } from '../../bot/config/credential.ts';
import * as field from '../../bot/config/fields.ts';
import { PackageError, problems } from './problem.ts';

/** Teams opens https pages only; the loopback case is for `--development`, and judged with the domains. */
const FIELDS = z.object({
  TEAMS_APP_ID: field.required(field.asGuid),
  BOT_ID: field.required(field.asGuid),
  AAD_APP_CLIENT_ID: field.optional(field.asGuid),
  PUBLIC_URL: field.required(field.asHttpsOrLoopbackOrigin),
  DEVELOPER_NAME: field.required(field.asText),
  DEVELOPER_URL: field.required(asHttpsUrl),
  PRIVACY_URL: field.required(asHttpsUrl),
  TERMS_URL: field.required(asHttpsUrl),
});

/** What the manifest's placeholders stand for, by name. */
export type ManifestValues = ReadonlyMap<string, string>;

/** Reads the settings that the manifest is filled from; throws PackageError. An empty variable counts as not set. */
export function readManifestValues(environment: Environment): ManifestValues {
  const names = Object.keys(FIELDS.shape);
  const given = names.map((name) => [name, environment[name]?.trim()] as const);
  const parsed = FIELDS.safeParse(Object.fromEntries(given.filter(([, text]) => text !== undefined && text !== '')));
  if (!parsed.success) {
    const gaps = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
    throw new PackageError(problems('setting', gaps.map(advised)));
  }
  const { PUBLIC_URL, AAD_APP_CLIENT_ID, ...values } = parsed.data;
  return new Map([
    ...Object.entries(values),
    // As for the bot: where no other registration is named, people sign in to the bot's own.
    ['AAD_APP_CLIENT_ID', AAD_APP_CLIENT_ID ?? values.BOT_ID],
    ['PUBLIC_HOST', new URL(PUBLIC_URL).host],
  ]);
}

function advised(gap: string): string {
  return gap.startsWith('TEAMS_APP_ID is missing')
    ? `${gap}: make a GUID once (for instance with "uuidgen") and keep it, since Teams knows the app by it`
    : gap;
}

function asHttpsUrl(text: string): string | field.Complaint {
  const url = field.asUrl(text);
  return url instanceof field.Complaint || url.startsWith('https:')
    ? url
    : new field.Complaint('must be an https address');
}
