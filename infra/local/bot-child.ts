import { type ChildProcess, spawn } from 'node:child_process';
import type { WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { worldAhead } from './clock/world-clock.ts';

export interface ChildOptions {
  /** The repository, which contains bot/. */
  readonly root: string;
  readonly log: WriteStream;
  /** The settings. Of our own environment the child gets only the variables of PASSED_ON. */
  readonly env: Readonly<Record<string, string>>;
}

/** A process of the bot's code. */
export interface BotChild {
  /** The port that the bot told us, or undefined if the process has ended before. */
  readonly listening: Promise<number | undefined>;
  /** The exit code, or null if a signal ended the process. */
  readonly exited: Promise<number | null>;
  /** What the process has printed as errors, without the lines of a stack. */
  errors(): string;
  /** Sets the clock of the process so far ahead of the machine's. Resolves when it is set, or when the process has ended. */
  setAhead(ms: number): Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

/** NODE_OPTIONS and VSCODE_INSPECTOR_OPTIONS let a debugger reach the bot. */
const PASSED_ON = [
  'PATH',
  'HOME',
  'TZ',
  'LANG',
  'NODE_OPTIONS',
  'VSCODE_INSPECTOR_OPTIONS',
  'STEP_UP_MINUTES',
  'SECRET_MESSAGE_MINUTES',
  'REMINDER_TIME',
  'REMINDER_TIME_ZONE',
  'LOG_LEVEL',
];
/** What makes a start from the sources quick. */
const FROM_SOURCE = new URL('../from-source.ts', import.meta.url).href;
const WORLD_CLOCK = new URL('./clock/in-bot.ts', import.meta.url).href;
const ERROR_LINES = 12;
const STACK_LINE = /^\s+at |^Node\.js v|^\s*$/;
const DEBUGGER = /^Debugger listening on (\S+)/;

/** Starts `node` with these arguments. The output of the process goes to the log. */
export function startChild({ root, env, log }: ChildOptions, args: readonly string[]): BotChild {
  const child = spawn(process.execPath, ['--import', FROM_SOURCE, '--import', WORLD_CLOCK, ...args], {
    cwd: root,
    env: { ...passedOn(), ...env, WORLD_AHEAD_MS: String(worldAhead()) },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  const errors = errorsOf(child);
  const exited = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
    child.once('error', () => resolve(1));
  });
  return {
    listening: Promise.race([portOf(child), exited.then(() => undefined)]),
    exited,
    errors: () => errors.join('\n'),
    setAhead: (ms) => Promise.race([setAhead(child, ms), exited.then(() => undefined)]),
    kill: (signal) => void child.kill(signal),
  };
}

function passedOn(): Record<string, string> {
  const pairs = PASSED_ON.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(pairs);
}

/** The last lines. A debugger's address is printed here too, because it is needed while the bot runs. */
function errorsOf(child: ChildProcess): readonly string[] {
  const lines: string[] = [];
  if (child.stderr === null) return lines;
  createInterface({ input: child.stderr }).on('line', (line) => {
    const [, address] = DEBUGGER.exec(line) ?? [];
    if (address !== undefined) console.log(`A debugger can attach to the bot at ${address}`);
    if (!STACK_LINE.test(line)) lines.push(line);
    if (lines.length > ERROR_LINES) lines.shift();
  });
  return lines;
}

/** The bot sends one message with its port when it listens. */
function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.on('message', (message: unknown) => {
      const told = typeof message === 'object' && message !== null && 'listening' in message;
      if (told && typeof message.listening === 'number') resolve(message.listening);
    });
  });
}

function setAhead(child: ChildProcess, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const hear = (message: unknown) => {
      if (typeof message !== 'object' || message === null || !('worldAhead' in message)) return;
      child.off('message', hear);
      resolve();
    };
    child.on('message', hear);
    child.send({ worldAhead: ms });
  });
}
