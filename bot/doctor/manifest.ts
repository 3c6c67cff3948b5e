import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { readZipped } from './zip.ts';

const MANIFEST = z.object({
  version: z.string().default(''),
  bots: z.array(z.object({ botId: z.string() })).default([]),
  webApplicationInfo: z.object({ id: z.string(), resource: z.string() }).optional(),
  validDomains: z.array(z.string()).default([]),
});

/** What an app package says of the bot it belongs to. */
export type Manifest = z.output<typeof MANIFEST>;

/** Reads a manifest.json, or the one in an app package; undefined where the file is neither. Throws where it cannot be read. */
export async function readManifest(path: string): Promise<Manifest | undefined> {
  const file = await readFile(path);
  const isZip = file.subarray(0, 2).toString('latin1') === 'PK';
  const text = (isZip ? readSafely(file) : file)?.toString('utf8');
  try {
    return text === undefined ? undefined : MANIFEST.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** An archive that was cut short points outside of itself. */
function readSafely(file: Buffer): Buffer | undefined {
  try {
    return readZipped(file, 'manifest.json');
  } catch {
    return undefined;
  }
}
