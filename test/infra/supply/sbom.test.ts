import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readProject } from '../../../infra/bundle/lock-file.ts';
import { licenceProblems } from '../../../infra/sbom/licences.ts';

const ROOT = join(import.meta.dirname, '../../..');
const COMMAND = join(ROOT, 'infra/sbom/main.ts');
const BILL = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  serialNumber: z.undefined().optional(),
  metadata: z.looseObject({ timestamp: z.undefined().optional(), component: z.looseObject({ name: z.string() }) }),
  components: z.array(
    z.looseObject({
      name: z.string(),
      version: z.string(),
      hashes: z.array(z.object({ alg: z.string(), content: z.string() })).length(1),
      licenses: z.array(z.unknown()).min(1),
    }),
  ),
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'api-credentials-sbom-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Makes a folder with the project's lock file. `bend` changes it. */
async function copyOfLock(name: string, bend = (text: string) => text): Promise<string> {
  const copy = join(folder, name);
  await mkdir(copy);
  await copyFile(join(ROOT, 'package.json'), join(copy, 'package.json'));
  await writeFile(join(copy, 'package-lock.json'), bend(await readFile(join(ROOT, 'package-lock.json'), 'utf8')));
  return copy;
}

function sbom(cwd: string, ...given: readonly string[]) {
  return new Promise<{ readonly status: number; readonly complained: string }>((resolve) => {
    const child = execFile(process.execPath, [COMMAND, ...given], { cwd }, (_error, _stdout, stderr) =>
      resolve({ status: child.exitCode ?? -1, complained: stderr }),
    );
  });
}

describe('npm run sbom', () => {
  it('writes the same bytes in every folder: all packages of the lock file, with hash and licence', async () => {
    const [one, other] = [await copyOfLock('one'), await copyOfLock('other')];
    expect(await sbom(one)).toMatchObject({ status: 0 });
    expect(await sbom(other, '--out', 'bill.json')).toMatchObject({ status: 0 });
    const text = await readFile(join(one, '.local/sbom.cdx.json'), 'utf8');
    expect(await readFile(join(other, 'bill.json'), 'utf8')).toBe(text);
    const { components, metadata } = BILL.parse(JSON.parse(text));
    const { lock } = await readProject(ROOT);
    const locked = Object.entries(lock.packages).filter(([place]) => place !== '');
    const names = locked.map(([place, { version }]) => `${place.replace(/^.*node_modules\//, '')}@${version}`);
    expect([...new Set(components.map(({ name, version }) => `${name}@${version}`))].sort()).toEqual(
      [...new Set(names)].sort(),
    );
    expect(metadata.component.name).toBe('api-credentials');
  });

  it('writes nothing if a package has a licence that is not on the list, and names it', async () => {
    const bent = await copyOfLock('bent', (text) => text.replace('"license": "0BSD"', '"license": "GPL-3.0-only"'));
    const { status, complained } = await sbom(bent);
    expect(status).toBe(1);
    expect(complained).toMatch(/^tslib@\S+ has the licence GPL-3\.0-only, which is not on the list\n$/);
    await expect(readFile(join(bent, '.local/sbom.cdx.json'))).rejects.toThrow('ENOENT');
  });

  it('prints its usage for an option that it does not know', async () => {
    expect(await sbom(folder, '--format', 'spdx')).toEqual({ status: 1, complained: expect.stringContaining('Usage') });
  });
});

describe('licences', () => {
  const lockOf = (license?: string) => ({
    name: 'p',
    version: '1.0.0',
    lockfileVersion: 3 as const,
    requires: true,
    packages: { '': {}, 'node_modules/a': { version: '1.0.0', ...(license === undefined ? {} : { license }) } },
  });

  it('of all packages are on the list', async () => {
    expect(licenceProblems((await readProject(ROOT)).lock)).toEqual([]);
  });

  it.each(['MIT', '(MIT OR GPL-3.0-only)', 'MIT AND ISC'])('%s is allowed', (licence) => {
    expect(licenceProblems(lockOf(licence))).toEqual([]);
  });

  it.each(['GPL-3.0-only', 'AGPL-3.0-or-later', 'MIT AND GPL-3.0-only', 'SEE LICENSE IN LICENSE', 'UNLICENSED'])(
    '%s is not allowed',
    (licence) => {
      expect(licenceProblems(lockOf(licence))).toEqual([
        `a@1.0.0 has the licence ${licence}, which is not on the list`,
      ]);
    },
  );

  it('must be declared, or read by a person for that version', () => {
    expect(licenceProblems(lockOf())).toEqual(['a@1.0.0 declares no licence']);
  });
});
