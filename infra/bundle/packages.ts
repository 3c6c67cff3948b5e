import { readFile, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { z } from 'zod';
import { BundleError, type Entry, filesBelow } from './entry.ts';
import type { Lock } from './lock-file.ts';
import { isCompiled, productionTree } from './production-tree.ts';

export interface PackageFiles {
  readonly entries: readonly Entry[];
  /** Bytes of what goes along, by the package's place. */
  readonly sizes: ReadonlyMap<string, number>;
  readonly leftOut: Readonly<Size>;
}

interface Size {
  files: number;
  bytes: number;
}

const INSTALLED = z.looseObject({ version: z.string() });
const LICENCE = /^(un)?(licen[cs]e|copying)/i;
const CREDITS = /^(copyright|notice|patents|authors|contributors|third-?party)/i;
const CODE = /\.[cm]?[jt]sx?(\.map)?$/;
const README = /^readme/i;
/**
 * Node runs no TypeScript below node_modules (ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING), and only debuggers need
 * maps.
 */
const UNUSED = new Set(['.map', '.ts', '.mts', '.cts', '.tsx', '.tsbuildinfo', '.flow', '.md', '.markdown', '.tgz']);
const NATIVE = '.node';

/** Returns the files that the bot's packages need to run, as `npm ci` has installed them. Throws BundleError. */
export async function packageFiles(root: string, lock: Lock, dependencies: readonly string[]): Promise<PackageFiles> {
  const { places, missing } = productionTree(lock, dependencies, isCompiled);
  const gaps = [...missing, ...(await Promise.all(places.map((place) => gapOf(root, lock, place)))).flat()];
  if (gaps.length > 0) throw new BundleError(gaps);
  const [entries, sizes, leftOut]: [Entry[], Map<string, number>, Size] = [[], new Map(), { files: 0, bytes: 0 }];
  for (const place of places) {
    const { taken, left } = await sorted(join(root, place));
    entries.push(...taken.map(({ path, file }) => ({ name: `${place}/${path}`, from: { file } })));
    sizes.set(place, bytesOf(taken));
    leftOut.files += left.length;
    leftOut.bytes += bytesOf(left);
  }
  const native = entries.filter(({ name }) => extname(name) === NATIVE);
  if (native.length > 0) throw new BundleError(native.map(({ name }) => `${name} is made for one kind of machine`));
  return { entries, sizes, leftOut };
}

interface Found {
  readonly path: string;
  readonly file: string;
  readonly size: number;
}

/** Whether a file of a package is needed to run. */
async function sorted(folder: string): Promise<{ readonly taken: readonly Found[]; readonly left: readonly Found[] }> {
  const paths = await filesBelow(folder, (name) => name !== 'node_modules');
  const licensed = paths.some((path) => LICENCE.test(path) && !CODE.test(path));
  const files = await Promise.all(
    paths.map(async (path): Promise<Found> => {
      const file = join(folder, path);
      return { path, file, size: (await stat(file)).size };
    }),
  );
  const needed = (one: Found) => isNeeded(one.path, licensed);
  return { taken: files.filter(needed), left: files.filter((one) => !needed(one)) };
}

function bytesOf(files: readonly Found[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

/** Licences are kept. A README is kept if it is the only file that can hold a licence. */
function isNeeded(path: string, licensed: boolean): boolean {
  const name = basename(path);
  if (path.split('/').some((part) => part.startsWith('.'))) return false;
  if ((LICENCE.test(name) || CREDITS.test(name)) && !CODE.test(name)) return true;
  if (README.test(name) && path === name) return !licensed;
  return !UNUSED.has(extname(name));
}

async function gapOf(root: string, lock: Lock, place: string): Promise<readonly string[]> {
  const text = await readFile(join(root, place, 'package.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return [`${place} is not installed: run npm ci`];
  const { version } = INSTALLED.parse(JSON.parse(text));
  const wanted = lock.packages[place]?.version;
  return version === wanted ? [] : [`${place} is ${version}, and the lock file says ${wanted}: run npm ci`];
}
