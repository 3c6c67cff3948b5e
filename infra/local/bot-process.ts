import { createWriteStream } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type BotChild, startChild } from './bot-child.ts';
import { setWorldAhead, worldAhead } from './clock/world-clock.ts';
import { freePort, isFree } from './ports.ts';

export interface BotProcessOptions {
  /** The repository, which contains bot/main.ts. */
  readonly root: string;
  readonly logFile: string;
  /** The bot listens on this port if it is free, else on another one. */
  readonly preferredPort: number;
  /** The bot's settings if it listens on this port. */
  readonly settingsFor: (port: number) => Readonly<Record<string, string>>;
  /** Called before the bot starts on a port. */
  readonly onPort: (port: number) => void;
  readonly onState: (state: string) => void;
}

export interface BotProcess {
  /** Runs one of the operator's commands with the bot's settings and these changes. Throws if the command fails. */
  command(what: string, args: readonly string[], changes?: Readonly<Record<string, string>>): Promise<void>;
  /** Resolves when the bot says that it is ready. Throws if the bot ends or takes too long. */
  start(): Promise<void>;
  restart(): Promise<void>;
  /** Lets days pass for this process and for the bot, which goes on running. `then` is what follows at once. */
  passDays(days: number, then: () => Promise<void>): Promise<void>;
  /** Stops the bot for good: what is still waiting does nothing. */
  stop(): Promise<void>;
}

const DAY_MS = 24 * 60 * 60_000;
const READY_MS = 120_000;
const STOP_MS = 10_000;
const COMMAND_MS = 300_000;
const ATTEMPTS = 5;

export function createBotProcess(options: BotProcessOptions): BotProcess {
  const log = createWriteStream(options.logFile, { flags: 'w' });
  const run = (args: readonly string[], env: Readonly<Record<string, string>>) =>
    startChild({ root: options.root, log, env }, args);
  let port = options.preferredPort;
  let child: BotChild | undefined;
  let work = Promise.resolve();
  let ended = false;

  /** Starts the bot on a free port. If another program takes the port first, it tries the next one. */
  async function launch(): Promise<BotChild> {
    for (let attempt = 1; ; attempt += 1) {
      port = await freePort(port);
      if (ended) throw new Error('The bot was stopped while it started.');
      options.onPort(port);
      const started = run(['bot/main.ts'], options.settingsFor(port));
      child = started;
      let isLate = false;
      const late = setTimeout(() => {
        isLate = true;
        started.kill('SIGKILL');
      }, READY_MS);
      const listening = await started.listening;
      clearTimeout(late);
      if (listening !== undefined) return started;
      if (child === started) child = undefined;
      if (isLate) throw new Error(tooLate(options));
      if (ended || attempt === ATTEMPTS || (await isFree(port))) throw new Error(failureOf(started, options));
    }
  }

  async function start(): Promise<void> {
    if (ended) return;
    options.onState('starting');
    try {
      const started = await launch();
      void started.exited.then((code) => {
        if (child !== started) return;
        child = undefined;
        options.onState('stopped');
        console.error(`The bot stopped by itself (exit code ${code}). Its log: ${options.logFile}`);
      });
      await ready(port, () => child === started, options);
    } catch (fault) {
      options.onState('stopped');
      throw fault;
    }
    options.onState('running');
  }

  async function stop(): Promise<void> {
    const running = child;
    child = undefined;
    if (running === undefined) return;
    // SIGINT is the signal of a terminal: no other process takes the bot's turns, so it need not wait for that.
    running.kill('SIGINT');
    const timer = setTimeout(() => running.kill('SIGKILL'), STOP_MS);
    await running.exited;
    clearTimeout(timer);
  }

  async function command(what: string, args: readonly string[], changes = {}): Promise<void> {
    const running = run(args, { ...options.settingsFor(port), ...changes });
    child = running;
    const timer = setTimeout(() => running.kill('SIGKILL'), COMMAND_MS);
    const code = await running.exited;
    clearTimeout(timer);
    if (child === running) child = undefined;
    if (code !== 0) throw new Error(`${what} failed (exit code ${code}). Its log: ${options.logFile}`);
  }

  async function passDays(days: number, then: () => Promise<void>): Promise<void> {
    if (ended) return;
    setWorldAhead(worldAhead() + days * DAY_MS);
    await child?.setAhead(worldAhead());
    options.onState('running its daily sweep');
    try {
      await then();
    } finally {
      options.onState(child === undefined ? 'stopped' : 'running');
    }
  }

  // They take turns, because two restarts at once would start two bots.
  const inTurn = (act: () => Promise<void>): Promise<void> => {
    work = work.catch(() => undefined).then(act);
    return work;
  };

  return {
    command,
    start,
    stop: () => {
      ended = true;
      return stop();
    },
    restart: () =>
      inTurn(async () => {
        await stop();
        await start();
      }),
    passDays: (days, then) => inTurn(() => passDays(days, then)),
  };
}

/** The bot's own sentence if it has said one. */
function failureOf(child: BotChild, { logFile }: BotProcessOptions): string {
  return `${child.errors() || 'The bot did not start.'}\nIts log: ${logFile}`;
}

async function ready(
  port: number,
  isAlive: () => boolean,
  { logFile }: Pick<BotProcessOptions, 'logFile'>,
): Promise<void> {
  const until = Date.now() + READY_MS;
  while (Date.now() < until) {
    if (!isAlive()) throw new Error(`The bot ended before it was ready. Its log: ${logFile}`);
    const url = `http://127.0.0.1:${port}/readyz`;
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
    if (answer?.ok === true) return;
    await delay(50);
  }
  throw new Error(tooLate({ logFile }));
}

function tooLate({ logFile }: Pick<BotProcessOptions, 'logFile'>): string {
  return `The bot was not ready within ${READY_MS / 1000} s. Its log: ${logFile}`;
}
