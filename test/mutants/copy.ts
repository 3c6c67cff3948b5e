import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Mutant, mutated } from './mutant.ts';

const run = promisify(execFile);

/** Copies the project into an empty folder, without what git ignores. Packages are those of the project. */
export async function copyProject(root: string, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const listed = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { stdout } = await run('git', listed, { cwd: root, maxBuffer: 16 * 1024 * 1024 });
  const paths = [...new Set(stdout.split('\0').filter((path) => path !== ''))];
  for (const path of paths) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    // A file that is deleted and not committed yet is still listed.
    await copyFile(join(root, path), join(folder, path)).catch(() => undefined);
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
}

/** Does something while the copy has the mutant's change. */
export async function withMutant<T>(folder: string, mutant: Mutant, act: () => Promise<T>): Promise<T> {
  const file = join(folder, mutant.file);
  const source = await readFile(file, 'utf8');
  await writeFile(file, mutated(source, mutant));
  try {
    return await act();
  } finally {
    await writeFile(file, source);
  }
}
