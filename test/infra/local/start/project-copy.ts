import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../../..');
const COPIED = ['appPackage', 'bot', 'cards', 'infra', 'package.json', 'package-lock.json'];

/** A copy of the project whose sources a test may change. The packages and the prepared database are shared. */
export interface ProjectCopy {
  readonly folder: string;
  /** Starts the local world as `npm start` does, or with `--watch` as `npm run dev` does. */
  start(...options: readonly string[]): StartedProject;
  remove(): Promise<void>;
}

/** A running local world and what it has printed. */
export interface StartedProject {
  /** Waits for a line that matches, printed after what was waited for before. Throws if the process ends first. */
  printed(line: RegExp): Promise<string>;
  /** All that was printed. */
  output(): string;
  stop(): Promise<void>;
}

export async function copyProject(): Promise<ProjectCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'api-credentials-start-'));
  for (const name of COPIED) await cp(join(ROOT, name), join(folder, name), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const prepared = join(ROOT, '.local/prepared-data');
  await mkdir(prepared, { recursive: true });
  await mkdir(join(folder, '.local'));
  await symlink(prepared, join(folder, '.local/prepared-data'));
  const children: ChildProcess[] = [];
  return {
    folder,
    start: (...options) => {
      const child = spawn(process.execPath, ['infra/local/start.ts', ...options], {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      children.push(child);
      return startedProject(child);
    },
    remove: async () => {
      await Promise.all(children.map(ended));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function startedProject(child: ChildProcess): StartedProject {
  let [output, read] = ['', 0];
  const heard = new Set<() => void>();
  const tell = () => {
    for (const listener of heard) listener();
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      tell();
    });
  }
  child.once('close', tell);
  return {
    output: () => output,
    stop: () => ended(child),
    printed: (line) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = line.exec(output.slice(read));
          if (found === null && child.exitCode === null) return;
          heard.delete(look);
          if (found === null) return reject(new Error(`it ended with ${child.exitCode}:\n${output}`));
          read += found.index + found[0].length;
          resolve(found[0]);
        };
        heard.add(look);
        look();
      }),
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGINT');
  await gone;
}
