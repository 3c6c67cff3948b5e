import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Lock } from './lock-file.ts';
import { packageNameOf } from './packages.ts';

/** A package whose code or files are in the bundle. */
export interface Included {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** What the package says of its licence: the files that hold it, and the credits. */
  readonly texts: readonly string[];
}

const LICENCE = /^(un)?(licen[cs]e|copying)/i;
const CREDITS = /^(copyright|notice|patents|authors|contributors|third-?party)/i;
const CODE = /\.[cm]?[jt]sx?(\.map)?$/;
const README = /^readme/i;
const SECTION = /^#+[^\n]*licen[cs]e[^\n]*\n[\s\S]*?(?=^#+ |$(?![\s\S]))/im;
const LINE = '='.repeat(80);

const PERSON = z.union([z.string(), z.looseObject({ name: z.string().optional() }).transform(({ name }) => name)]);
const ABOUT = z.looseObject({ author: PERSON.optional().catch(undefined) });

/** Reads the licences of the packages at these places, in the order of their names. */
export async function includedPackages(
  root: string,
  lock: Lock,
  places: readonly string[],
): Promise<readonly Included[]> {
  const all = await Promise.all(places.map((place) => includedAt(root, lock, place)));
  const unique = new Map(all.map((one) => [`${one.name}@${one.version}`, one]));
  return [...unique.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** Returns the page that a bundle must carry: whose code is in it, and under which licence. */
export function licencePage(included: readonly Included[]): string {
  const chapters = included.map(
    ({ name, version, licence, texts }) =>
      `${LINE}\n${name} ${version}, ${licence}\n${LINE}\n\n${texts.map((one) => `${one.trim()}\n`).join('\n')}`,
  );
  return `This bundle contains code of these packages.\n\n${chapters.join('\n')}`;
}

async function includedAt(root: string, lock: Lock, place: string): Promise<Included> {
  const { version = '', license = 'unknown' } = lock.packages[place] ?? {};
  const name = packageNameOf(place);
  return { name, version, licence: license, texts: await textsOf(join(root, place), license) };
}

async function textsOf(folder: string, licence: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => !CODE.test(name)).sort();
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  const licences = await Promise.all(names.filter((name) => LICENCE.test(name)).map(read));
  const credits = await Promise.all(names.filter((name) => CREDITS.test(name)).map(read));
  if (licences.length > 0) return [...licences, ...credits];
  const readmes = await Promise.all(names.filter((name) => README.test(name)).map(read));
  const sections = readmes.flatMap((text) => SECTION.exec(text)?.[0] ?? []);
  if (sections.length > 0) return [...sections, ...credits];
  const { author } = ABOUT.parse(JSON.parse(await read('package.json')));
  return [`The package came without a licence text. Its licence: ${licence}. Its author: ${author ?? 'not named'}.`];
}
