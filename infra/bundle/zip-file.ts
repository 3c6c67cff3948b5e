import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { strToU8, unzipSync, Zip, ZipDeflate } from 'fflate';
import type { Entry } from './entry.ts';

/** The first day that a zip can name, at noon; read in local time, so it is the same bytes in every time zone. */
const NO_DATE = new Date(1980, 0, 1, 12);
const LEVEL = 6;
const [UNIX, READABLE_FILE] = [3, 0o100644 << 16];

/**
 * Writes the entries in the order of their names, one at a time; the same entries come to the same bytes. Node's own
 * zlib would be faster, but packs differently from one kind of processor to the next. Returns the unpacked bytes.
 */
export async function writeZip(file: string, entries: readonly Entry[]): Promise<number> {
  await mkdir(dirname(file), { recursive: true });
  const unfinished = `${file}.part`;
  const total = { bytes: 0 };
  try {
    await pipeline(Readable.from(chunksOf(entries, total)), createWriteStream(unfinished));
    await rename(unfinished, file);
  } catch (cause) {
    await rm(unfinished, { force: true });
    throw cause;
  }
  return total.bytes;
}

async function* chunksOf(entries: readonly Entry[], total: { bytes: number }): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((fault, chunk) => {
    if (fault) throw fault;
    ready.push(chunk);
  });
  for (const { name, from } of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const content = 'text' in from ? strToU8(from.text) : await readFile(from.file);
    const part = new ZipDeflate(name, { level: LEVEL });
    Object.assign(part, { mtime: NO_DATE, os: UNIX, attrs: READABLE_FILE });
    zip.add(part);
    part.push(content, true);
    total.bytes += content.length;
    yield* ready.splice(0);
  }
  zip.end();
  yield* ready.splice(0);
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
