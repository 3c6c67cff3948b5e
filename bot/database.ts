import { type Database, openDatabase as open } from './adapters/postgres/index.ts';
import type { Settings } from './config/index.ts';
import { createCredentials } from './credentials.ts';
import type { Log } from './ports/shared/log.ts';

/** Opens the database of the settings, as the user that they name. Throws DatabaseHeldError, ManagedIdentityFault. */
export async function openDatabase(settings: Settings, log?: Log): Promise<Database> {
  const { databaseUrl, databaseAuth, dataDir } = settings;
  if (databaseUrl === undefined) return open({ dataDir });
  if (databaseAuth === 'password') return open({ databaseUrl });
  return open({ databaseUrl, password: createCredentials(settings, log).databasePassword });
}
