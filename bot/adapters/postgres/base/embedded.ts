import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { PGlite } from '@electric-sql/pglite';
import { drizzle, type PgliteDatabase } from 'drizzle-orm/pglite';
import { checkFiles, checkRoom, DataFolderError, damaged, folderFault, prepareFolder } from './data-folder.ts';
import { claimDataFolder } from './data-folder-claim.ts';
import { endAfterPanic } from './faults/embedded-panic.ts';
import { isMigrated, migrate, NewerDatabaseError, readIfThere, rowsOfLast } from './migrate.ts';

/**
 * V8 compiles the functions of PGlite as they are needed, in a quick way, and those that are used most once more, with care.
 * The second time takes half a gigabyte of memory for some seconds, and as much CPU time as all else of a start. It would pay
 * for statements that take seconds, which the bot does not send. The bot has no other WebAssembly.
 */
for (const flag of ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering']) setFlagsFromString(flag);

interface Embedded {
  readonly orm: PgliteDatabase<Record<string, never>>;
  readonly engine: { readonly kind: 'embedded'; readonly pglite: PGlite };
  /** Lets go of the files and the data folder. */
  close(): Promise<void>;
}

/** Opens PGlite over a folder, which only this process may hold then. Throws DatabaseHeldError, DataFolderError. */
export async function openEmbedded(dataDir: string): Promise<Embedded> {
  prepareFolder(dataDir);
  const release = await claimDataFolder(dataDir).catch((cause: unknown) => Promise.reject(folderFault(dataDir, cause)));
  let pglite: PGlite | undefined;
  try {
    checkFiles(dataDir);
    pglite = await openFiles(dataDir);
    const opening = pglite;
    if (!(await isMigrated((text) => readIfThere(() => opening.query(text)))))
      await opening.transaction((tx) => migrate(async (text) => rowsOfLast(await tx.exec(text))));
  } catch (cause) {
    await pglite?.close();
    release();
    if (cause instanceof NewerDatabaseError) throw new DataFolderError(dataDir, cause.message, cause);
    throw folderFault(dataDir, cause);
  }
  const opened = pglite;
  const close = async () => {
    await opened.close();
    release();
  };
  return { orm: drizzle(opened), engine: { kind: 'embedded', pglite: opened }, close };
}

/**
 * PGlite's own parameters, with less memory for pages of the database: 128 MB is the default of a server, and PGlite takes
 * all of it at once. A database of 10,000 applications has less than 32 MB, and the system keeps its files in memory, too.
 * https://www.postgresql.org/docs/current/runtime-config-resource.html (shared_buffers)
 */
const START = [...PGlite.defaultStartParams, '-c', 'shared_buffers=32MB'];

/** PGlite ends with "Aborted()" if it cannot work with the files. It says the same if there is no room for more of them. */
async function openFiles(dataDir: string): Promise<PGlite> {
  try {
    const pglite = await PGlite.create({ dataDir: join(dataDir, 'pglite'), startParams: START });
    endAfterPanic(pglite);
    return pglite;
  } catch (cause) {
    checkRoom(dataDir);
    const fault = folderFault(dataDir, cause);
    throw fault instanceof DataFolderError ? fault : damaged(dataDir, cause);
  }
}
