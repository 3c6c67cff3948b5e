import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { get } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Program } from '../load/bot-run.ts';

const DEADLINE_MS = 90_000;
const LOOK_EVERY_MS = 5;

export interface TimedStart {
  readonly pid: number;
  readonly url: string;
  /** Milliseconds from the start of the process to its first answer with 200. */
  readonly tookMs: number;
  stop(): Promise<void>;
}

/** Starts a program and asks for `path` until the answer is 200. Throws if it ends, or takes too long. */
export async function timedStart(
  { args, cwd = process.cwd() }: Program,
  environment: Readonly<Record<string, string>>,
  { path, logFile }: { readonly path: string; readonly logFile: string },
): Promise<TimedStart> {
  const log = openSync(logFile, 'a');
  const began = performance.now();
  const child = spawn(process.execPath, args, { cwd, env: environment, stdio: ['ignore', log, log] });
  const url = `http://127.0.0.1:${environment['PORT']}`;
  while (!(await answers(`${url}${path}`))) {
    if (child.exitCode !== null) throw new Error(`the program ended with ${child.exitCode}: see ${logFile}`);
    if (performance.now() - began > DEADLINE_MS) throw new Error(`the program did not answer: see ${logFile}`);
    await wait(LOOK_EVERY_MS);
  }
  return { pid: child.pid ?? 0, url, tookMs: performance.now() - began, stop: () => end(child) };
}

function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    get(url, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on('error', () => resolve(false));
  });
}

/** SIGINT, because after SIGTERM the bot takes turns for some seconds more. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGINT');
  await gone;
}
