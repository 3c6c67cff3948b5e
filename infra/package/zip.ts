import { type Zippable, zipSync } from 'fflate';

/** The earliest moment that a zip can tell, in the local time that zips tell time in: the same bytes on every machine. */
const MOMENT = new Date(1980, 0, 1);

/** The files at the root of a zip, in the order given; the same files give the same bytes. */
export function zip(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const entries: Zippable = Object.fromEntries(files);
  return zipSync(entries, { level: 9, mtime: MOMENT });
}
