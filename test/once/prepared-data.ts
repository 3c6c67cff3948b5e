import { cp } from 'node:fs/promises';
import type { LocalWorld } from '../../infra/local/world.ts';
import { askRun } from './ask.ts';
import { assign } from './assigned.ts';
import { filledDatabase, migratedDatabase } from './fresh-database.ts';
import type { Programs } from './programs.ts';

/** The place in which a bot of a test keeps its data. */
export interface PreparedData {
  /** The setting that names the place. */
  readonly setting: Readonly<Record<string, string>>;
  /** Deletes what lies outside the folder of the test. */
  remove(): Promise<void>;
}

export interface DataWanted {
  /** All other settings of the bot. If they name a database, the bot uses that one. */
  readonly settings: Readonly<Record<string, string>>;
  /** The folder for the embedded database; undefined if the bot uses PostgreSQL. */
  readonly embeddedIn: string | undefined;
  readonly programs: Programs;
  readonly world: LocalWorld;
}

/**
 * Gives the bot a database with the roles: a copy of the one that this run has prepared, or one in which the operator's
 * own command makes them. What is prepared has a record that is signed with the key of the settings: a bot without a key
 * does not get it.
 */
export async function prepareData(wanted: DataWanted): Promise<PreparedData> {
  const { settings, embeddedIn, programs, world } = wanted;
  const hasKey = settings['AUDIT_KEY'] !== undefined;
  const assigned = async (data: PreparedData): Promise<PreparedData> => {
    await assign({ ...settings, ...data.setting }, programs, world.assignments);
    return data;
  };
  if (settings['DATABASE_URL'] !== undefined) return assigned({ setting: {}, remove: async () => {} });
  if (embeddedIn === undefined) {
    const filled = hasKey ? await filledDatabase('assigned') : undefined;
    if (filled !== undefined) return { setting: { DATABASE_URL: filled.url }, remove: filled.stop };
    const { url, stop } = await migratedDatabase();
    return assigned({ setting: { DATABASE_URL: url }, remove: stop });
  }
  const data: PreparedData = { setting: { DATA_DIR: embeddedIn }, remove: async () => {} };
  const prepared = hasKey ? await askRun('assigned-folder') : undefined;
  if (prepared === undefined) return assigned(data);
  await cp(prepared, embeddedIn, { recursive: true });
  return data;
}
