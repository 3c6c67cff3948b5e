import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../bot/adapters/postgres/base/database.ts';
import { askRun } from './ask.ts';

/** A data folder for the embedded database that nobody else uses. */
export interface DataFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/** Makes a data folder with the bot's schema and no rows. It takes PGlite seconds to make its files, so a run makes one. */
export async function migratedFolder(): Promise<DataFolder> {
  const folder = await emptyFolder();
  await (await openDatabase({ dataDir: folder.path })).close();
  return folder;
}

/** A folder with the bot's schema and no rows: a copy of the one that this run has made. */
export async function freshFolder(): Promise<DataFolder> {
  const migrated = await askRun('migrated-folder');
  if (migrated === undefined) return migratedFolder();
  const folder = await emptyFolder();
  await cp(migrated, folder.path, { recursive: true });
  return folder;
}

async function emptyFolder(): Promise<DataFolder> {
  const path = await mkdtemp(join(tmpdir(), 'api-credentials-data-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
