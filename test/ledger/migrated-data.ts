import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { migrate } from '../../bot/adapters/postgres/base/migrate.ts';
import { PARSERS } from './counted-statements.ts';

const FOLDER = new URL('../../.local/test-ledger/', import.meta.url);
const PGLITE = join(dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite')), '../package.json');
const STORE = new URL('../../bot/adapters/postgres/', import.meta.url);

/**
 * An embedded database in memory with the bot's schema. To create one from nothing takes seconds, so its files are kept
 * in `.local` and loaded the next time. The file's name changes with the migrations and with PGlite.
 */
export async function openMigrated(): Promise<PGlite> {
  const file = new URL(`${nameOfState()}.tar.gz`, FOLDER);
  const kept = readIfThere(file);
  if (kept !== undefined) {
    const loadDataDir = new Blob([new Uint8Array(kept)], { type: 'application/x-gzip' });
    return PGlite.create({ loadDataDir, parsers: PARSERS });
  }
  const pglite = await PGlite.create({ parsers: PARSERS });
  await pglite.transaction((tx) => migrate(async (text) => (await tx.exec(text)).at(-1)?.rows ?? []));
  const files = await pglite.dumpDataDir('gzip');
  keep(file, new Uint8Array(await files.arrayBuffer()));
  return pglite;
}

function nameOfState(): string {
  const state = createHash('sha256').update(readFileSync(PGLITE));
  const migrations = new URL('migrations/', STORE);
  const files = readdirSync(migrations, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.sql'));
  for (const file of files.sort()) state.update(file).update(readFileSync(new URL(file, migrations)));
  return state
    .update(readFileSync(new URL('base/migrate.ts', STORE)))
    .digest('hex')
    .slice(0, 16);
}

function readIfThere(file: URL): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/**
 * Several workers may do this at once: each writes a file of its own first, and the last one to rename it wins. Then the
 * files of other states go; nobody touches what another worker is writing.
 */
function keep(file: URL, bytes: Uint8Array): void {
  mkdirSync(FOLDER, { recursive: true });
  const own = new URL(`${randomUUID()}.part`, FOLDER);
  writeFileSync(own, bytes);
  renameSync(own, file);
  const kept = readdirSync(FOLDER).filter((name) => name.endsWith('.tar.gz') && !file.href.endsWith(`/${name}`));
  for (const name of kept) rmSync(new URL(name, FOLDER), { force: true });
}
