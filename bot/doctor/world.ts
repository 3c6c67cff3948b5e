import { decodeJwt } from 'jose';
import { createTokenSource } from '../adapters/graph/token.ts';
import { createAuditSigner } from '../adapters/node/audit-signer.ts';
import { type Inspection, inspectDatabase } from '../adapters/postgres/index.ts';
import { createBotCredentials } from '../adapters/teams/sdk/credentials.ts';
import type { Settings } from '../config/index.ts';
import { type Credentials, createCredentials, graphTokenSettings } from '../credentials.ts';
import type { AuditSigner } from '../ports/audit/audit-anchor.ts';
import type { Clock } from '../ports/shared/clock.ts';
import {
  APPLICATION,
  APPLICATIONS,
  type Ask,
  askWith,
  everything,
  type Listed,
  type ListedApplication,
} from './graph.ts';
import type { Manifest } from './manifest.ts';
import { reasonOf } from './reason.ts';

/** The database as it is there, or why it cannot be looked into. */
export type Opened =
  | { readonly kind: 'open'; readonly inspection: Inspection }
  | { readonly kind: 'embedded' }
  | { readonly kind: 'closed'; readonly reason: string };

export type GraphToken =
  | { readonly kind: 'token'; readonly claims: Readonly<Record<string, unknown>> }
  | { readonly kind: 'none'; readonly reason: string };

/** All that the checks look at. What several of them need is fetched once. */
export interface World {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly manifest: Manifest | undefined;
  readonly signer: AuditSigner | undefined;
  /** What the bot's token for Graph says; never the token. */
  readonly graphToken: () => Promise<GraphToken>;
  readonly graph: Ask;
  readonly applications: () => Promise<Listed<ListedApplication>>;
  /** Resolves where the bot gets a token for the Bot Connector; rejects otherwise. */
  readonly botToken: () => Promise<void>;
  readonly database: () => Promise<Opened>;
  readonly close: () => Promise<void>;
}

export function createWorld(settings: Settings, clock: Clock, manifest: Manifest | undefined): World {
  const proofs = createCredentials(settings);
  const token = createTokenSource(graphTokenSettings(settings, proofs));
  const bot = createBotCredentials({ ...settings, proof: proofs.bot });
  const graph = askWith(settings.graphUrl, token);
  const database = once(() => open(settings, proofs));
  return {
    ...{ settings, clock, manifest, graph, database },
    signer: settings.auditKeys && createAuditSigner(settings.auditKeys),
    graphToken: once(() => claimsOf(token)),
    applications: once(() => everything(graph, settings.graphUrl, APPLICATIONS, APPLICATION)),
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
    return { kind: 'token', claims: decodeJwt(await token()) };
  } catch (cause) {
    return { kind: 'none', reason: reasonOf(cause) };
  }
}

async function open({ databaseUrl }: Settings, { databasePassword: password }: Credentials): Promise<Opened> {
  if (databaseUrl === undefined) return { kind: 'embedded' };
  try {
    return { kind: 'open', inspection: await inspectDatabase({ databaseUrl, password }) };
  } catch (cause) {
    return { kind: 'closed', reason: reasonOf(cause) };
  }
}

function once<T>(fetchIt: () => Promise<T>): () => Promise<T> {
  let fetched: Promise<T> | undefined;
  return () => {
    fetched ??= fetchIt();
    return fetched;
  };
}
