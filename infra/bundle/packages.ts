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
  readonly leftOut: { readonly files: number; readonly bytes: number };
}

const INSTALLED = z.looseObject({ version: z.string() });
const LICENCE = /^(un)?(licen[cs]e|copying)/i;
const CREDITS = /^(copyright|notice|patents|authors|contributors|third-?party)/i;
const CODE = /\.[cm]?[jt]sx?(\.map)?$/;
const README = /^readme/i;
/** Node runs no TypeScript below node_modules (ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING), and maps are for debuggers. */
const UNUSED = new Set(['.map', '.ts', '.mts', '.cts', '.tsx', '.tsbuildinfo', '.flow', '.md', '.markdown', '.tgz']);
const NATIVE = '.node';

/** The files that the bot's packages need to run, as `npm ci` has put them down. Throws BundleError. */
export async function packageFiles(root: string, lock: Lock, dependencies: readonly string[]): Promise<PackageFiles> {
  const { places, missing } = productionTree(lock, dependencies, isCompiled);
  const gaps = [...missing, ...(await Promise.all(places.map((place) => gapOf(root, lock, place)))).flat()];
  if (gaps.length > 0) throw new BundleError(gaps);
  const [entries, sizes, leftOut] = [[] as Entry[], new Map<string, number>(), { files: 0, bytes: 0 }];
  for (const place of places) {
    const all = await filesBelow(join(root, place), (name) => name !== 'node_modules');
    const licensed = all.some((path) => LICENCE.test(path) && !CODE.test(path));
    for (const path of all) {
      const file = join(root, place, path);
      const { size } = await stat(file);
      if (isNeeded(path, licensed)) {
        entries.push({ name: `${place}/${path}`, from: { file } });
        sizes.set(place, (sizes.get(place) ?? 0) + size);
      } else {
        leftOut.files += 1;
        leftOut.bytes += size;
      }
    }
  }
  const native = entries.filter(({ name }) => extname(name) === NATIVE);
  if (native.length > 0) throw new BundleError(native.map(({ name }) => `${name} is made for one kind of machine`));
  return { entries, sizes, leftOut };
}

/** Licences stay; a README does where it is the only place that can hold one. */
export function isNeeded(path: string, licensed: boolean): boolean {
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
