import { chmodSync, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Bits of a mode that let others than the owner in. */
const OTHERS = 0o077;
/** What the bot itself puts into its data folder. */
const OURS = /^(pglite|claims|\.written-by-\d+)$/;

/** Says who gets into a data folder. Windows has no such modes: the rights of the folder decide there, and none are looked at. */
export type DataFolderMode = 'absent' | 'private' | 'open';

/** Nobody gets past a folder that is closed, so that only its own mode counts. */
export function modeOf(folder: string): DataFolderMode {
  if (!existsSync(folder)) return 'absent';
  return process.platform === 'win32' || isPrivate(folder) ? 'private' : 'open';
}

/**
 * Closes a folder that others may enter, with all that the bot has put into it. `shared`: it holds files of others, who
 * would not get to them any more, so nothing is done. A file system without modes keeps the folder as it is.
 */
export function closeToOthers(folder: string): 'closed' | 'shared' {
  if (modeOf(folder) !== 'open') return 'closed';
  if (readdirSync(folder).some((name) => !OURS.test(name))) return 'shared';
  chmodSync(folder, 0o700);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (!entry.isSymbolicLink()) chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o700 : 0o600);
  return 'closed';
}

function isPrivate(path: string): boolean {
  return (statSync(path).mode & OTHERS) === 0;
}
