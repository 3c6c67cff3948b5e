import { readFile } from 'node:fs/promises';
import { strFromU8, unzipSync } from 'fflate';
import { z } from 'zod';

const NAME = 'manifest.json';
const SIZE_MAX = 4 * 1024 * 1024;

const MANIFEST = z.object({
  version: z.string().default(''),
  bots: z.array(z.object({ botId: z.string() })).default([]),
  webApplicationInfo: z.object({ id: z.string(), resource: z.string() }).optional(),
  validDomains: z.array(z.string()).default([]),
});

/** The parts of an app package's manifest.json that name the bot which the package is for. */
export type AppManifest = z.output<typeof MANIFEST>;

/**
 * Reads a manifest.json, or the manifest.json in an app package. Undefined if the file is neither; throws if the file
 * cannot be read.
 */
export async function readManifest(path: string): Promise<AppManifest | undefined> {
  const file = await readFile(path);
  try {
    return MANIFEST.safeParse(JSON.parse(strFromU8(isZip(file) ? unzipped(file) : file))).data;
  } catch {
    // The file is not JSON, or it is a zip that is damaged or has no manifest.
    return undefined;
  }
}

function isZip(file: Buffer): boolean {
  return file.subarray(0, 2).toString('latin1') === 'PK';
}

/** The manifest in an app package. Throws if there is none, or if the zip is damaged. */
function unzipped(file: Buffer): Uint8Array {
  // The filter keeps a file that claims to be huge from being unpacked.
  const files = unzipSync(file, { filter: ({ name, originalSize }) => name === NAME && originalSize <= SIZE_MAX });
  const manifest = files[NAME];
  if (manifest === undefined) throw new Error(`the app package has no ${NAME}`);
  return manifest;
}
