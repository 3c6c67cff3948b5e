import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { type PostgresServer, startPostgres } from '../contracts/postgres-server.ts';
import { AT, type Shared } from './ask.ts';
import { assignDatabase, assignedFolder } from './assigned.ts';
import { createTemplate, type Filling, migrateDatabase } from './fresh-database.ts';
import { type DataFolder, migratedFolder } from './fresh-folder.ts';
import { bundledFolder, bundleIn } from './programs.ts';

/**
 * For the server of a run. Its data is gone with the run, so nothing has to be safe from a loss of power. All workers and
 * their bots connect to it, and each bot may have twenty connections.
 */
const FLAGS = ['fsync=off', 'full_page_writes=off', 'max_connections=400'].flatMap((setting) => ['-c', setting]);

/** What ends something that was started or made. */
type End = () => Promise<void>;
const ends: End[] = [];
const kept = new Map<string, Promise<string>>();

/** How each shared thing is started or made, if a test asks for it. The answer is one line of text. */
const MADE: Readonly<Record<Shared, () => Promise<string>>> = {
  postgres: async () => urlOf(await startPostgres(FLAGS)),
  'migrated-database': () => template('migrated', migrateDatabase),
  'assigned-database': () => template('assigned', async (url) => assignDatabase(url, bundleIn(await once('bundle')))),
  'migrated-folder': async () => pathOf(await migratedFolder()),
  'assigned-folder': async () => pathOf(await assignedFolder(bundleIn(await once('bundle')))),
  bundle: async () => pathOf(await bundledFolder()),
};

function urlOf(server: PostgresServer): string {
  ends.push(() => server.stop());
  return server.url;
}

function pathOf(folder: DataFolder): string {
  ends.push(() => folder.remove());
  return folder.path;
}

async function template(filling: Filling, fill: (url: string) => Promise<void>): Promise<string> {
  return createTemplate(await once('postgres'), filling, fill);
}

function once(what: Shared): Promise<string> {
  const known = kept.get(what) ?? MADE[what]();
  kept.set(what, known);
  return known;
}

/** The workers ask at an address that they find in their environment. */
const front = createServer((request, response) => {
  const what = (request.url ?? '').slice(1);
  const line = isShared(what) ? once(what) : Promise.reject(new Error('nothing is shared under this path'));
  line.then(
    (text) => response.end(text),
    (cause: unknown) => {
      response.writeHead(500);
      response.end(String(cause));
    },
  );
});

function isShared(what: string): what is Shared {
  return Object.hasOwn(MADE, what);
}

export async function setup(project: TestProject): Promise<void> {
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  process.env[AT] = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  // A file has changed: what was made from the sources is made again.
  project.onTestsRerun(async () => {
    for (const what of kept.keys()) if (what !== 'postgres') kept.delete(what);
  });
}

export async function teardown(): Promise<void> {
  front.closeAllConnections();
  front.close();
  // What did not start has said so to the test that asked.
  await Promise.allSettled(kept.values());
  await Promise.allSettled(ends.map((end) => end()));
}
