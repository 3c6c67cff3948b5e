import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeToOthers } from './data-folder-mode.ts';

/** The embedded database cannot be opened, and the operator can put it right: the message names the folder and the way. */
export class DataFolderError extends Error {
  readonly folder: string;

  constructor(folder: string, why: string, cause?: unknown) {
    super(`DATA_DIR is ${folder}: ${why}`, { cause });
    this.name = 'DataFolderError';
    this.folder = folder;
  }
}

/** The version of PostgreSQL that PGlite 0.5 is, and that its files therefore name. */
const POSTGRES = '18';

const WAY_OUT =
  'Stop the bot, keep a copy of the folder, and restore an older copy of it; or move it away, and the bot begins with an empty database';

const SHARED =
  'other users of this machine may read or write there, and it holds more than the database. Name a folder of its own, or close it (chmod 700)';

/** What a file system says, and what the operator can do. */
const PROBLEMS: Readonly<Record<string, string>> = {
  EEXIST: 'that is a file, and not a folder. Name a folder',
  ENOTDIR: 'a part of that path is a file, and not a folder. Name a folder',
  EACCES: 'the bot may not write there. Give the folder to the user that the bot runs as, or name another one',
  EPERM: 'the bot may not write there. Give the folder to the user that the bot runs as, or name another one',
  EROFS: 'that file system can only be read. Name a folder on one that can be written to',
  ENOENT: 'that folder is not there and cannot be made. Name another one',
  ENOSPC: 'there is no space left on that file system. Make space, or name a folder on another one',
  EDQUOT: 'there is no space left for the user that the bot runs as. Make space, or name a folder elsewhere',
  ENAMETOOLONG: 'that path is too long. Name another one',
  ELOOP: 'that path is a link that leads back to itself. Name another one',
};

/** The fault of a file system as one that names the folder; any other fault stays what it is. */
export function folderFault(folder: string, cause: unknown): unknown {
  const code: unknown = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const problem = typeof code === 'string' ? PROBLEMS[code] : undefined;
  return problem === undefined ? cause : new DataFolderError(folder, problem, cause);
}

/** Makes the folder if it is not there, closes it to other users, and finds out whether the bot may write into it. */
export function prepareFolder(folder: string): void {
  const probe = join(folder, `.written-by-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (closeToOthers(folder) === 'shared') throw new DataFolderError(folder, SHARED);
    writeFileSync(probe, '', { mode: 0o600 });
    rmSync(probe, { force: true });
  } catch (cause) {
    throw folderFault(folder, cause);
  }
}

/** PostgreSQL writes its log of changes in files of this size, and cannot begin if there is no room for one. */
const LOG_FILE_BYTES = 16 * 1024 * 1024;

/** Throws DataFolderError if there is no room that the embedded database needs to begin. */
export function checkRoom(folder: string): void {
  const probe = join(folder, `.room-for-${process.pid}`);
  try {
    writeFileSync(probe, Buffer.alloc(LOG_FILE_BYTES), { mode: 0o600 });
  } catch (cause) {
    throw folderFault(folder, cause);
  } finally {
    rmSync(probe, { force: true });
  }
}

/**
 * Looks at the files of the embedded database before it is opened: PGlite would end with a word of its own, or write a
 * new database over the remains of another.
 */
export function checkFiles(folder: string): void {
  const files = join(folder, 'pglite');
  if (!existsSync(files)) return;
  if (!statSync(files).isDirectory())
    throw new DataFolderError(folder, `pglite in it is a file, and not the database's folder. ${WAY_OUT}`);
  const version = readVersion(join(files, 'PG_VERSION'));
  if (version === POSTGRES) return;
  if (version !== undefined && /^\d+$/.test(version))
    throw new DataFolderError(
      folder,
      `its files are those of PostgreSQL ${version}, and this version of the bot needs those of ${POSTGRES}. Start the version of the bot that wrote them, or move the folder away, and the bot begins with an empty database`,
    );
  // The first start writes the version before this file.
  if (version !== undefined || existsSync(join(files, 'global', 'pg_control'))) throw damaged(folder);
}

/** The files are damaged, or are not those of the bot's database. */
export function damaged(folder: string, cause?: unknown): DataFolderError {
  const why = 'the database in it cannot be opened, because its files are damaged or are not those of this bot';
  return new DataFolderError(folder, `${why}. ${WAY_OUT}`, cause);
}

function readVersion(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}
