import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import { generate } from 'selfsigned';
import { beforeAll, describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../../bot/config/index.ts';
import { signInPolicy } from '../../../bot/domain/sign-in/session.ts';

const GUID = '11111111-2222-3333-4444-555555555555';
const APP = '22222222-3333-4444-5555-666666666666';
const TENANT = '66666666-7777-8888-9999-aaaaaaaaaaaa';
const SECRET = 'canary-value-of-a-secret';
const INSIGHTS = '3f2b8c1e-0d4a-4b6f-9a7c-5e1d2c3b4a59';
const KEY = Buffer.alloc(32, 'canary').toString('base64');
const MINIMUM = {
  PUBLIC_URL: 'https://bot.example.org',
  BOT_ID: GUID,
  BOT_TYPE: 'SingleTenant',
  TENANT_ID: TENANT,
  BOT_CLIENT_SECRET: SECRET,
  SIGN_IN_AUTH_CONTEXT: 'policy',
  STEP_UP_AUTH_CONTEXT: 'none',
};

let pem: { key: string; cert: string };

beforeAll(async () => {
  const made = await generate([{ name: 'commonName', value: 'bot' }], { keySize: 2048 });
  pem = { key: made.private, cert: made.cert };
});

function gapsOf(env: Record<string, string | undefined>, readFile = () => ''): readonly string[] {
  try {
    readConfig(env, readFile);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.gaps;
    throw error;
  }
}

function withSetting(name: string, value: string | undefined) {
  return { ...MINIMUM, [name]: value };
}

describe('readConfig', () => {
  it('names the app in links by the id of its manifest, and by the id of the catalogue if one is set', () => {
    expect(readConfig(withSetting('TEAMS_APP_ID', APP))).toMatchObject({ teamsCatalogAppId: APP });
    const published = { ...withSetting('TEAMS_APP_ID', APP), TEAMS_CATALOG_APP_ID: TENANT };
    expect(readConfig(published)).toMatchObject({ teamsCatalogAppId: TENANT });
    expect(gapsOf(withSetting('TEAMS_CATALOG_APP_ID', 'mine'))[0]).toContain('TEAMS_CATALOG_APP_ID must be a GUID');
  });

  it('fills everything else from the public cloud when the minimum is set', () => {
    const settings = readConfig(MINIMUM);
    expect(settings).toMatchObject({
      port: 3978,
      host: '0.0.0.0',
      publicUrl: 'https://bot.example.org',
      aadAppClientId: GUID,
      loginUrl: 'https://login.microsoftonline.com',
      graphUrl: 'https://graph.microsoft.com',
      botOpenIdMetadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
      botTokenIssuer: 'https://api.botframework.com',
      botServiceUrls: ['https://smba.trafficmanager.net/'],
      teamsUrl: 'https://teams.microsoft.com',
      teamsCatalogAppId: GUID,
      clientOrigins: [],
      databaseAuth: 'password',
      dataDir: '.data',
      stepUpMinutes: 10,
      secretMessageMinutes: 10,
      reminderTime: '08:00',
      reminderZone: 'UTC',
      signInReport: false,
      signInLog: false,
      logLevel: 'info',
      apiTokenUrl: `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`,
    });
    expect(settings.databaseUrl).toBeUndefined();
    expect(settings.mailFrom).toBeUndefined();
    expect(signInPolicy(settings)).toEqual({ signInContext: undefined, stepUpContext: undefined, stepUpMinutes: 10 });
    expect(settings.auditKeys).toBeUndefined();
    expect(settings.auditHeadsFile).toBeUndefined();
    expect(settings.auditRetentionDays).toBeUndefined();
    expect(settings.aadAppCredential).toBe(settings.botCredential);
  });

  it('takes the local world: a private https login and Graph, and http if the allow-list names it', () => {
    const settings = readConfig({
      ...MINIMUM,
      PORT: '0',
      HOST: '127.0.0.1',
      PUBLIC_URL: 'http://localhost:3978/',
      LOGIN_URL: 'https://localhost:8443/',
      GRAPH_URL: 'https://localhost:8444',
      BOT_OPENID_METADATA_URL: 'http://connector:9000/v1/.well-known/openidconfiguration',
      BOT_SERVICE_URLS: 'http://connector:9000, http://127.0.0.1:9001/teams',
      CLIENT_ORIGINS: 'http://127.0.0.1:9001 https://client.example.org',
      STEP_UP_AUTH_CONTEXT: 'c1',
      STEP_UP_MINUTES: '0.5',
      SECRET_MESSAGE_MINUTES: '.05',
    });
    expect(settings).toMatchObject({
      publicUrl: 'http://localhost:3978',
      loginUrl: 'https://localhost:8443',
      botServiceUrls: ['http://connector:9000/', 'http://127.0.0.1:9001/teams/'],
      clientOrigins: ['http://127.0.0.1:9001', 'https://client.example.org'],
      stepUpContext: 'c1',
      stepUpMinutes: 0.5,
      secretMessageMinutes: 0.05,
    });
  });

  it('names every gap at once', () => {
    const gaps = gapsOf({ PORT: 'x', STEP_UP_MINUTES: '-1', DATABASE_URL: 'postgresql://h/d', DATA_DIR: 'd' });
    for (const name of [
      'PORT',
      'PUBLIC_URL',
      'BOT_ID',
      'TENANT_ID',
      'BOT_CLIENT_SECRET',
      'SIGN_IN_AUTH_CONTEXT',
      'STEP_UP_AUTH_CONTEXT',
      'STEP_UP_MINUTES',
      'DATA_DIR',
    ])
      expect(gaps.join('\n')).toContain(name);
  });

  it('names a setting once, even if others take their default from it', () => {
    const { BOT_ID: _, ...env } = MINIMUM;
    const metadata = { BOT_OPENID_METADATA_URL: 'http://keys.example.org/openid' };
    expect(gapsOf({ ...env, ...metadata })).toEqual([
      'BOT_ID is missing',
      expect.stringMatching(/^BOT_OPENID_METADATA_URL must be an https address/),
    ]);
  });

  it.each([
    ['BOT_TYPE', 'x', 'BOT_TYPE must be SingleTenant or UserAssignedMsi'],
    ['AAD_APP_FEDERATED', 'x', 'AAD_APP_FEDERATED must be true or false'],
    ['LOG_LEVEL', 'x', 'LOG_LEVEL must be trace, debug, info, warn, error, fatal or silent'],
    ['TENANT_ID', 'x', 'TENANT_ID must be a GUID (an id from Entra)'],
  ])('says in plain words what %s may be', (name, value, words) => {
    expect(gapsOf(withSetting(name, value))).toEqual([words]);
  });

  it.each([
    ['BOT_ID', undefined],
    ['BOT_ID', ''],
    ['BOT_ID', '   '],
    ['BOT_ID', 'bot'],
    ['BOT_ID', `{${GUID}}`],
    ['BOT_ID', '00000000-0000-0000-0000-000000000000'],
    ['TENANT_ID', ''],
    ['TENANT_ID', 'common'],
    ['TENANT_ID', 'example.org'],
    ['AAD_APP_CLIENT_ID', 'api'],
    ['AAD_APP_FEDERATED', 'on'],
    ['AAD_APP_FEDERATED', 'true'],
    ['BOT_TYPE', 'MultiTenant'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '3978.5'],
    ['PUBLIC_URL', undefined],
    ['PUBLIC_URL', 'http://bot.example.org'],
    ['PUBLIC_URL', 'http://localhost.example.org'],
    ['PUBLIC_URL', 'https://bot.example.org/path'],
    ['PUBLIC_URL', 'https://*.example.org'],
    ['PUBLIC_URL', 'ftp://localhost'],
    ['LOGIN_URL', 'http://localhost:8080'],
    ['LOGIN_URL', 'https://user:password@login.example.org'],
    ['GRAPH_URL', 'http://localhost:8080'],
    ['GRAPH_URL', 'https://graph.microsoft.com/v1.0'],
    ['BOT_OPENID_METADATA_URL', 'metadata'],
    ['BOT_OPENID_METADATA_URL', 'http://keys.example.org/openid'],
    ['BOT_SERVICE_URLS', '*'],
    ['BOT_SERVICE_URLS', 'https://*.trafficmanager.net'],
    ['BOT_SERVICE_URLS', 'smba.trafficmanager.net'],
    ['CLIENT_ORIGINS', '*'],
    ['CLIENT_ORIGINS', 'http://client.example.org'],
    ['CLIENT_ORIGINS', 'https://client.example.org/page'],
    ['DATABASE_URL', 'mysql://host/database'],
    ['DATABASE_AUTH', 'token'],
    ['STEP_UP_AUTH_CONTEXT', 'c0'],
    ['STEP_UP_AUTH_CONTEXT', 'c100'],
    ['STEP_UP_AUTH_CONTEXT', 'mfa'],
    ['STEP_UP_AUTH_CONTEXT', 'policy'],
    ['SIGN_IN_AUTH_CONTEXT', 'none'],
    ['SIGN_IN_AUTH_CONTEXT', 'C1'],
    ['STEP_UP_MINUTES', '0'],
    ['STEP_UP_MINUTES', 'ten'],
    ['STEP_UP_MINUTES', '1e3'],
    ['SECRET_MESSAGE_MINUTES', '1441'],
    ['SECRET_MESSAGE_MINUTES', 'Infinity'],
    ['REMINDER_TIME', '8:00'],
    ['REMINDER_TIME', '24:00'],
    ['REMINDER_TIME', '08:60'],
    ['REMINDER_TIME_ZONE', 'Amsterdam'],
    ['REMINDER_TIME_ZONE', '+01:00'],
    ['MAIL_FROM', 'reminders'],
    ['MAIL_FROM', 'a@b.example, c@d.example'],
    ['MAIL_FROM', 'a/b@c.example'],
    ['SIGN_IN_REPORT', 'yes'],
    ['SIGN_IN_LOG', 'yes'],
    ['AUDIT_KEY', ','],
    ['AUDIT_KEY', KEY],
    ['AUDIT_KEY', `:${KEY}`],
    ['AUDIT_KEY', 'a:'],
    ['AUDIT_KEY', `a:${KEY.slice(0, 40)}`],
    ['AUDIT_KEY', `a:${KEY.slice(0, 40)}!!!!`],
    ['AUDIT_KEY', `a:${KEY},b`],
    ['AUDIT_KEY', `a:${KEY},a:${KEY}`],
    ['AUDIT_RETENTION_DAYS', '29'],
    ['AUDIT_RETENTION_DAYS', '90.5'],
    ['AUDIT_RETENTION_DAYS', '-90'],
    ['AUDIT_RETENTION_DAYS', '1e3'],
    ['AUDIT_RETENTION_DAYS', '36501'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
    ['OTEL_METRIC_EXPORT_INTERVAL', '99'],
    ['OTEL_METRIC_EXPORT_INTERVAL', '1e4'],
    ['OTEL_METRIC_EXPORT_INTERVAL', '3600001'],
    ['APPLICATIONINSIGHTS_CONNECTION_STRING', KEY],
    ['APPLICATIONINSIGHTS_CONNECTION_STRING', 'InstrumentationKey=canary;IngestionEndpoint=https://x.example/'],
    ['APPLICATIONINSIGHTS_CONNECTION_STRING', `InstrumentationKey=${GUID};IngestionEndpoint=http://x.example/`],
    ['LOG_LEVEL', 'loud'],
    ['API_TOKEN_URL', 'token'],
    ['API_TOKEN_URLS', 'DM/sandbox=token'],
    ['API_TOKEN_URLS', 'https://login.example/token'],
    ['API_SCOPES', 'api://dm/.default'],
    ['API_SCOPES', 'dm/sandbox=api://dm/.default'],
    ['API_SCOPES', 'DM/test=api://dm/.default'],
    ['API_SCOPES', 'DM/sandbox='],
    ['API_SCOPES', 'DM/sandbox=a,DM/sandbox=b'],
    ['API_SCOPES', "DM/sandbox='$(id)'"],
    ['TEAM_NAME', 'the **team**'],
    ['TEAM_NAME', '[team](https://evil.example)'],
    ['TEAM_NAME', 'x'.repeat(81)],
    ['SUPPORT_NAME', '<at>support</at>'],
    ['SUPPORT_CONTACT', 'support'],
    ['SUPPORT_CONTACT', 'support@example'],
    ['SUPPORT_CONTACT', 'a@b.example, c@d.example'],
    ['SUPPORT_CONTACT', 'a@b.example?subject=x'],
    ['SUPPORT_CONTACT', 'mailto:a@b.example'],
    ['SUPPORT_CONTACT', 'http://help.example'],
    ['SUPPORT_CONTACT', 'javascript:alert(1)'],
    ['MFA_GUIDE_URL', 'http://help.example/mfa'],
    ['MFA_GUIDE_URL', 'https://user:word@help.example/'],
    ['API_GUIDE_URL', 'https://*.help.example'],
    ['API_GUIDE_URL', `https://help.example/${'x'.repeat(500)}`],
  ])('threat 30, development mode in production: refuses %s=%s and nothing else', (name, value) => {
    const gaps = gapsOf(withSetting(name, value));
    expect(gaps).toHaveLength(1);
    expect(gaps[0]).toMatch(new RegExp(`^${name} `));
  });

  it('takes the settings of the reminders', () => {
    const time = { REMINDER_TIME: '23:59', REMINDER_TIME_ZONE: 'europe/amsterdam' };
    const reminders = { ...time, SIGN_IN_REPORT: 'on', SIGN_IN_LOG: 'on' };
    for (const MAIL_FROM of ['api-credentials@umbrella.example', GUID])
      expect(readConfig({ ...MINIMUM, ...reminders, MAIL_FROM })).toMatchObject({
        ...{ reminderTime: '23:59', reminderZone: 'Europe/Amsterdam', mailFrom: MAIL_FROM },
        ...{ signInReport: true, signInLog: true },
      });
  });

  it('takes the address and the scope of a token for an API in an environment', () => {
    const settings = readConfig({
      ...MINIMUM,
      API_TOKEN_URLS: 'SMC/sandbox=https://login.example/token?a=b',
      API_SCOPES: 'DM/production=api://dm/.default,\nSMC/sandbox=https://smc.example/.default',
    });
    expect(settings.apiTokenUrls).toEqual({ 'SMC/sandbox': 'https://login.example/token?a=b' });
    expect(settings.apiScopes).toEqual({
      'DM/production': 'api://dm/.default',
      'SMC/sandbox': 'https://smc.example/.default',
    });
    expect([readConfig(MINIMUM).apiTokenUrls, readConfig(MINIMUM).apiScopes]).toEqual([{}, {}]);
  });

  it('takes whom people ask and what they read, with addresses that fit into a link', () => {
    const names = { TEAM_NAME: 'l’équipe d’Umbrella', SUPPORT_NAME: 'the service desk' };
    const guides = { MFA_GUIDE_URL: 'https://help.example/mfa_(new)#phone', API_GUIDE_URL: 'https://help.example/api' };
    const settings = (SUPPORT_CONTACT: string) => readConfig({ ...MINIMUM, ...names, ...guides, SUPPORT_CONTACT });
    expect(settings('help.desk+api@umbrella.example')).toMatchObject({
      teamName: 'l’équipe d’Umbrella',
      supportName: 'the service desk',
      supportContact: 'help.desk+api@umbrella.example',
      mfaGuideUrl: 'https://help.example/mfa_%28new%29#phone',
      apiGuideUrl: 'https://help.example/api',
    });
    expect(settings('https://help.example').supportContact).toBe('https://help.example/');
    const silent = readConfig(MINIMUM);
    expect([silent.teamName, silent.supportName]).toEqual(['the WMDA team', 'support']);
    expect([silent.supportContact, silent.mfaGuideUrl, silent.apiGuideUrl]).toEqual([undefined, undefined, undefined]);
  });

  it('takes the settings of the audit record, its keys in either alphabet of Base64, padded or not', () => {
    const bytes = Buffer.alloc(40, 0xfb);
    const [padded, bare] = [bytes.toString('base64'), bytes.toString('base64url')];
    const audit = { AUDIT_KEY: `2026-b:${padded}, 2025.a:${bare}`, AUDIT_HEADS_FILE: '/var/log/heads.jsonl' };
    const settings = readConfig({ ...MINIMUM, ...audit, AUDIT_RETENTION_DAYS: '30' });
    expect(settings).toMatchObject({ auditHeadsFile: '/var/log/heads.jsonl', auditRetentionDays: 30 });
    expect(settings.auditKeys?.map(({ id, key }) => [id, key])).toEqual([
      ['2026-b', bytes],
      ['2025.a', bytes],
    ]);
  });

  it('takes where telemetry goes, and is silent by default', () => {
    const silent = readConfig(MINIMUM);
    expect([silent.otlpEndpoint, silent.otlpHeaders, silent.applicationInsights]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    const collector = {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example/otlp',
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20a%2Cb, x-scope=1=2',
      OTEL_METRIC_EXPORT_INTERVAL: '15000',
    };
    const connection = `InstrumentationKey=${GUID};IngestionEndpoint=https://in.example/;LiveEndpoint=https://live.example/`;
    const settings = readConfig({ ...MINIMUM, ...collector, APPLICATIONINSIGHTS_CONNECTION_STRING: connection });
    expect(settings.otlpEndpoint).toBe('https://collector.example/otlp');
    expect(settings.otlpHeaders).toEqual({ authorization: 'Bearer a,b', 'x-scope': '1=2' });
    expect(settings.metricEveryMs).toBe(15_000);
    expect(settings.applicationInsights).toBe(connection);
  });

  it.each(['authorization', '=canary', 'a b=canary', 'a=%E0%A4%A', 'a=canary%0D%0Ab: c', 'a=', ','])(
    'refuses headers for telemetry that are not name=value: %s',
    (headers) => {
      const at = { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example' };
      const gaps = gapsOf({ ...MINIMUM, ...at, OTEL_EXPORTER_OTLP_HEADERS: headers });
      expect(gaps).toEqual([expect.stringMatching(/^OTEL_EXPORTER_OTLP_HEADERS must be name=value/)]);
      expect(gaps.join()).not.toContain('canary');
    },
  );

  it.each([
    ['without an address', undefined, /^OTEL_EXPORTER_OTLP_HEADERS needs OTEL_EXPORTER_OTLP_ENDPOINT/],
    ['in the clear', 'http://collector.example:4318', /^OTEL_EXPORTER_OTLP_ENDPOINT must be an https address if/],
  ])('sends no header of telemetry %s', (_name, endpoint, complaint) => {
    const at = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: 'authorization=canary' };
    expect(gapsOf({ ...MINIMUM, ...at })).toEqual([expect.stringMatching(complaint)]);
  });

  it('takes a collector on this machine, or in the clear without headers', () => {
    const headers = { OTEL_EXPORTER_OTLP_HEADERS: 'a=b' };
    for (const env of [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318', ...headers },
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.internal:4318' },
    ])
      expect(gapsOf({ ...MINIMUM, ...env })).toEqual([]);
  });

  it('lower-cases ids', () => {
    expect(readConfig(withSetting('TENANT_ID', TENANT.toUpperCase())).tenantId).toBe(TENANT);
  });
});

describe('the credential', () => {
  const read = () => `${pem.key}\n${pem.cert}`;
  const { BOT_CLIENT_SECRET: _, ...withoutSecret } = MINIMUM;
  const managed = { ...withoutSecret, BOT_TYPE: 'UserAssignedMsi', AAD_APP_CLIENT_ID: APP };

  it('is read from a PEM with key and certificate, in either order', () => {
    for (const readFile of [read, () => `${pem.cert}\n${pem.key}`]) {
      const { botCredential } = readConfig({ ...withoutSecret, BOT_CERTIFICATE_FILE: 'bot.pem' }, readFile);
      const thumbprintSha256 = expect.stringMatching(/^[0-9A-F]{64}$/);
      expect(botCredential).toMatchObject({ kind: 'certificate', thumbprintSha256 });
    }
  });

  it('is the managed identity for UserAssignedMsi', () => {
    const settings = readConfig({ ...managed, AAD_APP_FEDERATED: 'true' });
    expect(settings.botCredential).toEqual({ kind: 'managed-identity' });
    expect(settings.aadAppCredential).toEqual({ kind: 'federated' });
    expect(settings.aadAppClientId).toBe(APP);
  });

  it('is the identity’s for the registration too if nothing else is said, and Graph is asked as the identity', () => {
    const settings = readConfig({ ...withoutSecret, BOT_TYPE: 'UserAssignedMsi' });
    expect(settings).toMatchObject({ aadAppClientId: GUID, aadAppCredential: { kind: 'federated' } });
    expect(settings.aadAppFederated).toBe(false);
    expect(readConfig({ ...managed, AAD_APP_FEDERATED: 'true' }).aadAppFederated).toBe(true);
  });

  it('may differ for the single sign-on registration', () => {
    const settings = readConfig({ ...managed, AAD_APP_CLIENT_SECRET: SECRET });
    expect(settings.aadAppClientId).toBe(APP);
    expect(settings.botCredential).toEqual({ kind: 'managed-identity' });
    expect(settings.aadAppCredential).toMatchObject({ kind: 'secret', secret: SECRET });
  });

  it.each([
    ['AAD_APP_CLIENT_ID', { AAD_APP_CLIENT_ID: '' }],
    ['AAD_APP_CLIENT_ID', { AAD_APP_CLIENT_ID: GUID }],
    ['AAD_APP_FEDERATED', { AAD_APP_CLIENT_SECRET: SECRET }],
    ['AAD_APP_FEDERATED', { AAD_APP_CERTIFICATE_FILE: 'aad.pem' }],
    ['BOT_CLIENT_SECRET', { BOT_CLIENT_SECRET: SECRET }],
    ['BOT_CLIENT_SECRET', { BOT_CERTIFICATE_FILE: 'bot.pem' }],
    ['IDENTITY_ENDPOINT', { IDENTITY_ENDPOINT: 'http://identity.example.org/msi/token' }],
    ['IDENTITY_ENDPOINT', { IDENTITY_ENDPOINT: 'http://169.254.1.2.example.org/msi/token' }],
    ['IDENTITY_ENDPOINT', { IDENTITY_ENDPOINT: 'https://10.0.0.1/msi/token' }],
    ['IDENTITY_ENDPOINT', { IDENTITY_ENDPOINT: 'endpoint' }],
  ])('of a managed identity is refused with a word on %s for %j', (name, change) => {
    const gaps = gapsOf({ ...managed, AAD_APP_FEDERATED: 'true', ...change }, read);
    expect(gaps).toEqual([expect.stringMatching(new RegExp(`^${name}`))]);
    expect(gaps.join()).not.toContain(SECRET);
  });

  it.each([
    'http://127.0.0.1:41741/msi/token/',
    'http://localhost:4141/msi/token',
    'http://169.254.129.3:8081/msi/token',
  ])('of a managed identity comes from the platform: %s', (IDENTITY_ENDPOINT) => {
    expect(gapsOf({ ...managed, AAD_APP_FEDERATED: 'true', IDENTITY_ENDPOINT })).toEqual([]);
  });

  it.each([
    ['neither', { BOT_CLIENT_SECRET: undefined }],
    ['both', { BOT_CERTIFICATE_FILE: 'bot.pem' }],
    ['both for single sign-on', { AAD_APP_CLIENT_SECRET: SECRET, AAD_APP_CERTIFICATE_FILE: 'aad.pem' }],
  ])('is refused if it is %s', (_name, change) => {
    expect(gapsOf({ ...MINIMUM, ...change }, read)).toHaveLength(1);
  });

  it("is refused if the file cannot be read, holds no key, or holds a stranger's", () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    });
    const files: (() => string)[] = [
      () => {
        throw new Error('ENOENT');
      },
      () => pem.cert,
      () => pem.key,
      () => `${other.toString()}\n${pem.cert}`,
    ];
    for (const readFile of files) {
      const gaps = gapsOf({ ...withoutSecret, BOT_CERTIFICATE_FILE: 'bot.pem' }, readFile);
      expect(gaps).toEqual([expect.stringMatching(/^BOT_CERTIFICATE_FILE /)]);
    }
  });
});

describe('a token as the password of the database', () => {
  const { BOT_CLIENT_SECRET: _, ...withoutSecret } = MINIMUM;
  const identity = { BOT_TYPE: 'UserAssignedMsi', AAD_APP_CLIENT_ID: APP, AAD_APP_FEDERATED: 'true' };
  const HOST = 'x.postgres.database.azure.com';
  const gapsWith = (DATABASE_URL: string | undefined) =>
    gapsOf({ ...withoutSecret, ...identity, DATABASE_AUTH: 'entra', DATABASE_URL });

  it.each([
    `postgresql://id-bot@${HOST}/credentials?sslmode=require`,
    `postgres://id-bot@${HOST}:5432/credentials?sslmode=verify-full`,
    'postgresql://id-bot@127.0.0.1:5432/credentials',
    'postgresql://id-bot@localhost/credentials?sslmode=disable',
  ])('goes to %s', (url) => {
    expect(gapsWith(url)).toEqual([]);
  });

  it.each([
    ['without an address', undefined],
    ['that is no address', 'mysql://host/database'],
    ['without a user', `postgresql://${HOST}/credentials?sslmode=require`],
    ['with a password', `postgresql://id-bot:canary@${HOST}/credentials?sslmode=require`],
    ['without TLS', `postgresql://id-bot@${HOST}/credentials`],
    ['with TLS switched off', `postgresql://id-bot@${HOST}/credentials?sslmode=disable`],
    ['with TLS that checks nothing', `postgresql://id-bot@${HOST}/credentials?sslmode=no-verify`],
    ['that sends it elsewhere', `postgresql://id-bot@${HOST}/credentials?sslmode=require&host=canary.example`],
    ['without a database', `postgresql://id-bot@${HOST}?sslmode=require`],
  ])('does not go to one %s', (_name, url) => {
    const gaps = gapsWith(url);
    expect(gaps).toEqual([expect.stringMatching(/^DATABASE_URL /)]);
    expect(gaps.join()).not.toContain('canary');
  });

  it('takes a managed identity', () => {
    const DATABASE_URL = 'postgresql://id-bot@127.0.0.1/credentials';
    const gaps = gapsOf({ ...MINIMUM, DATABASE_AUTH: 'entra', DATABASE_URL });
    expect(gaps).toEqual([expect.stringMatching(/^DATABASE_AUTH entra needs BOT_TYPE UserAssignedMsi/)]);
  });
});

describe('secrets in the settings', () => {
  it('do not print or serialise, in settings or complaints', () => {
    const url = 'postgresql://bot:canary-password@host/database';
    const telemetry = {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example',
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=canary-header',
      APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=${INSIGHTS}`,
    };
    const settings = readConfig({ ...MINIMUM, ...telemetry, DATABASE_URL: url, AUDIT_KEY: `audit-1:${KEY}` });
    const printed = [JSON.stringify(settings), inspect(settings, { depth: 9 }), JSON.stringify({ ...settings })].join();
    for (const leak of ['canary', INSIGHTS, KEY, '63 61 6e 61', '99,97,110']) {
      expect(printed).not.toContain(leak);
    }
    expect(printed).toContain('audit-1');
    expect(printed).toContain('[secret]');
    expect(settings.databaseUrl).toBe(url);
    const gaps = [
      ...gapsOf({ ...MINIMUM, BOT_CLIENT_SECRET: SECRET, BOT_ID: SECRET, DATABASE_URL: `mysql://${SECRET}` }),
    ];
    gaps.push(...gapsOf({ ...MINIMUM, AUDIT_KEY: `a:${KEY},canary` }));
    expect(gaps.join('\n')).not.toMatch(new RegExp(`canary|${KEY.slice(0, 8)}`));
  });
});

describe('readEnvironment', () => {
  it('completes the environment from .env and overrides nothing', async () => {
    const { mkdtemp, writeFile } = await import('node:fs/promises');
    const { tmpdir } = await import('node:os');
    const { join } = await import('node:path');
    const folder = await mkdtemp(join(tmpdir(), 'environment-'));
    await writeFile(join(folder, '.env'), 'BOT_ID=from-file\nPORT=1\n');
    const program = `const { readEnvironment } = await import(${JSON.stringify(new URL('../../../bot/config/index.ts', import.meta.url).href)});
      const env = readEnvironment(); console.log(env.BOT_ID, env.PORT);`;
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: folder,
      env: { PORT: '2' },
      encoding: 'utf8',
    });
    expect(out.trim()).toBe('from-file 2');
  });
});
