import { asMinutes, asText, asUrl, Complaint } from '../fields.ts';
import { defaulted, derived, type Source } from '../setting.ts';
import { CLOUD } from './cloud.ts';
import { IDENTITY } from './identity.ts';

/** What people see of a new secret, and of the way to a bearer token with it. */
export const SECRETS = {
  secretMessageMinutes: defaulted(
    'SECRET_MESSAGE_MINUTES',
    '10',
    asMinutes,
    'The message with a new secret is removed after this many minutes. Fractions are allowed.',
  ),
  apiTokenUrl: derived(
    'API_TOKEN_URL',
    asUrl,
    { shown: "the tenant's token endpoint", read: tokenEndpoint },
    '`help token` tells partners that their systems get bearer tokens at this address.',
  ),
  apiScope: defaulted(
    'API_SCOPE',
    'api://example-api/.default',
    asText,
    '`help token` tells partners that their systems ask for this scope.',
  ),
};

function tokenEndpoint(source: Source): string | Complaint {
  const [loginUrl, tenantId] = [CLOUD.loginUrl.read(source), IDENTITY.tenantId.read(source)];
  if (loginUrl instanceof Complaint) return loginUrl;
  return tenantId instanceof Complaint ? tenantId : `${loginUrl}/${tenantId}/oauth2/v2.0/token`;
}
