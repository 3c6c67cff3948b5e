import { EXAMPLE_SCOPE, type PerTarget, targetNames } from '../../domain/secrets/token-target.ts';
import type { Api, Apis } from '../../domain/shared/naming.ts';
import { asGuid, asName, asText, asUrl, Complaint, type Parse } from '../fields.ts';
import { defaulted, derived, type Setting, type Source, setting } from '../setting.ts';
import { CLOUD } from './cloud.ts';
import { IDENTITY } from './identity.ts';

const DEFAULT_APIS = 'DM=Data Manager; SMC=Search, Match & Connect: Search and Match* + Match-Connect';

const CODE_WORDS = `must be code=name, several separated by semicolons, each code once, such as ${DEFAULT_APIS}`;

/** What an API reaches. The asterisk says that the dummy for implementers does not reach it. */
const asService: Parse<Api['services'][number]> = (text) => {
  const [, name = '', star] = /^(.*?)\s*(\*?)$/.exec(text) ?? [];
  const parsed = asName(name);
  return parsed instanceof Complaint ? parsed : { name: parsed, dummy: star === '' };
};

/** `SMC=Search, Match & Connect: Search and Match* + Match-Connect`: what follows the colon may be left out. */
const asApi: Parse<Api> = (text) => {
  const [, code, label = '', reached = label] = /^([^=]*?)\s*=\s*([^:]*?)\s*(?::\s*(.*))?$/.exec(text) ?? [];
  if (code === undefined) return new Complaint(CODE_WORDS);
  if (!/^[A-Z0-9]{1,10}$/.test(code))
    return new Complaint('has a code that is not 1 to 10 upper-case letters and digits');
  const name = asName(label);
  if (name instanceof Complaint) return new Complaint(`has a name for ${code} that ${name.text}`);
  const services: Api['services'][number][] = [];
  for (const part of reached.split('+')) {
    const service = asService(part.trim());
    if (service instanceof Complaint) return new Complaint(`says that ${code} reaches something that ${service.text}`);
    services.push(service);
  }
  return services.some(({ dummy }) => dummy)
    ? { code, label: name, services }
    : new Complaint(`has an asterisk at all that ${code} reaches, but the dummy for implementers must reach something`);
};

const asApis: Parse<Apis> = (text) => {
  const parts = text.split(';').map((part) => part.trim());
  const apis: Api[] = [];
  for (const part of parts.filter((each) => each !== '')) {
    const api = asApi(part);
    if (api instanceof Complaint) return api;
    if (apis.some(({ code }) => code === api.code)) return new Complaint(`names ${api.code} more than once`);
    apis.push(api);
  }
  return apis.length > 0 ? apis : new Complaint(CODE_WORDS);
};

/** One scope. No character of it can end the quotes of the example that it is shown in. */
const asScope: Parse<string> = (text) =>
  /^[\w.:/?#@!$&*+~%()[\]-]{1,200}$/.test(text) ? text : new Complaint('must be one scope, such as api://api/.default');

const CODES = defaulted(
  'API_CODES',
  DEFAULT_APIS,
  asApis,
  'The APIs of your organisation: the code at the end of the names of applications, and the name for people. After a colon: what it reaches, joined by `+`, if that is not the name itself; an asterisk marks what the dummy for implementers (`PartnerAlternative-…`) does not reach. Only applications whose names end with one of these codes follow the naming convention. If you take a code away, its applications no longer belong to the organisation in their names.',
);

/** These settings say which APIs there are, and how systems get bearer tokens for them. */
export const APIS = {
  apis: CODES,
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
  apiTokenUrls: perTarget(
    'API_TOKEN_URLS',
    asUrl,
    'An API in an environment whose tokens come from another address than `API_TOKEN_URL`: `SMC/sandbox=https://…`. Separate several by commas.',
  ),
  apiScopes: perTarget(
    'API_SCOPES',
    asScope,
    'The scope of each API in each environment: `DM/production=…, DM/sandbox=…, SMC/production=…, SMC/sandbox=…`. `help token` shows those that an application reaches.',
  ),
  apiResources: perTarget(
    'API_RESOURCES',
    asGuid,
    'The client ID under which Entra knows the API in each environment: `DM/production=…, SMC/sandbox=…`. With it, cards say what an application may reach by the application permissions that it asks for; otherwise they say it by its name.',
  ),
};

/** `DM/production=value`, several separated by commas, each target of the APIs at most once. */
function perTarget(name: string, parse: Parse<string>, meaning: string): Setting<PerTarget> {
  return setting([name], 'none', meaning, (source) => {
    const apis = CODES.read(source);
    if (apis instanceof Complaint) return apis;
    const values = valuesOf(source.env[name] ?? '', apis, parse);
    return values instanceof Complaint ? values.about(name) : values;
  });
}

function valuesOf(text: string, apis: Apis, parse: Parse<string>): PerTarget | Complaint {
  const names = targetNames(apis);
  const values: Record<string, string> = {};
  for (const part of text.split(/[\s,]+/).filter((piece) => piece !== '')) {
    const [name, value] = split(part);
    const target = names.find((known) => known === name);
    if (target === undefined || values[target] !== undefined) {
      return new Complaint(
        `must be target=value, several separated by commas, each of ${names.join(', ')} at most once`,
      );
    }
    const parsed = parse(value);
    if (parsed instanceof Complaint) return new Complaint(`has a value for ${target} that ${parsed.text}`);
    values[target] = parsed;
  }
  return values;
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
