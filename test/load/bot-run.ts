import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { ready } from '../journeys/local-bot.ts';

/** A process of the bot. */
export interface BotRun {
  /** Its public address, without a trailing slash. */
  readonly url: string;
  readonly pid: number;
  /** SIGKILL: no farewell. */
  kill(): Promise<void>;
  /** Lets work in hand finish. */
  stop(): Promise<void>;
  /** The most memory that the process has held so far, in MiB; undefined if the system does not record it. */
  peakMemory(): number | undefined;
  log(): Promise<string>;
}

export interface SweepRun {
  readonly code: number | null;
  readonly output: string;
}

/** What Node is given to run, and the folder in which it runs. */
export interface Program {
  readonly args: readonly string[];
  readonly cwd?: string;
}

const SOURCE: Program = { args: ['bot/main.ts'] };

/** Resolves when the bot says that it is ready; throws if it ends or takes too long. */
export async function runBot(
  settings: Readonly<Record<string, string>>,
  logFile: string,
  { args, cwd = process.cwd() }: Program = SOURCE,
): Promise<BotRun> {
  const child = spawn(process.execPath, args, { cwd, env: settings, stdio: ['ignore', 'pipe', 'pipe'] });
  const log = createWriteStream(logFile, { flags: 'a' });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const url = settings['PUBLIC_URL'] ?? '';
  await ready(url, child, logFile);
  return {
    url,
    pid: child.pid ?? 0,
    kill: () => end(child, 'SIGKILL'),
    stop: () => end(child, 'SIGTERM'),
    peakMemory: () => peakMemoryOf(child.pid),
    log: () => readFile(logFile, 'utf8'),
  };
}

/** `npm run sweep`, to its end. */
export async function runSweep(
  settings: Readonly<Record<string, string>>,
  args: readonly string[],
  program: Program = { args: ['bot/operator/sweep.ts'] },
): Promise<SweepRun> {
  const child = spawn(process.execPath, [...program.args, ...args], {
    cwd: program.cwd ?? process.cwd(),
    env: settings,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += String(data)));
  await once(child, 'close');
  return { code: child.exitCode, output };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

/** Linux' high-water mark of the resident set: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html. */
function peakMemoryOf(pid: number | undefined): number | undefined {
  try {
    const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kib === undefined ? undefined : Number(kib) / 1024;
  } catch {
    return undefined;
  }
}
