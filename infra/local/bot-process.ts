import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

export interface BotProcessOptions {
  /** The repository: where bot/main.ts is. */
  readonly root: string;
  readonly logFile: string;
  readonly readyUrl: string;
  /** The bot's settings; of our own environment only what a process needs is passed on. */
  readonly env: Readonly<Record<string, string>>;
  readonly onState: (state: string) => void;
}

export interface BotProcess {
  /** Gives people their applications, through the operator's own command; the bot must not be running. */
  assign(pairs: readonly { readonly oid: string; readonly clientId: string }[]): Promise<void>;
  /** Resolves when the bot says that it is ready; throws when it dies or takes too long. */
  start(): Promise<void>;
  restart(): Promise<void>;
  /**
   * Lets the bot do its daily sweep through the operator's own command; on the embedded database that takes a stopped
   * bot. It runs again afterwards even where the sweep failed, which throws.
   */
  sweep(): Promise<void>;
  /** For good: what is still waiting to restart it does not. */
  stop(): Promise<void>;
}

const READY_MS = 60_000;
const STOP_MS = 10_000;
const SWEEP_MS = 120_000;
const PASSED_ON = [
  'PATH',
  'HOME',
  'TZ',
  'LANG',
  'STEP_UP_MINUTES',
  'SECRET_MESSAGE_MINUTES',
  'REMINDER_TIME',
  'REMINDER_TIME_ZONE',
  'LOG_LEVEL',
];

export function createBotProcess(options: BotProcessOptions): BotProcess {
  const log = createWriteStream(options.logFile, { flags: 'w' });
  let child: ChildProcess | undefined;
  let work = Promise.resolve();
  let ended = false;

  async function start(): Promise<void> {
    if (ended) return;
    options.onState('starting');
    const started = run(options, ['bot/main.ts'], log);
    child = started;
    started.once('exit', (code, signal) => {
      if (child !== started) return;
      child = undefined;
      options.onState('stopped');
      console.error(`The bot stopped by itself (${signal ?? `exit code ${code}`}). Its log: ${options.logFile}`);
    });
    await ready(options, () => child === started);
    options.onState('running');
  }

  async function stop(): Promise<void> {
    const running = child;
    child = undefined;
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => running.once('exit', () => resolve()));
    // As at a terminal: there is no other process to send turns to, so it need not wait for that.
    running.kill('SIGINT');
    const timer = setTimeout(() => running.kill('SIGKILL'), STOP_MS);
    await gone;
    clearTimeout(timer);
  }

  const restart = async (): Promise<void> => {
    await stop();
    await start();
  };

  const sweep = async (): Promise<void> => {
    await stop();
    if (ended) return;
    options.onState('running its daily sweep');
    const sweeping = run(options, ['bot/operator/sweep.ts'], log);
    child = sweeping;
    const code = await exitOf(sweeping, SWEEP_MS);
    child = undefined;
    await start();
    if (code !== 0) throw new Error(`The daily sweep failed (exit code ${code}). Its log: ${options.logFile}`);
  };

  // One at a time: pressing twice must not start two bots on one port.
  const inTurn = (act: () => Promise<void>): Promise<void> => {
    work = work.catch(() => undefined).then(act);
    return work;
  };

  return {
    assign: (pairs) => assign(options, pairs, log),
    start,
    stop: () => {
      ended = true;
      return stop();
    },
    restart: () => inTurn(restart),
    sweep: () => inTurn(sweep),
  };
}

async function assign(
  options: BotProcessOptions,
  pairs: readonly { readonly oid: string; readonly clientId: string }[],
  log: WriteStream,
): Promise<void> {
  const args = pairs.flatMap(({ oid, clientId }) => [oid, clientId]);
  const child = run(options, ['bot/operator/assign.ts', ...args], log);
  const code = await exitOf(child);
  if (code !== 0) throw new Error(`Assigning applications failed (exit code ${code}). Its log: ${options.logFile}`);
}

/** Null where a signal ended it; one that takes longer than the given time is killed. */
async function exitOf(child: ChildProcess, withinMs?: number): Promise<number | null> {
  const timer = withinMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), withinMs);
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  clearTimeout(timer);
  return code;
}

function run(options: BotProcessOptions, args: readonly string[], log: WriteStream): ChildProcess {
  const own = PASSED_ON.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const child = spawn(process.execPath, args, {
    cwd: options.root,
    env: { ...Object.fromEntries(own), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  return child;
}

async function ready(options: BotProcessOptions, alive: () => boolean): Promise<void> {
  const until = Date.now() + READY_MS;
  while (Date.now() < until) {
    if (!alive()) throw new Error(`The bot did not start. Its log: ${options.logFile}`);
    const answer = await fetch(options.readyUrl, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
    if (answer?.ok === true) return;
    await delay(100);
  }
  throw new Error(`The bot was not ready within ${READY_MS / 1000} s. Its log: ${options.logFile}`);
}
