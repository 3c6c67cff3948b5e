import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { createAuditSigner } from '../../../bot/adapters/node/audit-signer.ts';
import { type Database, openDatabase } from '../../../bot/adapters/postgres/base/database.ts';
import { createLedger } from '../../../bot/adapters/postgres/base/ledger.ts';
import { ADMIN_ROLE } from '../../../bot/domain/sign-in/session.ts';
import { botSettings } from '../../../infra/local/bot-settings.ts';
import { startEntra } from '../../../infra/local/entra/index.ts';
import { type LocalGraph, startGraph } from '../../../infra/local/graph/index.ts';
import { type LocalTeams, startTeams } from '../../../infra/local/teams/index.ts';
import { createTls } from '../../../infra/local/tls.ts';
import { createWorld, type LocalWorld } from '../../../infra/local/world.ts';
import { freePort } from '../../contracts/postgres-server.ts';
import { event } from '../../contracts/samples/ledger.ts';
import type { Manager } from '../../load/managers.ts';
import { middayZone } from '../../load/midday-zone.ts';
import { seedLedger } from '../../load/seed-ledger.ts';
import { freshDatabase } from '../../once/fresh-database.ts';
import { programsOfRun, SOURCES } from '../../once/programs.ts';
import { type BotSlot, createSlot } from './bot-slot.ts';
import { markOfFullDisk } from './full-disk.ts';
import { type Inbound, keepInbound } from './inbound.ts';
import { createPlan, type Plan } from './plan.ts';
import { startPostgresProxy } from './postgres-proxy.ts';
import { type Exchange, tapServices } from './tap.ts';

export type Engine = 'postgres' | 'embedded';

export interface FaultWorldOptions {
  readonly engine: Engine;
  readonly managers: readonly Manager[];
  /** Each application has this person as its second manager, who hears of every change. */
  readonly colleague: Manager['person'];
  readonly settings?: (world: LocalWorld) => Readonly<Record<string, string>>;
  /** Whose session says that they are an administrator; nobody's if it is left out. */
  readonly administrators?: 'managers' | 'colleague';
  /** With PostgreSQL; three if it is left out. */
  readonly processes?: number;
  /** How long Entra says that the bot's own tokens are good; an hour if it is left out. */
  readonly appTokenSeconds?: number;
}

/** The local world with processes of the bot, in which a plan decides what goes wrong. */
export interface FaultWorld {
  readonly engine: Engine;
  readonly world: LocalWorld;
  readonly graph: LocalGraph;
  readonly teams: LocalTeams;
  readonly managers: readonly Manager[];
  readonly colleague: Manager['person'];
  readonly plan: Plan;
  /** Three with PostgreSQL, one with the embedded database. */
  readonly slots: readonly BotSlot[];
  /** All that reached Graph, Entra and Teams. */
  readonly exchanges: readonly Exchange[];
  /** All that reached the bot from Teams. */
  readonly inbound: readonly Inbound[];
  readonly folder: string;
  /** The environment of a process or of a command of the operator. */
  readonly settings: Readonly<Record<string, string>>;
  /** Starts each process that does not run. */
  startAll(): Promise<void>;
  stopAll(): Promise<void>;
  /** The rows that a statement finds, while processes run or not. */
  query(statement: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Uses the database directly. If it is embedded, no process may run. */
  withDatabase<T>(use: (database: Database) => Promise<T>): Promise<T>;
  log(): Promise<string>;
  close(): Promise<void>;
}

export async function startFaultWorld(options: FaultWorldOptions): Promise<FaultWorld> {
  const { engine, managers, colleague } = options;
  const folder = await mkdtemp(join(tmpdir(), 'api-credentials-faults-'));
  const place = engine === 'embedded' ? undefined : await freshDatabase();
  const tenant = createWorld(new Date());
  const world: LocalWorld = {
    ...tenant,
    people: [...tenant.people, ...managers.map(({ person }) => person), colleague],
  };
  world.applications.splice(0, Number.POSITIVE_INFINITY, ...managers.map(({ application }) => application));
  const tls = await createTls(folder);
  const entra = await startEntra({ world, tls, redirectUris: [] });
  entra.faults.appTokenSeconds = options.appTokenSeconds ?? entra.faults.appTokenSeconds;
  const graph = await startGraph({ world, tls, entra });
  const teams = await startTeams({ world, entra, graph });
  const exchanges: Exchange[] = [];
  const slots: BotSlot[] = [];
  const plan = createPlan((by) => slots.find(({ name }) => name === by)?.killNow());
  const untap = tapServices({
    plan,
    onExchange: (exchange) => exchanges.push(exchange),
    services: new Map([
      [portOf(graph.url), { name: 'graph', below: '/v1.0/' }],
      [portOf(entra.loginUrl), { name: 'entra', below: '/' }],
      [portOf(teams.url), { name: 'teams', below: new URL(teams.serviceUrl).pathname }],
    ]),
  });
  const inbound = keepInbound();
  const dataDir = join(folder, 'data');
  const where = place === undefined ? { dataDir } : { databaseUrl: place.url };
  const settingsOf = (port: number, databaseUrl: string | undefined): Record<string, string> => ({
    ...botSettings({ world, tls, entra, graph, teams, port }),
    ...{ MAIL_FROM: '', SIGN_IN_LOG: 'off', SIGN_IN_REPORT: 'off', STEP_UP_MINUTES: '1440', LOG_LEVEL: 'info' },
    REMINDER_TIME_ZONE: middayZone(new Date()),
    AUDIT_HEADS_FILE: join(folder, 'audit-heads.jsonl'),
    PATH: process.env['PATH'] ?? '',
    ...(databaseUrl === undefined
      ? { DATA_DIR: dataDir, FULL_DISK_MARK: markOfFullDisk(folder) }
      : { DATABASE_URL: databaseUrl }),
    ...options.settings?.(world),
  });
  const logFile = join(folder, 'bot.log');
  const programs = engine === 'embedded' ? SOURCES : await programsOfRun();
  const proxies = await Promise.all(
    ['one', 'two', 'three'].slice(0, place === undefined ? 1 : options.processes).map(async (name) => {
      const proxy = place === undefined ? undefined : await startPostgresProxy(name, place.url, plan);
      const settings = settingsOf(await freePort(), proxy?.url);
      world.registration.web.redirectUris.push(`${settings['PUBLIC_URL']}/sign-in/callback`);
      slots.push(createSlot({ name, programs, settings, logFile, embedded: place === undefined }));
      return proxy;
    }),
  );
  const settings = settingsOf(9, place?.url);
  const withDatabase: FaultWorld['withDatabase'] = async (use) => {
    const database = await openDatabase(where);
    try {
      return await use(database);
    } finally {
      await database.close();
    }
  };
  const query: FaultWorld['query'] = async (statement) => {
    const [only] = slots;
    if (place === undefined && only?.isAlive() === true)
      return (await only.ask({ embedded: 'query', statement }, 'rows')) as Awaited<ReturnType<FaultWorld['query']>>;
    return withDatabase(
      async ({ orm }) =>
        ((await orm.execute(sql.raw(statement))) as unknown as { rows: Readonly<Record<string, unknown>>[] }).rows,
    );
  };
  await withDatabase((database) => seed(database, { world, teams, settings }, options));
  return {
    ...{
      engine,
      world,
      graph,
      teams,
      managers,
      colleague,
      plan,
      slots,
      exchanges,
      inbound: inbound.kept,
      folder,
      settings,
      query,
      withDatabase,
    },
    startAll: async () => {
      await Promise.all(slots.filter((slot) => !slot.isAlive()).map((slot) => slot.start()));
    },
    stopAll: async () => {
      await Promise.all(slots.map((slot) => slot.stop()));
    },
    log: () => readFile(logFile, 'utf8'),
    close: async () => {
      for (const slot of slots) slot.killNow();
      await Promise.all(slots.map((slot) => slot.gone()));
      untap();
      inbound.end();
      for (const proxy of proxies) await proxy?.close();
      await Promise.all([teams.close(), graph.close(), entra.close()]);
      await place?.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

/** Gives people their applications and their sessions. The record is signed, as the bot signs it. */
async function seed(
  database: Database,
  { world, teams, settings }: Pick<FaultWorld, 'world' | 'teams' | 'settings'>,
  { managers, colleague, administrators }: Pick<FaultWorldOptions, 'managers' | 'colleague' | 'administrators'>,
): Promise<void> {
  const both = managers.flatMap(({ application, person }) =>
    [person, colleague].map((one) => ({ application, person: one })),
  );
  await seedLedger(database, { world, teams }, both, true);
  const ledger = createLedger(database, signerOf(settings));
  const signedInAt = new Date();
  const expiresAt = new Date(signedInAt.getTime() + 8 * 3_600_000);
  for (const { oid, name } of [...managers.map(({ person }) => person), colleague]) {
    const isAdministrator = administrators === (oid === colleague.oid ? 'colleague' : 'managers');
    const roles = isAdministrator ? [ADMIN_ROLE] : [];
    const claims = { person: { tid: world.tenantId, oid }, name, roles, acrs: ['c1'], authTime: signedInAt };
    const session = { ...claims, issuedAt: signedInAt, signedInAt, expiresAt };
    await ledger.sessions.start(session, event({ at: signedInAt, action: 'session.started', detail: '' }));
  }
}

/** What signs the record, with the key that the bot has. */
export function signerOf(settings: Readonly<Record<string, string>>) {
  const [id = '', key = ''] = (settings['AUDIT_KEY'] ?? '').split(':');
  return createAuditSigner([{ id, key: Buffer.from(key, 'base64') }]);
}
