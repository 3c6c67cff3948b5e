import { asUrl, Complaint } from '../../bot/config/fields.ts';
import { type Environment, readTable, required, sourceOf } from '../../bot/config/setting.ts';
import { IDENTITY, TEAMS_APP_ID } from '../../bot/config/settings/identity.ts';
import { SERVER } from '../../bot/config/settings/server.ts';
import { PackageError, problems } from './problem.ts';

/** Characters. */
const NAME_LENGTH = 32;

/** Teams opens https pages only. http on loopback is for `--development`, which the check of the domains decides. */
const TABLE = {
  TEAMS_APP_ID,
  BOT_ID: IDENTITY.botId,
  AAD_APP_CLIENT_ID: IDENTITY.aadAppClientId,
  PUBLIC_URL: SERVER.publicUrl,
  DEVELOPER_NAME: required('DEVELOPER_NAME', asDeveloperName, 'The app is published under this name.'),
  DEVELOPER_URL: required('DEVELOPER_URL', asHttpsUrl, 'The developer has this website.'),
  PRIVACY_URL: required('PRIVACY_URL', asHttpsUrl, 'The privacy policy is at this address.'),
  TERMS_URL: required('TERMS_URL', asHttpsUrl, 'The terms of use are at this address.'),
};

/** The values of the manifest's placeholders, by name. */
export type ManifestValues = ReadonlyMap<string, string>;

/** Reads the settings that fill the manifest. An empty variable counts as not set. Throws PackageError. */
export function readManifestValues(environment: Environment): ManifestValues {
  const { values, gaps } = readTable(TABLE, sourceOf(environment));
  if (values === undefined) throw new PackageError(problems('setting', gaps));
  const { PUBLIC_URL, ...others } = values;
  return new Map([...Object.entries(others), ['PUBLIC_HOST', new URL(PUBLIC_URL).host]]);
}

/** Teams shows no longer name: https://learn.microsoft.com/microsoft-365/extensibility/schema/root-developer */
function asDeveloperName(text: string): string | Complaint {
  const excess = [...text].length - NAME_LENGTH;
  return excess <= 0 ? text : new Complaint(`must have at most ${NAME_LENGTH} characters: it has ${excess} too many`);
}

function asHttpsUrl(text: string): string | Complaint {
  const url = asUrl(text);
  return url instanceof Complaint || url.startsWith('https:') ? url : new Complaint('must be an https address');
}
