import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'api-credentials-unused-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs knip with the settings of the project on a project that has one file and these dependencies. */
async function knip(name: string, dependencies: Readonly<Record<string, string>>, code: string) {
  const project = join(folder, name);
  await mkdir(join(project, 'bot'), { recursive: true });
  const { knip: settings } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const manifest = { name, type: 'module', dependencies, knip: { ...settings, vitest: false } };
  await writeFile(join(project, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(project, 'bot/main.ts'), code);
  return new Promise<{ readonly status: number; readonly printed: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [join(ROOT, 'node_modules/knip/bin/knip.js')],
      { cwd: project },
      (_e, out) => resolve({ status: child.exitCode ?? -1, printed: out }),
    );
  });
}

describe('npm run check:unused', () => {
  it('passes if each dependency is used, and each used package is declared', async () => {
    expect((await knip('used', { fflate: '1' }, "import { zip } from 'fflate';\nzip({}, () => {});")).status).toBe(0);
  });

  it('fails if a dependency is not used', async () => {
    const { status, printed } = await knip('unused', { fflate: '1' }, 'console.log(1);');
    expect(status).toBe(1);
    expect(printed).toMatch(/Unused dependencies \(1\)\s+fflate/);
  });

  it('fails if a package is imported that is not declared', async () => {
    const { status, printed } = await knip('undeclared', {}, "import { zip } from 'fflate';\nzip({}, () => {});");
    expect(status).toBe(1);
    expect(printed).toMatch(/Unlisted dependencies \(1\)\s+fflate/);
  });
});
