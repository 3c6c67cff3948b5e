import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** One file of the bundle: its name there, and the file that it is copied from or its text. */
export interface Entry {
  readonly name: string;
  readonly from: { readonly file: string } | { readonly text: string };
}

/** The reasons why no bundle can be made. Each line names one. */
export class BundleError extends Error {
  constructor(gaps: readonly string[]) {
    super(`No bundle was made:\n${gaps.map((gap) => `- ${gap}`).join('\n')}`);
    this.name = 'BundleError';
  }
}

/** Returns the paths of all files below a folder, with forward slashes. Folders that `enter` refuses are left out. */
export async function filesBelow(folder: string, enter: (name: string) => boolean): Promise<readonly string[]> {
  const entries: Dirent[] = await readdir(folder, { withFileTypes: true });
  const lists = entries.map(async (entry): Promise<readonly string[]> => {
    if (entry.isFile()) return [entry.name];
    if (!entry.isDirectory() || !enter(entry.name)) return [];
    const inner = await filesBelow(join(folder, entry.name), enter);
    return inner.map((path) => `${entry.name}/${path}`);
  });
  return (await Promise.all(lists)).flat();
}
