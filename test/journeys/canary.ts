import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Every spelling of a value that a file or a message might hold: as it is, escaped, or inside something encoded. */
export function spellings(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  // Inside a longer text base64 looks different at each of three alignments; the edges mix with the neighbours.
  const aligned = [0, 1, 2].map((lead) =>
    Buffer.concat([Buffer.alloc(lead), bytes])
      .toString('base64')
      .replace(/=+$/, '')
      .slice(4, -4),
  );
  return [
    value,
    encodeURIComponent(value),
    value.replaceAll(/[^A-Za-z0-9]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`),
    JSON.stringify(value).slice(1, -1),
    bytes.toString('hex'),
    ...aligned,
    ...aligned.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ];
}

/** Does the text hold the value in any spelling? */
export function holds(text: string, value: string): boolean {
  return spellings(value).some((spelling) => text.includes(spelling));
}

/** The names of the files below a folder that hold the value in any spelling. */
export async function filesWith(folder: string, values: readonly string[]): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const content = await readFile(join(entry.parentPath, entry.name), 'latin1');
    if (values.some((value) => holds(content, value))) found.push(entry.name);
  }
  return found;
}
