import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../contracts/postgres-server.ts';
import type { Programs } from '../once/programs.ts';
import { type LocalBot, ready } from './local-bot.ts';

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
