import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { spellings } from '../../../../journeys/canary.ts';

/** Whether a text holds one of the values, in any spelling. */
export type HoldsValue = (text: string) => boolean;

/** Spellings are longer than this, and two values hardly ever begin alike. */
const START = 8;

/** One look at each place of a text finds any of hundreds of values. */
export function findValues(values: readonly string[]): HoldsValue {
  const byStart = Map.groupBy(values.flatMap(spellings), (spelling) => spelling.slice(0, START));
  return (text) => {
    if (byStart.size === 0) return false;
    for (let from = 0; from <= text.length - START; from++) {
      const like = byStart.get(text.slice(from, from + START));
      if (like?.some((spelling) => text.startsWith(spelling, from)) === true) return true;
    }
    return false;
  };
}

/** The names of the files below a folder for which this is so. */
export async function filesThat(folder: string, holds: HoldsValue): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    if (holds(await readFile(join(entry.parentPath, entry.name), 'latin1'))) found.push(entry.name);
  }
  return found;
}
