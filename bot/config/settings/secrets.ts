import { EXAMPLE_SCOPE, type PerTarget, TARGET_NAMES, type TargetName } from '../../domain/secrets/token-target.ts';
import { asMinutes, asText, asUrl, Complaint, type Parse } from '../fields.ts';
import { defaulted, derived, type Source } from '../setting.ts';
import { CLOUD } from './cloud.ts';
import { IDENTITY } from './identity.ts';

const TARGET_WORDS = `must be target=value, several separated by commas, each of ${TARGET_NAMES.join(', ')} at most once`;

/** One scope. No character of it can end the quotes of the example that it is shown in. */
const asScope: Parse<string> = (text) =>
  /^[\w.:/?#@!$&*+~%()[\]-]{1,200}$/.test(text) ? text : new Complaint('must be one scope, such as api://api/.default');

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
    EXAMPLE_SCOPE,
    asText,
    '`help token` tells partners that their systems ask for this scope, unless `API_SCOPES` names another one. The default is an example that no API answers to: `npm run doctor` fails as long as it is shown.',
  ),
  apiTokenUrls: defaulted(
    'API_TOKEN_URLS',
    '',
    perTarget(asUrl),
    'An API in an environment whose tokens come from another address than `API_TOKEN_URL`: `SMC/sandbox=https://…`. Separate several by commas.',
  ),
  apiScopes: defaulted(
    'API_SCOPES',
    '',
    perTarget(asScope),
    'The scope of each API in each environment: `DM/production=…, DM/sandbox=…, SMC/production=…, SMC/sandbox=…`. `help token` shows those that an application reaches.',
  ),
};

/** `DM/production=value`, several separated by commas, each target at most once. */
function perTarget(parse: Parse<string>): Parse<PerTarget> {
  return (text) => {
    const values: Partial<Record<TargetName, string>> = {};
    for (const part of text.split(/[\s,]+/).filter((piece) => piece !== '')) {
      const [name, value] = split(part);
      const target = TARGET_NAMES.find((known) => known === name);
      if (target === undefined || values[target] !== undefined) return new Complaint(TARGET_WORDS);
      const parsed = parse(value);
      if (parsed instanceof Complaint) return new Complaint(`has a value for ${target} that ${parsed.text}`);
      values[target] = parsed;
    }
    return values;
  };
}

function split(part: string): readonly [name: string, value: string] {
  const at = part.indexOf('=');
  return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
}

function tokenEndpoint(source: Source): string | Complaint {
  const [loginUrl, tenantId] = [CLOUD.loginUrl.read(source), IDENTITY.tenantId.read(source)];
  if (loginUrl instanceof Complaint) return loginUrl;
  return tenantId instanceof Complaint ? tenantId : `${loginUrl}/${tenantId}/oauth2/v2.0/token`;
}
