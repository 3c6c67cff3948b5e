import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { AuditKey } from '../ports/audit/audit-key.ts';
import type { BotCredential, RegistrationCredential } from '../ports/shared/credential.ts';
import { asAuditKeys, asRetentionDays } from './audit.ts';
import { credentialGaps, type Environment, type ReadFile, readCredential, sealed } from './credential.ts';
import { asDatabaseUrl, databaseGaps } from './database.ts';
import * as field from './fields.ts';
import { asConnectionString, asHeaders, asInterval, telemetryGaps } from './telemetry.ts';

const FIELDS = z.object({
  PORT: field.defaulted('3978', field.asPort),
  /** IPv4 on every interface: it exists on machines without IPv6 too. */
  HOST: field.defaulted('0.0.0.0', field.asText),
  PUBLIC_URL: field.required(field.asHttpsOrLoopbackOrigin),
  BOT_ID: field.required(field.asGuid),
  BOT_TYPE: z
    .enum(['SingleTenant', 'UserAssignedMsi'], 'must be SingleTenant or UserAssignedMsi')
    .default('SingleTenant'),
  TENANT_ID: field.required(field.asGuid),
  AAD_APP_CLIENT_ID: field.optional(field.asGuid),
  AAD_APP_FEDERATED: z.enum(['true', 'false'], 'must be true or false').default('false'),
  LOGIN_URL: field.defaulted('https://login.microsoftonline.com', field.asHttpsOrigin),
  GRAPH_URL: field.defaulted('https://graph.microsoft.com', field.asHttpsOrigin),
  BOT_OPENID_METADATA_URL: field.defaulted(
    'https://login.botframework.com/v1/.well-known/openidconfiguration',
    field.asUrl,
  ),
  BOT_TOKEN_ISSUER: field.defaulted('https://api.botframework.com', field.asText),
  BOT_SERVICE_URLS: field.defaulted('https://smba.trafficmanager.net/', field.asUrlPrefixes),
  CLIENT_ORIGINS: field.defaulted('', field.asOrigins),
  DATABASE_URL: field.optional(asDatabaseUrl),
  DATABASE_AUTH: z.enum(['password', 'entra'], 'must be password or entra').default('password'),
  DATA_DIR: field.defaulted('.data', field.asText),
  STEP_UP_AUTH_CONTEXT: field.optional(field.asAuthContext),
  STEP_UP_MINUTES: field.defaulted('10', field.asMinutes),
  SECRET_MESSAGE_MINUTES: field.defaulted('10', field.asMinutes),
  REMINDER_TIME: field.defaulted('08:00', field.asTimeOfDay),
  REMINDER_TIME_ZONE: field.defaulted('UTC', field.asTimeZone),
  MAIL_FROM: field.optional(field.asMailbox),
  SIGN_IN_REPORT: field.defaulted('off', field.asSwitch),
  AUDIT_KEY: field.optional(asAuditKeys),
  AUDIT_HEADS_FILE: field.optional(field.asText),
  AUDIT_RETENTION_DAYS: field.optional(asRetentionDays),
  OTEL_EXPORTER_OTLP_ENDPOINT: field.optional(field.asUrl),
  OTEL_EXPORTER_OTLP_HEADERS: field.optional(asHeaders),
  OTEL_METRIC_EXPORT_INTERVAL: field.defaulted('60000', asInterval),
  APPLICATIONINSIGHTS_CONNECTION_STRING: field.optional(asConnectionString),
  LOG_LEVEL: z
    .enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      'must be trace, debug, info, warn, error, fatal or silent',
    )
    .default('info'),
  API_TOKEN_URL: field.optional(field.asUrl),
  API_SCOPE: field.defaulted('api://example-api/.default', field.asText),
});

type Fields = z.output<typeof FIELDS>;

/** Everything that can be set. Secrets in it print as `[secret]`. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  /** Origin, no trailing slash; so are `loginUrl` and `graphUrl`. */
  readonly publicUrl: string;
  /** Ids are lower-case GUIDs. */
  readonly botId: string;
  readonly botType: 'SingleTenant' | 'UserAssignedMsi';
  readonly tenantId: string;
  readonly botCredential: BotCredential;
  /** The registration whose tokens Teams' single sign-on brings. */
  readonly aadAppClientId: string;
  readonly aadAppCredential: RegistrationCredential;
  /** Graph is asked as that registration, too. */
  readonly aadAppFederated: boolean;
  readonly loginUrl: string;
  readonly graphUrl: string;
  readonly botOpenIdMetadataUrl: string;
  readonly botTokenIssuer: string;
  /** Allowed prefixes, each ending in a slash: compare with a serviceUrl that ends in one. */
  readonly botServiceUrls: readonly string[];
  readonly clientOrigins: readonly string[];
  /** PostgreSQL; where it is not set, the embedded database in `dataDir`. */
  readonly databaseUrl?: string;
  /** `entra`: the password is a token of the managed identity. */
  readonly databaseAuth: Fields['DATABASE_AUTH'];
  readonly dataDir: string;
  readonly stepUpAuthContext?: string;
  readonly stepUpMinutes: number;
  readonly secretMessageMinutes: number;
  /** `HH:MM` of the daily sweep, in `reminderZone`. */
  readonly reminderTime: string;
  /** IANA name; days are counted by its calendar. */
  readonly reminderZone: string;
  /** Object id or address; undefined: no e-mail is sent, or spoken of. */
  readonly mailFrom?: string;
  readonly signInReport: boolean;
  /** The first signs the audit record's heads, all verify them; undefined: they are not signed. */
  readonly auditKeys?: readonly AuditKey[];
  /** A file of JSON lines that the audit record's heads are written out to. */
  readonly auditHeadsFile?: string;
  /** Undefined: the audit record is kept whole. */
  readonly auditRetentionDays?: number;
  /** Where traces and metrics go: a collector (OTLP over HTTP), Application Insights, both, or nowhere. */
  readonly otlpEndpoint?: string;
  readonly otlpHeaders?: Readonly<Record<string, string>>;
  readonly applicationInsights?: string;
  /** Milliseconds between two exports of metrics. */
  readonly metricEveryMs: number;
  readonly logLevel: Fields['LOG_LEVEL'];
  /** Where a partner's system asks for its bearer token, and for which scope: the example in `help`. */
  readonly apiTokenUrl: string;
  readonly apiScope: string;
}

/** All that is wrong with the settings, at once. */
export class ConfigError extends Error {
  readonly gaps: readonly string[];

  constructor(gaps: readonly string[]) {
    super(`The bot cannot start with these settings:\n${gaps.map((gap) => `- ${gap}`).join('\n')}`);
    this.name = 'ConfigError';
    this.gaps = gaps;
  }
}

/** The process's environment, completed from `.env` in the working folder (which overrides nothing). */
export function readEnvironment(): Environment {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}

/** Reads the settings; throws ConfigError. An empty variable counts as not set. */
export function readConfig(
  environment: Environment,
  readFile: ReadFile = (path) => readFileSync(path, 'utf8'),
): Settings {
  const env = filled(environment);
  const parsed = FIELDS.safeParse(env);
  const gaps = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  const bot = readCredential(env, 'BOT', readFile, gaps);
  const aadApp = readCredential(env, 'AAD_APP', readFile, gaps);
  gaps.push(...combinationGaps(env, parsed.data));
  if (!parsed.success || gaps.length > 0) throw new ConfigError(gaps);
  return toSettings(parsed.data, bot ?? { kind: 'managed-identity' }, aadApp ?? bot ?? { kind: 'federated' });
}

function toSettings(fields: Fields, botCredential: BotCredential, aadAppCredential: RegistrationCredential): Settings {
  const settings: Settings = {
    port: fields.PORT,
    host: fields.HOST,
    publicUrl: fields.PUBLIC_URL,
    botId: fields.BOT_ID,
    botType: fields.BOT_TYPE,
    tenantId: fields.TENANT_ID,
    botCredential,
    aadAppClientId: fields.AAD_APP_CLIENT_ID ?? fields.BOT_ID,
    aadAppCredential,
    aadAppFederated: fields.AAD_APP_FEDERATED === 'true',
    loginUrl: fields.LOGIN_URL,
    graphUrl: fields.GRAPH_URL,
    botOpenIdMetadataUrl: fields.BOT_OPENID_METADATA_URL,
    botTokenIssuer: fields.BOT_TOKEN_ISSUER,
    botServiceUrls: fields.BOT_SERVICE_URLS,
    clientOrigins: fields.CLIENT_ORIGINS,
    ...(fields.DATABASE_URL === undefined ? {} : { databaseUrl: fields.DATABASE_URL }),
    databaseAuth: fields.DATABASE_AUTH,
    dataDir: fields.DATA_DIR,
    ...(fields.STEP_UP_AUTH_CONTEXT === undefined ? {} : { stepUpAuthContext: fields.STEP_UP_AUTH_CONTEXT }),
    stepUpMinutes: fields.STEP_UP_MINUTES,
    secretMessageMinutes: fields.SECRET_MESSAGE_MINUTES,
    reminderTime: fields.REMINDER_TIME,
    reminderZone: fields.REMINDER_TIME_ZONE,
    ...(fields.MAIL_FROM === undefined ? {} : { mailFrom: fields.MAIL_FROM }),
    signInReport: fields.SIGN_IN_REPORT,
    ...auditSettings(fields),
    ...telemetrySettings(fields),
    logLevel: fields.LOG_LEVEL,
    apiTokenUrl: fields.API_TOKEN_URL ?? `${fields.LOGIN_URL}/${fields.TENANT_ID}/oauth2/v2.0/token`,
    apiScope: fields.API_SCOPE,
  };
  return sealed(settings, 'databaseUrl', 'otlpHeaders', 'applicationInsights');
}

function telemetrySettings(
  fields: Fields,
): Pick<Settings, 'otlpEndpoint' | 'otlpHeaders' | 'applicationInsights' | 'metricEveryMs'> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS, APPLICATIONINSIGHTS_CONNECTION_STRING } = fields;
  return {
    ...(OTEL_EXPORTER_OTLP_ENDPOINT === undefined ? {} : { otlpEndpoint: OTEL_EXPORTER_OTLP_ENDPOINT }),
    ...(OTEL_EXPORTER_OTLP_HEADERS === undefined ? {} : { otlpHeaders: OTEL_EXPORTER_OTLP_HEADERS }),
    ...(APPLICATIONINSIGHTS_CONNECTION_STRING === undefined
      ? {}
      : { applicationInsights: APPLICATIONINSIGHTS_CONNECTION_STRING }),
    metricEveryMs: fields.OTEL_METRIC_EXPORT_INTERVAL,
  };
}

function auditSettings(fields: Fields): Pick<Settings, 'auditKeys' | 'auditHeadsFile' | 'auditRetentionDays'> {
  const { AUDIT_KEY, AUDIT_HEADS_FILE, AUDIT_RETENTION_DAYS } = fields;
  return {
    ...(AUDIT_KEY === undefined ? {} : { auditKeys: AUDIT_KEY }),
    ...(AUDIT_HEADS_FILE === undefined ? {} : { auditHeadsFile: AUDIT_HEADS_FILE }),
    ...(AUDIT_RETENTION_DAYS === undefined ? {} : { auditRetentionDays: AUDIT_RETENTION_DAYS }),
  };
}

function filled(environment: Environment): Environment {
  const entries = Object.entries(environment).map(([name, value]) => [name, value?.trim()]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== ''));
}

/** What is fine alone and wrong together. */
function combinationGaps(env: Environment, fields: Fields | undefined): readonly string[] {
  const gaps = [...credentialGaps(env), ...databaseGaps(env), ...telemetryGaps(env)];
  if (fields !== undefined && isExposed(fields))
    gaps.push('BOT_OPENID_METADATA_URL must be an https address (http needs an http entry in BOT_SERVICE_URLS)');
  return gaps;
}

/** Keys fetched over http can be forged on the way: for stand-ins only, which BOT_SERVICE_URLS then names. */
function isExposed(fields: Fields): boolean {
  const url = fields.BOT_OPENID_METADATA_URL;
  const named = fields.BOT_SERVICE_URLS.some((prefix) => prefix.startsWith('http:'));
  return url.startsWith('http:') && !field.isLoopback(url) && !named;
}
