import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ready } from '../../journeys/local-bot.ts';
import type { Programs } from '../../once/programs.ts';

const IN_BOT = join(import.meta.dirname, '../in-bot');
const CLOCK = join(import.meta.dirname, '../../../infra/local/clock/in-bot.ts');

/** The place of one process of the bot. If the process has died, another one can be started in its place. */
export interface BotSlot {
  readonly name: string;
  /** Its address, without a trailing slash. */
  readonly url: string;
  isAlive(): boolean;
  /** Sends SIGKILL at this moment. */
  killNow(): void;
  /** Resolves when the process is ready. */
  start(): Promise<void>;
  /** Resolves when the process is gone; it finishes what it does first. */
  stop(): Promise<void>;
  /** Resolves when the process has died. */
  gone(): Promise<void>;
  /**
   * Sends a message to what was loaded before the bot. Resolves with the answer that has this name, or with undefined if the
   * process ends before.
   */
  ask(message: Readonly<Record<string, unknown>>, answer: string): Promise<unknown>;
}

export interface SlotOptions {
  readonly name: string;
  readonly programs: Programs;
  readonly settings: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly embedded: boolean;
}

export function createSlot({ name, programs, settings, logFile, embedded }: SlotOptions): BotSlot {
  const url = settings['PUBLIC_URL'] ?? '';
  const ofDatabase = embedded ? ['embedded-steps.ts', 'full-disk.ts'] : [];
  const preloads = [CLOCK, ...['name-requests.ts', ...ofDatabase].map((file) => join(IN_BOT, file))];
  const imports = preloads.flatMap((file) => ['--import', pathToFileURL(file).href]);
  let child: ChildProcess | undefined;
  let exited: Promise<unknown> = Promise.resolve();
  const isAlive = () => child !== undefined && child.exitCode === null && child.signalCode === null;
  const gone = async () => {
    if (isAlive()) await exited;
  };
  return {
    name,
    url,
    isAlive,
    gone,
    killNow: () => void child?.kill('SIGKILL'),
    start: async () => {
      child = spawn(process.execPath, [...imports, ...programs.line('bot/main')], {
        cwd: programs.folder,
        env: { ...settings, FAULTS_NAME: name },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      });
      exited = once(child, 'exit');
      exited.catch(() => undefined);
      const log = createWriteStream(logFile, { flags: 'a' });
      child.stdout?.pipe(log, { end: false });
      child.stderr?.pipe(log, { end: false });
      await ready(url, child, logFile);
    },
    stop: async () => {
      child?.kill('SIGTERM');
      await gone();
    },
    ask: (message, answer) => {
      const asked = child;
      if (asked === undefined) throw new Error(`${name} does not run`);
      const { promise, resolve } = Promise.withResolvers<unknown>();
      const hear = (heard: unknown) => {
        if (typeof heard !== 'object' || heard === null || !(answer in heard)) return;
        asked.off('message', hear);
        resolve((heard as Readonly<Record<string, unknown>>)[answer]);
      };
      asked.on('message', hear);
      asked.send(message, () => {});
      void gone().then(() => resolve(undefined));
      return promise;
    },
  };
}
