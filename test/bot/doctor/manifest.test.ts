import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readManifest } from '../../../bot/doctor/manifest.ts';
import { zip } from '../../../infra/zip.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'api-credentials-manifest-'));
});
afterAll(() => rm(folder, { recursive: true }));

const CONTENT = {
  version: '1.2.3',
  bots: [{ botId: 'b' }],
  webApplicationInfo: { id: 'a', resource: 'r' },
  validDomains: ['h'],
};
const JSON_BYTES = new TextEncoder().encode(JSON.stringify({ ...CONTENT, description: 'x'.repeat(5_000) }));
const PICTURE = Uint8Array.from({ length: 3_000 }, (_, i) => (i * 7_919) % 251);

async function fileOf(name: string, bytes: Uint8Array): Promise<string> {
  await writeFile(join(folder, name), bytes);
  return join(folder, name);
}

describe('readManifest', () => {
  it('reads a manifest.json, and the manifest of an app package in any place of the zip', async () => {
    const plain = await fileOf('manifest.json', JSON_BYTES);
    expect(await readManifest(plain)).toEqual(CONTENT);
    const files = [
      ['color.png', PICTURE],
      ['manifest.json', JSON_BYTES],
    ] as const;
    for (const order of [files, files.toReversed()]) {
      expect(await readManifest(await fileOf('app.zip', zip(new Map(order))))).toEqual(CONTENT);
    }
  });

  it('finds no manifest if the file is something else or was cut short anywhere', async () => {
    const whole = zip(new Map([['manifest.json', JSON_BYTES]]));
    for (let length = 0; length < whole.length; length += 7) {
      expect(await readManifest(await fileOf('cut.zip', whole.subarray(0, length)))).toBeUndefined();
    }
    expect(await readManifest(await fileOf('other.zip', zip(new Map([['color.png', PICTURE]]))))).toBeUndefined();
    expect(await readManifest(await fileOf('list.json', new TextEncoder().encode('[]')))).toBeUndefined();
  });
});
