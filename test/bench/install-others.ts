import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';

/** The bots of others, with a package.json of their own: the product depends on none of them. */
export const OTHERS = 'test/bench/others';

/** Installs them by their lock file, without scripts of theirs, if that has not happened yet. Throws if it fails. */
export function installOthers(): void {
  const installed = changedAt(join(OTHERS, 'node_modules/.package-lock.json'));
  if (installed !== undefined && installed >= (changedAt(join(OTHERS, 'package-lock.json')) ?? 0)) return;
  process.stderr.write(`npm ci in ${OTHERS}: the bots that ours is compared with are not installed\n`);
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts'], {
    cwd: OTHERS,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`npm ci in ${OTHERS} ended with ${status}`);
}

function changedAt(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}
