import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { strToU8, unzipSync } from 'fflate';
import { zip } from '../zip.ts';
import type { Entry } from './entry.ts';

/**
 * Writes the entries into a zip, in the order of their names, and returns how many bytes they have unpacked. The file
 * appears only when it is complete.
 */
export async function writeZip(file: string, entries: readonly Entry[]): Promise<number> {
  const files = await contentsOf(entries);
  const unfinished = `${file}.part`;
  await mkdir(dirname(file), { recursive: true });
  try {
    await writeFile(unfinished, zip(files));
    await rename(unfinished, file);
  } catch (cause) {
    await rm(unfinished, { force: true });
    throw cause;
  }
  return [...files.values()].reduce((sum, { length }) => sum + length, 0);
}

async function contentsOf(entries: readonly Entry[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const { name, from } of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    files.set(name, 'text' in from ? strToU8(from.text) : await readFile(from.file));
  }
  return files;
}

export async function extractZip(file: string, folder: string): Promise<void> {
  const made = new Set<string>();
  for (const [name, content] of Object.entries(unzipSync(await readFile(file)))) {
    const target = join(folder, name);
    if (!made.has(dirname(target))) await mkdir(dirname(target), { recursive: true });
    made.add(dirname(target));
    await writeFile(target, content);
  }
}
