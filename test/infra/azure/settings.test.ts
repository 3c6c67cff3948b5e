import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig, SETTING_NAMES, type Settings } from '../../../bot/config/index.ts';
import { deploy, isRecord, main } from './deployment.ts';
import { evaluate, type Facts } from './evaluate.ts';

const KEY_URI = 'https://contoso.vault.azure.net/secrets/audit-key';
/** A right value of each setting that has no parameter of its own. */
const OTHER: Readonly<Record<string, string>> = {
  PORT: '8080',
  HOST: '127.0.0.1',
  LOG_LEVEL: 'debug',
  TEAMS_APP_ID: '11111111-2222-4333-8444-555555555551',
  TEAMS_CATALOG_APP_ID: '11111111-2222-4333-8444-555555555552',
  STEP_UP_MINUTES: '15',
  SECRET_MESSAGE_MINUTES: '5',
  AUDIT_HEADS_FILE: '/home/heads.jsonl',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.contoso.com',
  OTEL_EXPORTER_OTLP_HEADERS: 'x-key=value',
  OTEL_METRIC_EXPORT_INTERVAL: '30000',
  LOGIN_URL: 'https://login.contoso.com',
  GRAPH_URL: 'https://graph.contoso.com',
  BOT_SERVICE_URLS: 'https://smba.contoso.com/',
  BOT_CONNECTOR_AUDIENCE: 'https://connector.contoso.com',
  BOT_OPENID_METADATA_URL: 'https://keys.contoso.com/configuration',
  BOT_TOKEN_ISSUER: 'https://issuer.contoso.com',
  TOKEN_EXCHANGE_AUDIENCE: 'api://exchange',
  DATABASE_AUDIENCE: 'https://database.contoso.com',
  TEAMS_URL: 'https://teams.contoso.com',
  TEAMS_HOSTS: 'https://*.teams.contoso.com',
  CLIENT_ORIGINS: 'https://client.contoso.com',
};
/** What a bot with a managed identity and PostgreSQL cannot have. */
const CONTRADICTING = [
  ...['BOT_CLIENT_SECRET', 'BOT_CERTIFICATE_FILE', 'AAD_APP_CLIENT_SECRET', 'AAD_APP_CERTIFICATE_FILE'],
  'DATA_DIR',
];
const COMBINATIONS: readonly (readonly [words: string, params: Facts])[] = [
  ['as little as can be', {}],
  [
    'all that can be asked for',
    {
      cloud: 'gccHigh',
      publicHost: 'credentials.contoso.com',
      signInAuthContext: 'c6',
      stepUpAuthContext: 'c7',
      reminderTime: '06:30',
      reminderTimeZone: 'Europe/Amsterdam',
      mailFrom: 'credentials@contoso.com',
      signInReport: true,
      signInLog: true,
      apiCodes: 'DM=Data Manager; CBU=Cord blood',
      apiTokenUrl: 'https://login.contoso.com/token',
      apiScope: 'api://matching/.default',
      apiTokenUrls: 'DM/sandbox=https://login.contoso.com/sandbox',
      apiScopes: 'DM/production=api://dm/.default,DM/sandbox=api://dm-s/.default',
      apiResources: 'DM/production=11111111-2222-3333-4444-555555555555',
      teamName: 'the credentials team',
      supportName: 'the service desk',
      supportContact: 'help@contoso.com',
      mfaGuideUrl: 'https://help.contoso.com/mfa',
      apiGuideUrl: 'https://help.contoso.com/api',
      auditKeySecretUri: KEY_URI,
      auditRetentionDays: '3650',
      settings: OTHER,
    },
  ],
  ['a tenant without Entra ID P1', { stepUpAuthContext: 'none' }],
];

/** The names that the parameter settings may have. */
function known(): Facts {
  const node = main.variables.get('otherSettings');
  const value = node === undefined ? '' : evaluate(node, main, {}, {});
  if (!isRecord(value)) throw new Error('otherSettings is no object');
  return value;
}

type Environment = Readonly<Record<string, string>>;

/** The module that has each of these variables; one of the bot's own settings is the web app's, the audit key. */
const MODULES = {
  botSettings: ['processSettings', 'botSettings'],
  auditKey: ['web', 'auditKey'],
  platformSettings: ['web', 'platformSettings'],
  processSettings: ['processSettings', 'processSettings'],
  settings: ['web', 'settings'],
} as const;

function variable(name: keyof typeof MODULES, params: Facts): Environment {
  const [module, own] = MODULES[name];
  const value = deploy(params).get(module)?.variable(own);
  if (!isRecord(value)) throw new Error(`${name} is no object`);
  return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, String(text)]));
}

function settingsOf(name: 'botSettings' | 'platformSettings' | 'settings', params: Facts = {}): Environment {
  if (name === 'botSettings') return { ...variable('botSettings', params), ...variable('auditKey', params) };
  if (name === 'platformSettings')
    return { ...variable('platformSettings', params), ...variable('processSettings', params) };
  return variable('settings', params);
}

/** Returns what the process sees: App Service puts the secret in the place of the reference. */
function environmentOf(params: Facts): Environment {
  const settings = settingsOf('settings', params);
  const key = settings['AUDIT_KEY'] === '' ? '' : `2026:${randomBytes(32).toString('base64')}`;
  return { ...settings, AUDIT_KEY: key };
}

function read(environment: Environment): Settings | ConfigError {
  try {
    return readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}

/** Whether the bot reads a setting: a wrong or an empty value is refused, or changes something. */
function isKnown(name: string, environment: Environment): boolean {
  const before = JSON.stringify(read(environment));
  return ['\u0001 nonsense', ''].some((text) => {
    const after = read({ ...environment, [name]: text });
    return after instanceof ConfigError || JSON.stringify(after) !== before;
  });
}

describe('the app settings in Bicep', () => {
  it.each(COMBINATIONS)('are enough for the bot to start, and go together: %s', (_, params) => {
    expect(read(environmentOf(params))).not.toBeInstanceOf(ConfigError);
  });

  it.each(Object.keys(settingsOf('botSettings')))('hold nothing that the bot does not know: %s', (name) => {
    expect(isKnown(name, environmentOf({}))).toBe(true);
  });

  it('can be any setting of the bot: each has a parameter, or is an entry of the parameter settings', () => {
    const other = Object.keys(known());
    const own = Object.keys(settingsOf('botSettings'));
    expect([...own, ...other, ...CONTRADICTING].sort()).toEqual([...SETTING_NAMES].sort());
    expect(other.sort()).toEqual(Object.keys(OTHER).sort());
  });

  it('refuse an entry of settings that the bot does not know', () => {
    expect(() => deploy({ settings: { STEP_UP_MINUTS: '15' } })).toThrow('refused: everyOtherSettingIsKnown');
    expect(() => deploy({ settings: { STEP_UP_MINUTES: '15' } })).not.toThrow();
  });

  it.each(Object.entries(OTHER))('take an entry of settings to the bot: %s', (name, value) => {
    const given = settingsOf('settings', { settings: { [name]: value } });
    expect(given[name]).toBe(value);
    expect(isKnown(name, environmentOf({ settings: { [name]: value } }))).toBe(true);
  });

  it('are told apart from settings that the bot does not know', () => {
    expect(isKnown('PUBLIC_URI', environmentOf({}))).toBe(false);
  });

  it.each([
    ...['PUBLIC_URL', 'BOT_TYPE', 'BOT_ID', 'TENANT_ID', 'AAD_APP_CLIENT_ID', 'DATABASE_URL'],
    ...['SIGN_IN_AUTH_CONTEXT', 'STEP_UP_AUTH_CONTEXT'],
  ])('would not do without %s', (name) => {
    const { [name]: _, ...rest } = environmentOf({});
    expect(read(rest)).toBeInstanceOf(ConfigError);
  });

  it.each(Object.keys(settingsOf('platformSettings')))(
    'leave to platform and packages what is not the bot’s: %s',
    (name) => {
      expect(name).toMatch(
        /^(WEBSITES?_|SCM_|APPLICATION_?INSIGHTS_(NO_STATSBEAT|SDKSTATS_DISABLED)$|NODE_COMPILE_CACHE$)/,
      );
      expect(isKnown(name, environmentOf({}))).toBe(false);
    },
  );

  it('arrive in the bot as they were asked for', () => {
    const [, all] = COMBINATIONS[1] ?? [];
    expect(read(environmentOf(all ?? {}))).toMatchObject({
      cloud: 'gccHigh',
      publicUrl: 'https://credentials.contoso.com',
      signInContext: 'c6',
      stepUpContext: 'c7',
      reminderTime: '06:30',
      reminderZone: 'Europe/Amsterdam',
      mailFrom: 'credentials@contoso.com',
      signInReport: true,
      signInLog: true,
      apis: [{ code: 'DM' }, { code: 'CBU', label: 'Cord blood' }],
      apiTokenUrl: 'https://login.contoso.com/token',
      apiScope: 'api://matching/.default',
      apiTokenUrls: { 'DM/sandbox': 'https://login.contoso.com/sandbox' },
      apiScopes: { 'DM/production': 'api://dm/.default', 'DM/sandbox': 'api://dm-s/.default' },
      apiResources: { 'DM/production': '11111111-2222-3333-4444-555555555555' },
      teamName: 'the credentials team',
      supportName: 'the service desk',
      supportContact: 'help@contoso.com',
      mfaGuideUrl: 'https://help.contoso.com/mfa',
      apiGuideUrl: 'https://help.contoso.com/api',
      auditRetentionDays: 3650,
    });
  });

  it.each(['signInAuthContext', 'stepUpAuthContext'])('leave it to nobody’s default what proves MFA: %s', (name) => {
    expect([...main.params.keys()]).toContain(name);
    expect(main.params.get(name)).toBeUndefined();
  });

  it.each([
    ['signInAuthContext', 'none'],
    ['stepUpAuthContext', 'policy'],
    ['stepUpAuthContext', 'c100'],
  ])('keep the bot from starting if %s is %s', (name, value) => {
    expect(read(environmentOf({ [name]: value }))).toBeInstanceOf(ConfigError);
  });

  it('sign every token with the managed identity, and hold no credential', () => {
    const settings = read(environmentOf({}));
    expect(settings).toMatchObject({ botType: 'UserAssignedMsi', databaseAuth: 'entra', aadAppFederated: true });
    const names = Object.keys(settingsOf('botSettings'));
    expect(names.filter((name) => /SECRET|PASSWORD|CERTIFICATE|TOKEN$/.test(name))).toEqual([]);
  });

  it('take the key of the audit record from Key Vault, or do without', () => {
    expect(settingsOf('botSettings')['AUDIT_KEY']).toBe('');
    const reference = settingsOf('botSettings', { auditKeySecretUri: KEY_URI })['AUDIT_KEY'];
    expect(reference).toBe(`@Microsoft.KeyVault(SecretUri=${KEY_URI})`);
  });
});
