import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { Database } from '../../bot/adapters/postgres/base/database.ts';
import { botSettings } from '../../infra/local/bot-settings.ts';
import { startEntra } from '../../infra/local/entra/index.ts';
import { type LocalGraph, startGraph } from '../../infra/local/graph/index.ts';
import type { LocalPerson } from '../../infra/local/people.ts';
import { type LocalTeams, startTeams } from '../../infra/local/teams/index.ts';
import { createTls } from '../../infra/local/tls.ts';
import { createWorld, type LocalApplication, type LocalWorld } from '../../infra/local/world.ts';
import { freePort } from '../contracts/postgres-server.ts';
import { type Programs, SOURCES } from '../once/programs.ts';
import { type BotRun, type Program, runBot, runSweep, type SweepRun } from './bot-run.ts';
import { middayZone } from './midday-zone.ts';
import { type Managed, seedLedger } from './seed-ledger.ts';

export interface LoadOptions {
  readonly people: readonly LocalPerson[];
  readonly applications: readonly LocalApplication[];
  /** The address of PostgreSQL; if it is left out, the embedded database is used. */
  readonly databaseUrl?: string;
  /** Settings of the bot in addition to the usual ones. */
  readonly settings?: Readonly<Record<string, string>>;
  /** What the bot and the operator's command are started from; the sources if it is left out. */
  readonly programs?: Programs;
}

/** The stand-ins with a tenant of one's own, and as many processes of the bot as wanted. */
export interface LoadWorld {
  readonly world: LocalWorld;
  readonly graph: LocalGraph;
  readonly teams: LocalTeams;
  /** For the embedded database. */
  readonly dataDir: string;
  /** Another process of the bot; resolves when it is ready. */
  start(): Promise<BotRun>;
  /** The operator's command, to its end. */
  sweep(...args: readonly string[]): Promise<SweepRun>;
  /** Gives people their applications and, with `chats`, lets the bot know their 1:1 chats. */
  seed(database: Database, managed: readonly Managed[], chats?: boolean): Promise<void>;
  close(): Promise<void>;
}

export async function startLoadWorld(options: LoadOptions): Promise<LoadWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'api-credentials-load-'));
  const dataDir = join(folder, 'data');
  const world: LocalWorld = { ...createWorld(new Date()), people: options.people };
  world.applications.splice(0, Number.POSITIVE_INFINITY, ...options.applications);
  const tls = await createTls(folder);
  const entra = await startEntra({ world, tls, redirectUris: [] });
  const graph = await startGraph({ world, tls, entra });
  const teams = await startTeams({ world, entra, graph });
  const runs: BotRun[] = [];
  const settingsAt = (port: number): Record<string, string> => ({
    ...botSettings({ world, tls, entra, graph, teams, port }),
    MAIL_FROM: '',
    REMINDER_TIME_ZONE: middayZone(new Date()),
    PATH: process.env['PATH'] ?? '',
    ...(options.databaseUrl === undefined ? { DATA_DIR: dataDir } : { DATABASE_URL: options.databaseUrl }),
    ...options.settings,
  });
  return {
    world,
    graph,
    teams,
    dataDir,
    start: async () => {
      const logFile = join(folder, `bot-${runs.length + 1}.log`);
      const run = await runBot(settingsAt(await freePort()), logFile, programOf(options.programs, 'bot/main'));
      runs.push(run);
      return run;
    },
    sweep: async (...args) =>
      runSweep(settingsAt(await freePort()), args, programOf(options.programs, 'bot/operator/sweep')),
    seed: (database, managed, chats = true) => seedLedger(database, { world, teams }, managed, chats),
    close: async () => {
      await Promise.all(runs.map((run) => run.stop()));
      await Promise.all([teams.close(), graph.close(), entra.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function programOf(programs: Programs | undefined, name: string): Program {
  return programs === undefined
    ? { args: [`${name}.ts`], cwd: SOURCES.folder }
    : { args: programs.line(name), cwd: programs.folder };
}

/** Resolves once it holds; looks again and again, and fails at the deadline. */
export async function until(holds: () => boolean | Promise<boolean>, deadlineMs: number, everyMs = 50): Promise<void> {
  await vi.waitUntil(holds, { timeout: deadlineMs, interval: everyMs });
}
