import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { z } from 'zod';
import { BundleError, type Entry, filesBelow } from './entry.ts';
import type { Lock } from './lock-file.ts';

const INSTALLED = z.looseObject({ version: z.string() });
const NATIVE = '.node';

/**
 * Names the files that the bot or a package reads while it runs, or that a browser is sent. In the bundle they have the
 * paths that npm gave them. `package.json` says which file is the package's main one.
 */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  '@electric-sql/pglite': ['dist/initdb.wasm', 'dist/pglite.data', 'dist/pglite.wasm', 'package.json'],
  '@microsoft/teams-js': ['dist/umd/MicrosoftTeams.min.js', 'package.json'],
};

/** Returns the names of the packages that have files beside the code, of those that the bot depends on. */
export function packagesBeside(dependencies: readonly string[]): readonly string[] {
  return dependencies.filter((name) => BESIDE[name] !== undefined);
}

/** Returns the files of these packages that are not code of the bot's own process. */
export function filesBeside(root: string, names: readonly string[]): readonly Entry[] {
  return names.flatMap((name) =>
    (BESIDE[name] ?? []).map((file) => ({
      name: `node_modules/${name}/${file}`,
      from: { file: join(root, 'node_modules', name, file) },
    })),
  );
}

/** Throws BundleError if `npm ci` has not installed these packages as the lock file names them. */
export async function checkInstalled(root: string, lock: Lock, places: readonly string[]): Promise<void> {
  const gaps = await Promise.all(places.map((place) => gapOf(root, lock, place)));
  if (gaps.flat().length > 0) throw new BundleError(gaps.flat());
}

/**
 * Throws BundleError if code comes from a package that only development needs, or that has a part for one kind of
 * machine.
 */
export async function checkIncluded(
  root: string,
  production: readonly string[],
  included: readonly string[],
): Promise<void> {
  const strange = included.filter((place) => !production.includes(place));
  const native = await Promise.all(included.map((place) => nativeFiles(root, place)));
  const gaps = [
    ...strange.map((place) => `${place} is bundled, and only development needs it`),
    ...native.flat().map((path) => `${path} is made for one kind of machine`),
  ];
  if (gaps.length > 0) throw new BundleError(gaps);
}

/** Returns the place of the package that a file lies in, or undefined. Paths are relative to the project's top. */
export function placeOfFile(path: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0];
}

/** Returns the name of the package that lies at a place. */
export function packageNameOf(place: string): string {
  return place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

async function nativeFiles(root: string, place: string): Promise<readonly string[]> {
  const paths = await filesBelow(join(root, place), (name) => name !== 'node_modules');
  return paths.filter((path) => extname(path) === NATIVE).map((path) => `${place}/${path}`);
}

async function gapOf(root: string, lock: Lock, place: string): Promise<readonly string[]> {
  const text = await readFile(join(root, place, 'package.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return [`${place} is not installed: run npm ci`];
  const { version } = INSTALLED.parse(JSON.parse(text));
  const wanted = lock.packages[place]?.version;
  return version === wanted ? [] : [`${place} is ${version}, and the lock file says ${wanted}: run npm ci`];
}
