import { readdirSync, readFileSync } from 'node:fs';

/** A newer version of the bot has migrated the database. */
export class NewerDatabaseError extends Error {
  constructor(versions: readonly number[]) {
    const known = 'which this version of the bot does not know. Start the newer version of the bot';
    super(`the database has migration ${versions.join(', ')}, ${known}`);
    this.name = 'NewerDatabaseError';
  }
}

/** Runs SQL text of one or more statements inside one transaction; the last statement's rows. */
export type Script = (text: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;

const FOLDER = new URL('../migrations/', import.meta.url);
const FILE = /^(\d{4})-[a-z0-9-]+\.sql$/;
/** Any constant of our own: processes that start together take turns. */
const ADVISORY_KEY = 7_229_001;

/**
 * Brings the schema forward, inside the caller's transaction: all of it or nothing. There is no way back: a database
 * that a newer version of the bot has migrated is refused.
 */
export async function migrate(script: Script): Promise<void> {
  await script(`SET LOCAL statement_timeout = '5min'; SELECT pg_advisory_xact_lock(${ADVISORY_KEY})`);
  await script(
    'CREATE TABLE IF NOT EXISTS schema_migrations (version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())',
  );
  const rows = await script('SELECT version FROM schema_migrations');
  const applied = new Set(rows.map((row) => Number(row['version'])));
  const known = migrationFiles();
  const unknown = [...applied].filter((version) => !known.has(version));
  if (unknown.length > 0) {
    throw new NewerDatabaseError(unknown);
  }
  for (const [version, file] of known) {
    if (applied.has(version)) continue;
    await script(readFileSync(new URL(file, FOLDER), 'utf8'));
    await script(`INSERT INTO schema_migrations (version) VALUES (${version})`);
  }
}

/** The versions that this version of the bot brings along, in ascending order. */
export function knownMigrations(): readonly number[] {
  return [...migrationFiles().keys()];
}

function migrationFiles(): ReadonlyMap<number, string> {
  const files = new Map<number, string>();
  for (const file of readdirSync(FOLDER).sort()) {
    const version = Number(FILE.exec(file)?.[1]);
    if (Number.isInteger(version)) files.set(version, file);
  }
  return files;
}
