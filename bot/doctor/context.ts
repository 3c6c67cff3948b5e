import { setTimeout } from 'node:timers/promises';
import { decodeJwt } from 'jose';
import { createAppTokens } from '../adapters/entra/app-tokens.ts';
import { createGraphPeople } from '../adapters/graph/index.ts';
import { createAuditSigner } from '../adapters/node/audit-signer.ts';
import { databaseWordsOf, type Inspection, inspectDatabase } from '../adapters/postgres/index.ts';
import { createBotCredentials } from '../adapters/teams/sdk/credentials.ts';
import type { Settings } from '../config/index.ts';
import { type Credentials, createCredentials } from '../credentials.ts';
import type { People } from '../ports/access/people.ts';
import type { AuditSigner } from '../ports/audit/audit-anchor.ts';
import type { Clock } from '../ports/shared/clock.ts';
import { ACCESS_POLICY, type AccessPolicy, AUTH_CONTEXT, type AuthContext } from './access-policy.ts';
import {
  ACCESS_POLICIES,
  APPLICATION,
  APPLICATIONS,
  type AskGraph,
  AUTH_CONTEXTS,
  askWith,
  everything,
  type Listed,
  type ListedApplication,
  patient,
} from './graph.ts';
import type { AppManifest } from './manifest.ts';
import { createUnreached, type Unreached } from './reach.ts';
import { reasonOf } from './reason.ts';

/** On a machine without a managed identity, msal looks for one for minutes. */
const TOKEN_MS = 10_000;

/**
 * The result of opening the database. `open`: the inspection reads it. `embedded`: it is the embedded database, which
 * only the running bot can open. `closed`: it did not answer, and `reason` says why.
 */
export type DatabaseAccess =
  | { readonly kind: 'open'; readonly inspection: Inspection }
  | { readonly kind: 'embedded' }
  | { readonly kind: 'closed'; readonly reason: string };

export type GraphToken =
  | { readonly kind: 'token'; readonly claims: Readonly<Record<string, unknown>> }
  | { readonly kind: 'none'; readonly reason: string };

/** What the checks look at. A function that several checks call fetches its answer once. */
export interface CheckContext {
  readonly settings: Settings;
  readonly clock: Clock;
  /** The manifest to compare with the settings; undefined if the operator named none. */
  readonly manifest: AppManifest | undefined;
  readonly signer: AuditSigner | undefined;
  /** The claims of the bot's token for Graph; the token itself never leaves this module. */
  readonly graphToken: () => Promise<GraphToken>;
  readonly graph: AskGraph;
  /** The people of the tenant, as the bot reads them. */
  readonly people: Pick<People, 'statusesOf' | 'find'>;
  readonly applications: () => Promise<Listed<ListedApplication>>;
  /** The Conditional Access policies of the tenant. */
  readonly accessPolicies: () => Promise<Listed<AccessPolicy>>;
  readonly authContexts: () => Promise<Listed<AuthContext>>;
  /** Resolves if the bot gets a token for the Bot Connector, and rejects if it does not. */
  readonly botToken: () => Promise<void>;
  /** Resolves if Entra accepts the credential of the registration that people sign in to. */
  readonly signInToken: () => Promise<void>;
  readonly unreached: Unreached;
  readonly database: () => Promise<DatabaseAccess>;
  readonly close: () => Promise<void>;
}

export function createCheckContext(settings: Settings, clock: Clock, manifest: AppManifest | undefined): CheckContext {
  const credentials = createCredentials(settings);
  const token = () => credentials.graph.tokens.token(settings.graphUrl);
  const bot = createBotCredentials(credentials.bot.tokens, settings.botConnectorAudience);
  const graph = askWith(settings.graphUrl, token);
  const database = once(() => open(settings, credentials));
  return {
    settings,
    clock,
    manifest,
    graph,
    people: createGraphPeople({
      graphUrl: settings.graphUrl,
      tenantId: settings.tenantId,
      tokens: credentials.graph.tokens,
    }),
    signInToken: async () => {
      const { loginUrl, tenantId, aadAppClientId: clientId } = settings;
      const tokens = createAppTokens({ loginUrl, tenantId, clientId, credential: credentials.registration });
      await tokens.token(settings.graphUrl);
    },
    unreached: createUnreached(settings),
    database,
    signer: settings.auditKeys && createAuditSigner(settings.auditKeys),
    graphToken: once(() => claimsOf(token)),
    applications: once(() => everything(graph, settings.graphUrl, APPLICATIONS, APPLICATION)),
    accessPolicies: once(() => everything(patient(graph), settings.graphUrl, ACCESS_POLICIES, ACCESS_POLICY)),
    authContexts: once(() => everything(patient(graph), settings.graphUrl, AUTH_CONTEXTS, AUTH_CONTEXT)),
    botToken: async () => {
      await bot.token();
    },
    close: async () => {
      const opened = await database();
      if (opened.kind === 'open') await opened.inspection.close();
    },
  };
}

async function claimsOf(token: () => Promise<string>): Promise<GraphToken> {
  try {
    const issued = await Promise.race([token(), setTimeout(TOKEN_MS, undefined, { ref: false })]);
    if (issued === undefined) return { kind: 'none', reason: `no answer within ${TOKEN_MS / 1000} s` };
    return { kind: 'token', claims: decodeJwt(issued) };
  } catch (cause) {
    return { kind: 'none', reason: reasonOf(cause) };
  }
}

async function open({ databaseUrl }: Settings, { databasePassword: password }: Credentials): Promise<DatabaseAccess> {
  if (databaseUrl === undefined) return { kind: 'embedded' };
  try {
    return { kind: 'open', inspection: await inspectDatabase({ databaseUrl, password }) };
  } catch (cause) {
    return { kind: 'closed', reason: databaseWordsOf(cause) };
  }
}

function once<T>(fetchIt: () => Promise<T>): () => Promise<T> {
  let fetched: Promise<T> | undefined;
  return () => {
    fetched ??= fetchIt();
    return fetched;
  };
}
