import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '../../..');
const LOCK = z.object({ packages: z.record(z.string(), z.object({ hasInstallScript: z.boolean().optional() })) });
const PROJECT = z.object({ allowScripts: z.record(z.string(), z.boolean()) });
/** Leaves a file in the folder in which npm was started. */
const PLANTED = `node -e "require('fs').writeFileSync(require('path').join(process.env.INIT_CWD, 'ran'), '')"`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'api-credentials-scripts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function npm(
  cwd: string,
  ...given: readonly string[]
): Promise<{ readonly failed: boolean; readonly printed: string }> {
  return new Promise((resolve) => {
    // The settings of an npm that runs the tests would reach this one: `--silent`, for instance, hides what it says.
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
    const options = { cwd, env, shell: process.platform === 'win32' };
    execFile('npm', [...given], options, (error, stdout, stderr) =>
      resolve({ failed: error !== null, printed: `${stdout}${stderr}` }),
    );
  });
}

/** Installs a package with an install script that is not listed, by the settings of this project. */
async function install() {
  const [planted, project] = [await mkdtemp(join(folder, 'planted-')), await mkdtemp(join(folder, 'project-'))];
  const manifest = { name: 'planted', version: '1.0.0', scripts: { postinstall: PLANTED } };
  await writeFile(join(planted, 'package.json'), JSON.stringify(manifest));
  await npm(planted, 'pack', '--silent');
  await mkdir(project, { recursive: true });
  const dependencies = { planted: `file:${join(planted, 'planted-1.0.0.tgz')}` };
  await writeFile(join(project, 'package.json'), JSON.stringify({ private: true, dependencies, allowScripts: {} }));
  await copyFile(join(ROOT, '.npmrc'), join(project, '.npmrc'));
  const { failed, printed } = await npm(project, 'install', '--offline');
  return { failed, printed, ran: (await readdir(project)).includes('ran') };
}

describe('install scripts', () => {
  it('are listed in package.json, all that the lock file knows of and no others', async () => {
    const { packages } = LOCK.parse(JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8')));
    const { allowScripts } = PROJECT.parse(JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')));
    const having = Object.keys(packages).filter((path) => packages[path]?.hasInstallScript === true);
    const names = having.map((path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
    expect(Object.keys(allowScripts).sort()).toEqual([...new Set(names)].sort());
  });

  it('threat 31, supply chain: do not run if they are not listed, and the installation fails', async () => {
    const { failed, printed, ran } = await install();
    expect(failed).toBe(true);
    expect(printed).toContain('ESTRICTALLOWSCRIPTS');
    expect(ran).toBe(false);
  });
});

describe('threat 39, code outside the lock file: the hash of a package', () => {
  const ENTRY = z.object({ integrity: z.string().optional() });
  const ENTRIES = z.object({ packages: z.record(z.string(), ENTRY) });

  /** Packages whose bytes the lock file does not settle. */
  function unsettled({ packages }: z.infer<typeof ENTRIES>): readonly string[] {
    return Object.entries(packages)
      .filter(([path, { integrity = '' }]) => path.includes('node_modules/') && !/^sha(256|384|512)-/.test(integrity))
      .map(([path]) => path);
  }

  it('is in the lock file, and its removal would be noticed', async () => {
    const lock = ENTRIES.parse(JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8')));
    expect(unsettled(lock)).toEqual([]);
    const removed = { ...lock.packages['node_modules/pino'], integrity: undefined };
    expect(unsettled({ packages: { ...lock.packages, 'node_modules/pino': removed } })).toEqual(['node_modules/pino']);
  });
});
