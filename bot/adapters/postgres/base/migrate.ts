import { readdirSync, readFileSync } from 'node:fs';
import { ADVISORY_LOCKS } from './advisory-locks.ts';

/** A newer version of the bot has migrated the database. */
export class NewerDatabaseError extends Error {
  constructor(versions: readonly number[]) {
    const known = 'which this version of the bot does not know. Start the newer version of the bot';
    super(`the database has migration ${versions.join(', ')}, ${known}`);
    this.name = 'NewerDatabaseError';
  }
}

type Rows = readonly Readonly<Record<string, unknown>>[];

/** Runs SQL text of one or more statements inside one transaction; the last statement's rows. */
export type Script = (text: string) => Promise<Rows>;

const FOLDER = new URL('../migrations/', import.meta.url);
const APPLIED = 'SELECT version FROM schema_migrations';
/** A folder below it takes the later ones, because a folder has twenty files at most. */
const FILE = /(?:^|\/)(\d{4})-[a-z0-9-]+\.sql$/;

/**
 * Whether the schema is up to date already, which one read tells at nearly every start. `read` gives undefined if there is
 * no such table. Throws NewerDatabaseError.
 */
export async function isMigrated(read: (text: string) => Promise<Rows | undefined>): Promise<boolean> {
  const rows = await read(APPLIED);
  return rows !== undefined && pendingIn(rows).length === 0;
}

/**
 * Brings the schema forward, inside the caller's transaction: all of it or nothing. There is no way back: a database
 * that a newer version of the bot has migrated is refused.
 */
export async function migrate(script: Script): Promise<void> {
  await script(`SET LOCAL statement_timeout = '5min'; SELECT pg_advisory_xact_lock(${ADVISORY_LOCKS.migrations})`);
  await script(
    'CREATE TABLE IF NOT EXISTS schema_migrations (version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())',
  );
  for (const [version, file] of pendingIn(await script(APPLIED))) {
    await script(readFileSync(new URL(file, FOLDER), 'utf8'));
    await script(`INSERT INTO schema_migrations (version) VALUES (${version})`);
  }
}

/** The migrations that are not applied yet, in ascending order. */
function pendingIn(rows: Rows): readonly (readonly [version: number, file: string])[] {
  const applied = new Set(rows.map((row) => Number(row['version'])));
  const known = migrationFiles();
  const unknown = [...applied].filter((version) => !known.has(version));
  if (unknown.length > 0) throw new NewerDatabaseError(unknown);
  return [...known].filter(([version]) => !applied.has(version));
}

/** The versions that this version of the bot brings along, in ascending order. */
export function knownMigrations(): readonly number[] {
  return [...migrationFiles().keys()];
}

function migrationFiles(): ReadonlyMap<number, string> {
  const files = new Map<number, string>();
  for (const file of readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })) {
    const path = file.replaceAll('\\', '/');
    const version = Number(FILE.exec(path)?.[1]);
    if (Number.isInteger(version)) files.set(version, path);
  }
  return new Map([...files].sort(([one], [other]) => one - other));
}

/** What a script of several statements ends with. */
export function rowsOfLast(
  results: readonly { readonly rows: readonly Record<string, unknown>[] }[],
): readonly Record<string, unknown>[] {
  return results.at(-1)?.rows ?? [];
}

/** PostgreSQL's code for a table that does not exist. */
const UNDEFINED_TABLE = '42P01';

/** Returns undefined if the table that is read does not exist. */
export async function readIfThere(read: () => Promise<{ readonly rows: Record<string, unknown>[] }>) {
  try {
    return (await read()).rows;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === UNDEFINED_TABLE) return undefined;
    throw cause;
  }
}
