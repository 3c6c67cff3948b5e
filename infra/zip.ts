import { type Zippable, zipSync } from 'fflate';

/** The first day that a zip can name. Zips hold local time, so noon is the same bytes in every time zone. */
const NO_DATE = new Date(1980, 0, 1, 12);
const LEVEL = 6;
const [UNIX, READABLE_FILE] = [3, 0o100644 << 16];

/**
 * Zips files in the order given. The same files give the same bytes on every machine; Node's own zlib would be faster,
 * but it packs differently on different kinds of processors.
 */
export function zip(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const entries: Zippable = Object.fromEntries(files);
  return zipSync(entries, { level: LEVEL, mtime: NO_DATE, os: UNIX, attrs: READABLE_FILE });
}
