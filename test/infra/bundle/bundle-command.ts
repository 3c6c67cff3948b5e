import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { strFromU8, unzipSync } from 'fflate';

const COMMAND = join(import.meta.dirname, '../../../infra/bundle/main.ts');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `npm run bundle` as npm does, in the folder of the project. */
export async function bundle(
  project: string,
  options: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [COMMAND, ...options], {
    cwd: project,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, stdout, stderr };
}

/** Returns the names of the entries of a zip, in their order. */
export function namesIn(zip: string): readonly string[] {
  const names: string[] = [];
  unzipSync(readFileSync(zip), {
    filter: ({ name }) => {
      names.push(name);
      return false;
    },
  });
  return names;
}

/** Reads one JSON file of a zip. */
export function jsonIn(zip: string, name: string): unknown {
  return JSON.parse(textIn(zip, name));
}

/** Reads one text of a zip. */
export function textIn(zip: string, name: string): string {
  const content = unzipSync(readFileSync(zip), { filter: (entry) => entry.name === name })[name];
  if (content === undefined) throw new Error(`no ${name} in the bundle`);
  return strFromU8(content);
}
