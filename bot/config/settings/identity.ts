import { asGuid, asTrueOrFalse, oneOf } from '../fields.ts';
import { defaulted, derived, required } from '../setting.ts';

const botId = required('BOT_ID', asGuid, "This is the client ID of the bot's own application, a GUID.");

/** Ids are lower-case GUIDs. */
export const IDENTITY = {
  botId,
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
