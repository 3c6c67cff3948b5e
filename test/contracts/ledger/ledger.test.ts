import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuditSigner } from '../../../bot/adapters/node/audit-signer.ts';
import { type Database, openDatabase } from '../../../bot/adapters/postgres/base/database.ts';
import { createLedger } from '../../../bot/adapters/postgres/base/ledger.ts';
import type { AuditSigner } from '../../../bot/ports/audit/audit-anchor.ts';
import { type FreshDatabase, freshDatabase } from '../../once/fresh-database.ts';
import { type DataFolder, freshFolder } from '../../once/fresh-folder.ts';
import { assignmentsContract } from './assignments.ts';
import { auditContract } from './audit.ts';
import { awayPeopleContract } from './away-people.ts';
import { claimsContract } from './claims.ts';
import { contactsContract } from './contacts.ts';
import { digestsContract } from './digests.ts';
import { endedSessionsContract } from './ended-sessions.ts';
import { knownApplicationsContract } from './known-applications.ts';
import { linkKeysContract } from './link-keys.ts';
import { linksContract } from './links.ts';
import { messagesContract } from './messages.ts';
import { ledgerContract } from './operations.ts';
import { outagesContract } from './outages.ts';
import { outboxContract } from './outbox.ts';
import { askersContract, peopleContract } from './people.ts';
import { remindersContract } from './reminders.ts';
import { requestStepsContract } from './request-steps.ts';
import { requestsContract } from './requests.ts';
import { rotationsContract } from './rotations.ts';
import { lastLiveContract } from './secrets/last-live.ts';
import { lastUsesContract } from './secrets/last-uses.ts';
import { watchedApplicationsContract } from './secrets/watched-applications.ts';
import { signInsContract } from './sign-in/sign-ins.ts';

/** All suites write into one record, so all of them have the key. */
const SIGNER = createAuditSigner([{ id: 'k1', key: Buffer.alloc(32, 1) }]);

let folder: DataFolder;
let server: FreshDatabase;
let embedded: Database;
let remote: Database;
let neighbour: Database;

beforeAll(async () => {
  folder = await freshFolder();
  server = await freshDatabase();
  embedded = await openDatabase({ dataDir: folder.path });
  // Two processes that start together migrate once.
  [remote, neighbour] = await Promise.all([
    openDatabase({ databaseUrl: server.url }),
    openDatabase({ databaseUrl: server.url }),
  ]);
});

afterAll(async () => {
  await embedded.close();
  await remote.close();
  await neighbour.close();
  await server.stop();
  await folder.remove();
});

const kinds = [
  ['PGlite', async (signer: AuditSigner = SIGNER) => createLedger(embedded, signer)],
  ['PostgreSQL', async (signer: AuditSigner = SIGNER) => createLedger(remote, signer)],
] as const;
for (const [name, open] of kinds) {
  ledgerContract(name, open);
  lastLiveContract(name, open);
  lastUsesContract(name, open);
  auditContract(name, open);
  awayPeopleContract(name, open);
  messagesContract(name, open);
  linkKeysContract(name, open);
  knownApplicationsContract(name, open);
  endedSessionsContract(name, open);
  signInsContract(name, open);
  askersContract(name, open);
  peopleContract(name, open);
  assignmentsContract(name, open);
  requestsContract(name, open);
  requestStepsContract(name, open);
  outboxContract(name, open);
  linksContract(name, open);
  contactsContract(name, open);
  remindersContract(name, open);
  claimsContract(name, open);
  digestsContract(name, open);
  rotationsContract(name, open);
  watchedApplicationsContract(name, open);
  outagesContract(name, open);
}

describe('two processes on one PostgreSQL', () => {
  it('let one process at a time through a lock', async () => {
    const ledgers = [createLedger(remote, SIGNER), createLedger(neighbour, SIGNER)];
    const name = randomUUID();
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
      return 'ran';
    };
    const all = await Promise.all(
      [0, 1, 0, 1, 0, 1].map((index) => ledgers[index]?.locks.withLock(name, 20_000, work)),
    );
    expect(all).toEqual(Array(6).fill('ran'));
    expect(most).toBe(1);
    const [first, second] = ledgers;
    expect(await first?.locks.withLock(name, 0, async () => second?.locks.withLock(name, 100, work))).toBe('busy');
  });
});
