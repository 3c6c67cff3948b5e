import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createAuditSigner } from '../../../bot/adapters/node/audit-signer.ts';
import { createLog } from '../../../bot/adapters/node/log.ts';
import type { Inspection } from '../../../bot/adapters/postgres/index.ts';
import { type App, startApp } from '../../../bot/app.ts';
import { readConfig } from '../../../bot/config/index.ts';
import type { Environment } from '../../../bot/config/setting.ts';
import type { Finding, Installation } from '../../../bot/doctor/check.ts';
import { CHECKS, type CheckId } from '../../../bot/doctor/checks.ts';
import { type CheckContext, createCheckContext } from '../../../bot/doctor/context.ts';
import type { AppManifest } from '../../../bot/doctor/manifest.ts';
import { lookAt } from '../../../bot/doctor/run.ts';
import { botSettings } from '../../../infra/local/bot-settings.ts';
import { type LocalEntra, startEntra } from '../../../infra/local/entra/index.ts';
import { type LocalGraph, startGraph } from '../../../infra/local/graph/index.ts';
import { startTeams } from '../../../infra/local/teams/index.ts';
import { createTls, type Tls } from '../../../infra/local/tls.ts';
import { createWorld, type LocalWorld } from '../../../infra/local/world.ts';
import { startPostgres } from '../../contracts/postgres-server.ts';
import { trust } from '../../infra/local/trust.ts';
import { fill } from './filled.ts';
import { type Site, startSite } from './site.ts';

/** What is different from a deployment that is in order. */
export interface Bent extends Partial<Installation> {
  /** Settings, as environment variables; an empty one counts as not set. */
  readonly env?: Environment;
  /** Statements that a superuser runs in a copy of the database. */
  readonly sql?: readonly string[];
  /** How far the clock is ahead. */
  readonly aheadMs?: number;
  readonly inspection?: Partial<Inspection>;
  /** The app package to compare with; with the value undefined the doctor is given none. */
  readonly manifest?: AppManifest | undefined;
}

/**
 * A whole deployment: the bot runs behind an https front, on PostgreSQL. Only Entra, Graph and Teams are stand-ins.
 */
export interface Stage {
  readonly folder: string;
  readonly tls: Tls;
  readonly world: LocalWorld;
  readonly entra: LocalEntra;
  readonly graph: LocalGraph;
  readonly site: Site;
  readonly env: Environment;
  /** The address of the database server for a superuser. */
  readonly superUrl: string;
  /** Makes one more database like the deployment's, runs the statements in it, and returns its address. */
  copy(statements: readonly string[], template?: string): Promise<string>;
  look(id: CheckId, bent?: Bent): Promise<Finding>;
  close(): Promise<void>;
}

export const MANIFEST = (env: Environment): AppManifest => ({
  version: '1.0.0',
  bots: [{ botId: env['BOT_ID'] ?? '' }],
  webApplicationInfo: { id: env['BOT_ID'] ?? '', resource: `api://botid-${env['BOT_ID']}` },
  validDomains: ['localhost'],
});

const ROLE = 'api_credentials';
const ROOT = new URL('../../../', import.meta.url);

/** A time of day (UTC) that does not come while the tests run: a sweep would send messages that reach nobody. */
function halfADayAway(now: Date): string {
  return `${String((now.getUTCHours() + 12) % 24).padStart(2, '0')}:17`;
}

export async function openStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'api-credentials-doctor-'));
  const [server, tls, world] = [await startPostgres(), await createTls(folder), createWorld(new Date())];
  trust(tls);
  const site = await startSite(tls);
  const entra = await startEntra({ world, tls, redirectUris: [`${site.url}/sign-in/callback`] });
  const graph = await startGraph({ world, tls, entra });
  const teams = await startTeams({ world, entra, graph });
  for (const role of ['Mail.Send', 'Policy.Read.All']) world.botRoles.splice(world.botRoles.indexOf(role), 1);
  const copy = createCopies(server.url);
  const local = botSettings({ world, tls, entra, graph, teams, port: 0 });
  const signer = createAuditSigner(readConfig({ ...local, DATABASE_URL: server.url }).auditKeys ?? []);
  const template = await copy([], 'template0');
  const reminderTime = halfADayAway(new Date());
  await fill(template, world, signer, reminderTime);
  const env = {
    ...local,
    REMINDER_TIME: reminderTime,
    // Nothing reads the log here; a case that is about it switches it on.
    SIGN_IN_LOG: 'off',
    PUBLIC_URL: site.url,
    DATABASE_URL: await copy([], nameOf(template)),
  };
  const app: App = await startApp(readConfig(env), createLog('silent'));
  site.bot = `http://127.0.0.1:${app.port}`;

  const contextOf = async ({ env: over, sql, aheadMs = 0, inspection, ...rest }: Bent): Promise<CheckContext> => {
    const url = sql === undefined ? {} : { DATABASE_URL: await copy(sql, nameOf(template)) };
    const settings = readConfig({ ...env, ...url, ...over });
    const manifest = 'manifest' in rest ? rest.manifest : MANIFEST(env);
    const context = createCheckContext(settings, () => new Date(Date.now() + aheadMs), manifest);
    return inspection === undefined ? context : withInspection(context, inspection);
  };
  return {
    folder,
    tls,
    world,
    entra,
    graph,
    site,
    env,
    superUrl: server.url,
    copy: (statements, from = nameOf(template)) => copy(statements, from),
    look: async (id, bent = {}) => {
      const context = await contextOf(bent);
      const installation = { gaps: bent.gaps ?? [], names: bent.names ?? [], root: bent.root ?? ROOT };
      return lookAt(CHECKS[id], installation, context).finally(() => context.close());
    },
    close: async () => {
      await app.close(false);
      for (const one of [site, teams, graph, entra]) await one.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function withInspection(context: CheckContext, over: Partial<Inspection>): CheckContext {
  return {
    ...context,
    database: async () => {
      const opened = await context.database();
      return opened.kind === 'open' ? { kind: 'open', inspection: { ...opened.inspection, ...over } } : opened;
    },
  };
}

/**
 * Makes databases whose owner has no other rights. They are made one at a time, because PostgreSQL copies a template only
 * while nobody is connected to it.
 */
function createCopies(superUrl: string): (statements: readonly string[], template: string) => Promise<string> {
  let roleMade = false;
  let underWay: Promise<unknown> = Promise.resolve();
  const make = async (statements: readonly string[], template: string): Promise<string> => {
    const name = `copy_${randomUUID().replaceAll('-', '')}`;
    await inDatabase(superUrl, async (run) => {
      if (!roleMade) await run(`CREATE ROLE ${ROLE} LOGIN PASSWORD '${ROLE}'`);
      roleMade = true;
      await run(`CREATE DATABASE ${name} TEMPLATE ${template} OWNER ${ROLE}`);
    });
    const url = new URL(superUrl);
    url.pathname = `/${name}`;
    if (statements.length > 0) await inDatabase(url.href, async (run) => void (await run(statements.join(';'))));
    [url.username, url.password] = [ROLE, ROLE];
    return url.href;
  };
  return (statements, template) => {
    const made = underWay.then(() => make(statements, template));
    underWay = made.catch(() => undefined);
    return made;
  };
}

export async function inDatabase(
  url: string,
  act: (run: (text: string) => Promise<readonly Record<string, unknown>[]>) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await act(async (text) => (await client.query(text)).rows);
  } finally {
    await client.end();
  }
}

function nameOf(databaseUrl: string): string {
  return new URL(databaseUrl).pathname.slice(1);
}
