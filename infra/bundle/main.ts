import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { type ColdStart, measureColdStart } from './cold-start.ts';
import type { Revision } from './descriptions.ts';
import { BundleError } from './entry.ts';
import { makeBundle } from './make.ts';
import { writeZip } from './zip-file.ts';

const USAGE =
  'Usage: npm run bundle -- [--out <folder>] [--starts <how often the cold start is measured; 0: not at all>]';
/** npm runs its scripts in the folder of the project. */
const ROOT = process.cwd();
const FILE = 'api-credentials.zip';
const BUNDLED = ['bot', 'cards', 'package.json', 'package-lock.json'];
const LARGEST = 5;
const run = promisify(execFile);

/** Makes a zip that App Service mounts and runs as it is. It has the bot and all that the bot needs but Node. */
async function main(): Promise<void> {
  const { out, starts } = options();
  const { entries, sizes } = await makeBundle(ROOT, await revision());
  const file = resolve(ROOT, out, FILE);
  const unpacked = await writeZip(file, entries);
  print(relative(ROOT, file));
  print(`files       ${entries.length}`);
  print(`zip         ${megabytes((await stat(file)).size)}`);
  print(`unpacked    ${megabytes(unpacked)}`);
  printLargest(sizes);
  if (starts > 0) printStart(await measureColdStart(file, starts), starts);
}

function options(): { readonly out: string; readonly starts: number } {
  const { out, starts } = parse();
  if (!/^\d{1,2}$/.test(starts)) throw new BundleError([USAGE]);
  return { out, starts: Number(starts) };
}

function parse(): { readonly out: string; readonly starts: string } {
  const known = {
    out: { type: 'string', default: '.local/bundle' },
    starts: { type: 'string', default: '3' },
  } as const;
  try {
    return parseArgs({ options: known }).values;
  } catch {
    throw new BundleError([USAGE]);
  }
}

/**
 * Returns undefined if the folder is not the top of a git checkout: the sources may be a copy inside another project.
 */
async function revision(): Promise<Revision | undefined> {
  const git = async (...args: readonly string[]) => (await run('git', [...args], { cwd: ROOT })).stdout.trim();
  try {
    const [commit = '', below] = (await git('rev-parse', 'HEAD', '--show-prefix')).split('\n');
    if (below !== undefined) return undefined;
    return { commit, modified: (await git('status', '--porcelain', '--', ...BUNDLED)) !== '' };
  } catch {
    return undefined;
  }
}

function printLargest(sizes: ReadonlyMap<string, number>): void {
  const largest = [...sizes].toSorted(([, a], [, b]) => b - a).slice(0, LARGEST);
  const named = largest.map(([place, size]) => `${nameOf(place)} ${megabytes(size)}`);
  print(`largest     ${named.join(', ')}`);
}

function nameOf(place: string): string {
  return place === '' ? 'api-credentials' : place.replace('node_modules/', '');
}

function printStart({ postgres, fresh, warm, node }: ColdStart, starts: number): void {
  const runs = starts === 1 ? 'one run' : `median of ${starts}`;
  print(`cold start  ${seconds(fresh)} on a new embedded database, ${seconds(warm)} on one that exists (${runs})`);
  print(`            ${seconds(postgres)} on PostgreSQL; a Node that does nothing takes ${seconds(node)}`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

main().catch((cause: unknown) => {
  if (!(cause instanceof BundleError)) throw cause;
  process.stderr.write(`${cause.message}\n`, () => process.exit(1));
});
