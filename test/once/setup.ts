import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type PostgresServer, startPostgres } from '../contracts/postgres-server.ts';
import { AT } from './ask.ts';
import { assignedFolder } from './assigned-folder.ts';
import { type DataFolder, migratedFolder } from './fresh-folder.ts';

/**
 * What one run of the tests starts at most once, and only if a test asks for it: a PostgreSQL server, a data folder with
 * the bot's schema, and one with the roles of the local world, too. The workers ask at an address that they find in their
 * environment. Each answer is one line of text.
 */
let postgres: Promise<PostgresServer> | undefined;
let migrated: Promise<DataFolder> | undefined;
let assigned: Promise<DataFolder> | undefined;

const front = createServer((request, response) => {
  answer(request.url).then(
    (line) => response.end(line),
    (cause: unknown) => {
      response.writeHead(500);
      response.end(String(cause));
    },
  );
});

async function answer(path: string | undefined): Promise<string> {
  switch (path) {
    case '/postgres':
      postgres ??= startPostgres();
      return (await postgres).url;
    case '/migrated-folder':
      migrated ??= migratedFolder();
      return (await migrated).path;
    case '/assigned-folder':
      assigned ??= assignedFolder();
      return (await assigned).path;
    default:
      throw new Error('nothing is shared under this path');
  }
}

export async function setup(): Promise<void> {
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  process.env[AT] = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
}

export async function teardown(): Promise<void> {
  front.closeAllConnections();
  front.close();
  // What did not start has said so to the test that asked.
  await Promise.allSettled([
    postgres?.then((one) => one.stop()),
    migrated?.then((one) => one.remove()),
    assigned?.then((one) => one.remove()),
  ]);
}
