import { inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
/** The end record is 22 bytes, and a comment of at most 64 KiB may follow it. */
const [END_SIZE, COMMENT_MAX] = [22, 0xffff];
const FILE_MAX = 4 * 1024 * 1024;

/**
 * One file of a zip archive, by its exact name; undefined where the archive has none, or is none. What app packages use:
 * stored or deflated, neither encrypted nor Zip64 (PKWARE's APPNOTE, 4.3).
 */
export function readZipped(archive: Buffer, name: string): Buffer | undefined {
  let at = directoryOf(archive);
  while (at !== undefined && at + 46 <= archive.length && archive.readUInt32LE(at) === ENTRY) {
    const nameLength = archive.readUInt16LE(at + 28);
    const after = at + 46 + nameLength;
    if (archive.toString('utf8', at + 46, after) === name) return contentOf(archive, at);
    at = after + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return undefined;
}

function directoryOf(archive: Buffer): number | undefined {
  const first = Math.max(0, archive.length - END_SIZE - COMMENT_MAX);
  for (let at = archive.length - END_SIZE; at >= first; at--) {
    if (archive.readUInt32LE(at) === END) return archive.readUInt32LE(at + 16);
  }
  return undefined;
}

function contentOf(archive: Buffer, entry: number): Buffer | undefined {
  const [method, size, local] = [entry + 10, entry + 20, entry + 42];
  const header = archive.readUInt32LE(local);
  // The local header repeats the name and has an extra field of its own length.
  const from = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
  const packed = archive.subarray(from, from + archive.readUInt32LE(size));
  switch (archive.readUInt16LE(method)) {
    case 0:
      return packed;
    case 8:
      return inflateRawSync(packed, { maxOutputLength: FILE_MAX });
    default:
      return undefined;
  }
}
