import { asGuid, asTrueOrFalse, oneOf } from '../fields.ts';
import { defaulted, derived, required } from '../setting.ts';

const botId = required('BOT_ID', asGuid, "This is the client ID of the bot's own application, a GUID.");

/** The id of the Teams app in its manifest; `npm run package` writes the same one. */
export const TEAMS_APP_ID = derived(
  'TEAMS_APP_ID',
  asGuid,
  { shown: '`BOT_ID`', read: botId.read },
  'The manifest of the Teams app has this id, a GUID. Teams knows the app by it, so keep it.',
);

/** Ids are lower-case GUIDs. */
export const IDENTITY = {
  botId,
  teamsCatalogAppId: derived(
    'TEAMS_CATALOG_APP_ID',
    asGuid,
    { shown: '`TEAMS_APP_ID`', read: TEAMS_APP_ID.read },
    "Links to the bot name the app by this id: the one that the organisation's catalogue gave to the app when it was published.",
  ),
  tenantId: required('TENANT_ID', asGuid, 'This is the id of the tenant, a GUID.'),
  botType: defaulted(
    'BOT_TYPE',
    'SingleTenant',
    oneOf('SingleTenant', 'UserAssignedMsi'),
    'With `UserAssignedMsi` the bot is a managed identity and has neither secret nor certificate.',
  ),
  /** The registration whose tokens Teams' single sign-on brings. */
  aadAppClientId: derived(
    'AAD_APP_CLIENT_ID',
    asGuid,
    { shown: '`BOT_ID`', read: botId.read },
    'People sign in to the registration with this client ID.',
  ),
  aadAppFederated: defaulted(
    'AAD_APP_FEDERATED',
    'false',
    asTrueOrFalse,
    'With `true` the registration trusts the managed identity and has no credential of its own. The bot then asks Graph as the registration.',
  ),
};
