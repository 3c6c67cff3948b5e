import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { botSettings } from '../../infra/local/bot-settings.ts';
import { type LocalEntra, startEntra } from '../../infra/local/entra/index.ts';
import { type LocalGraph, startGraph } from '../../infra/local/graph/index.ts';
import {
  type LocalManagedIdentity,
  startManagedIdentity,
  trustIdentity,
} from '../../infra/local/managed-identity/index.ts';
import { createSystems, type LocalSystems } from '../../infra/local/systems/systems.ts';
import { type LocalTeams, startTeams } from '../../infra/local/teams/index.ts';
import { createTls } from '../../infra/local/tls.ts';
import { createWorld, type LocalWorld } from '../../infra/local/world.ts';
import { freePort } from '../contracts/postgres-server.ts';
import { prepareData } from '../once/prepared-data.ts';
import { type Programs, programsOfRun } from '../once/programs.ts';

const READY_MS = 90_000;

/** How a command ended, and what it printed. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** The whole bot as its own process against the local stand-ins, on free ports. */
export interface LocalBot {
  readonly world: LocalWorld;
  readonly entra: LocalEntra;
  readonly graph: LocalGraph;
  readonly teams: LocalTeams;
  /** Systems of partners, which sign in when a test says so. */
  readonly systems: LocalSystems;
  /** Defined only if it was asked for. */
  readonly managedIdentity: LocalManagedIdentity | undefined;
  readonly url: string;
  /** All that its process has for an environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly programs: Programs;
  /** SIGKILL: no farewell. */
  kill(): Promise<void>;
  /** SIGTERM: it finishes what it is doing. */
  stop(): Promise<void>;
  /** Starts it (again) and waits until it is ready. */
  start(): Promise<void>;
  /** The operator's command `npm run sweep`, beside the bot or while it is stopped. */
  sweep(...options: readonly string[]): Promise<Ended>;
  /** The operator's command `npm run audit`. */
  audit(...options: readonly string[]): Promise<Ended>;
  /** All that it has logged in this test. */
  log(): Promise<string>;
  close(): Promise<void>;
}

export interface LocalBotOptions {
  /** The bot is a managed identity, and has no secret; what is to be done with the identity before the bot begins. */
  readonly onIdentity?: (identity: LocalManagedIdentity) => Promise<void>;
  /** The bot keeps its data in a folder, in the embedded database. */
  readonly embedded?: boolean;
  /** What the bot and its commands are started from. If it is left out, it is the bundle of this run. */
  readonly programs?: Programs;
}

/**
 * Starts the bot, whose managers have their roles. Its database is the one of `DATABASE_URL` if that is set, an embedded
 * one if that is asked for, and else one on the server of this run.
 */
export async function startLocalBot(
  overrides: Readonly<Record<string, string>> = {},
  options: LocalBotOptions = {},
): Promise<LocalBot> {
  const { onIdentity, embedded = false, programs = await programsOfRun() } = options;
  const folder = await mkdtemp(join(tmpdir(), 'api-credentials-journey-'));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const world = createWorld(new Date(), { managedIdentity: onIdentity !== undefined });
  const tls = await createTls(folder);
  const entra = await startEntra({ world, tls, redirectUris: [`${url}/sign-in/callback`] });
  const graph = await startGraph({ world, tls, entra });
  const systems = createSystems(world, entra, tls);
  const teams = await startTeams({ world, entra, graph, systems });
  const managedIdentity = onIdentity && (await startManagedIdentity({ world, entra }));
  if (managedIdentity !== undefined) {
    trustIdentity(world, entra);
    await onIdentity?.(managedIdentity);
  }
  const common = {
    ...botSettings({ world, tls, entra, graph, teams, port, managedIdentity }),
    LOG_LEVEL: 'debug',
    // It takes a part of the requests that Graph gives to all reports. A journey that is about it switches it on.
    SIGN_IN_LOG: 'off',
    AUDIT_HEADS_FILE: join(folder, 'audit-heads.jsonl'),
    PATH: process.env['PATH'] ?? '',
    ...overrides,
  };
  const logFile = join(folder, 'bot.log');
  const embeddedIn = embedded ? join(folder, 'data') : undefined;
  const data = await prepareData({ settings: common, embeddedIn, programs, world });
  const settings = { ...common, ...data.setting };
  let child: ChildProcess | undefined;
  const stop = async (signal: NodeJS.Signals) => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  const start = async () => {
    child = spawn(process.execPath, programs.line('bot/main'), {
      cwd: programs.folder,
      env: settings,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const log = createWriteStream(logFile, { flags: 'a' });
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    await ready(url, child, logFile);
    teams.setBot(url);
  };
  await start();
  return {
    world,
    entra,
    graph,
    teams,
    systems,
    managedIdentity,
    url,
    env: settings,
    folder,
    programs,
    kill: () => stop('SIGKILL'),
    stop: () => stop('SIGTERM'),
    start,
    sweep: (...options) => run(settings, programs, 'bot/operator/sweep', options),
    audit: (...options) => run(settings, programs, 'bot/operator/audit', options),
    log: () => readFile(logFile, 'utf8'),
    close: async () => {
      // At once: nobody is sent elsewhere.
      await stop('SIGINT');
      await teams.close();
      await graph.close();
      await entra.close();
      await managedIdentity?.close();
      await data.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function run(
  settings: Readonly<Record<string, string>>,
  programs: Programs,
  name: string,
  options: readonly string[],
): Promise<Ended> {
  const child = spawn(process.execPath, [...programs.line(name), ...options], {
    cwd: programs.folder,
    env: settings,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return { code: child.exitCode, output };
}

/** Resolves when the bot says that it is ready; throws if it ends or takes too long. */
export async function ready(url: string, child: ChildProcess, logFile: string): Promise<void> {
  const deadline = performance.now() + READY_MS;
  while (performance.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`the bot ended with ${child.exitCode ?? child.signalCode}: ${await readFile(logFile, 'utf8')}`);
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the bot was not ready: ${await readFile(logFile, 'utf8')}`);
}

/** A process of the bot that a test watches come to its end. */
export interface BotChild {
  readonly url: string;
  signal(signal: NodeJS.Signals): void;
  /** The exit code; null if a signal ended the process. */
  readonly exited: Promise<number | null>;
  isRunning(): boolean;
  log(): Promise<string>;
}

/** Another process of the bot in the same local world; resolves when it is ready. */
export async function startChild(
  bot: LocalBot,
  overrides: Readonly<Record<string, string>> = {},
  nodeOptions: readonly string[] = [],
  programs: Programs = bot.programs,
): Promise<BotChild> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const logFile = join(bot.folder, `bot-${port}.log`);
  const env = { ...bot.env, PORT: String(port), ...overrides };
  const child = spawn(process.execPath, [...nodeOptions, ...programs.line('bot/main')], {
    cwd: programs.folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit').then(() => child.exitCode);
  const log = createWriteStream(logFile, { flags: 'a' });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  await ready(url, child, logFile);
  return {
    url,
    signal: (signal) => void child.kill(signal),
    exited,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    log: () => readFile(logFile, 'utf8'),
  };
}
