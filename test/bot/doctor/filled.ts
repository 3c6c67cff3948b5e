import { createLedger, openDatabase, startJobs } from '../../../bot/adapters/postgres/index.ts';
import type { Link } from '../../../bot/domain/reminders/link.ts';
import { ADMIN_SCOPE, type Scope } from '../../../bot/domain/shared/organisation.ts';
import type { Asker, NamedPerson } from '../../../bot/domain/shared/person.ts';
import { ADMIN_ROLE } from '../../../bot/domain/sign-in/session.ts';
import type { AuditSigner } from '../../../bot/ports/audit/audit-anchor.ts';
import type { Ledger } from '../../../bot/ports/shared/ledger.ts';
import type { LocalWorld } from '../../../infra/local/world.ts';
import { event } from '../../contracts/samples/ledger.ts';

const HOUR_MS = 60 * 60_000;
const nothing = async () => {};
const QUIET = { info: () => {}, warn: () => {}, error: () => {} };
/** Every task, with nothing to do. */
const IDLE = {
  reconcile: nothing,
  'remove-messages': nothing,
  sweep: nothing,
  'route-requests': nothing,
  'send-outbox': nothing,
  'send-mail': nothing,
  'keep-audit': nothing,
  'read-uses': undefined,
  'read-sign-ins': undefined,
};

/** Fills a database as it is in a deployment that is in order and has run for a day, with sweeps at this time (UTC). */
export async function fill(
  databaseUrl: string,
  world: LocalWorld,
  signer: AuditSigner,
  reminderTime: string,
): Promise<void> {
  const database = await openDatabase({ databaseUrl });
  try {
    await fillLedger(createLedger(database, signer), world);
    const jobs = await startJobs(database, IDLE, { time: reminderTime, zone: 'UTC' }, QUIET);
    await jobs.stop();
  } finally {
    await database.close();
  }
}

async function fillLedger(ledger: Ledger, world: LocalWorld): Promise<void> {
  const [anna, , , , eva] = world.people.map(({ oid, name }) => ({ tid: world.tenantId, oid, name }));
  if (anna === undefined || eva === undefined) throw new Error('the world has lost its people');
  for (const { appId } of world.applications) await ledger.assignments.add(anna, appId, event({ clientId: appId }));
  for (const person of [anna, eva]) await ledger.conversations.remember(asker(person));
  const now = new Date();
  const session = { person: eva, name: eva.name, roles: [ADMIN_ROLE], acrs: [], authTime: now, issuedAt: now };
  const expiresAt = new Date(now.getTime() + HOUR_MS);
  await ledger.sessions.start({ ...session, signedInAt: now, expiresAt }, event({ action: 'session.started' }));
  await ledger.links.add(linkOf(ADMIN_SCOPE, eva), event({ action: 'link.added' }));
  const matchwell = { kind: 'organisation', key: 'nl/matchwell', name: 'Matchwell (NL)' } as const;
  await ledger.links.add(linkOf(matchwell, anna), event({ action: 'link.added' }));
  const read = new Date(now.getTime() - HOUR_MS / 2);
  await ledger.lastUses.takeUp(read, read, expiresAt);
  await ledger.lastUses.keep({ uses: [], newest: read, link: undefined, until: expiresAt });
  const swept = {
    by: undefined,
    applications: 12,
    secrets: 16,
    due: 0,
    digests: 0,
    failures: 0,
    leaversDoubted: false,
  };
  const finishedAt = new Date(now.getTime() - HOUR_MS);
  await ledger.sweeps.record(
    { ...swept, startedAt: finishedAt, finishedAt, result: 'completed' },
    event({ action: 'sweep.run' }),
    [],
  );
}

function asker(person: NamedPerson): Asker {
  const at = { serviceUrl: 'http://127.0.0.1:1/', botAccountId: '28:bot' };
  const conversation = { kind: 'personal', id: `a:${person.oid}`, ...at } as const;
  return { person, accountId: `29:${person.oid}`, name: person.name, conversation };
}

function linkOf(scope: Scope, linkedBy: NamedPerson): Link {
  const at = { serviceUrl: 'http://127.0.0.1:1/', botAccountId: '28:bot' };
  const conversation = { kind: 'channel', id: `19:${scope.kind}@thread.tacv2`, ...at } as const;
  const channel = { conversation, teamId: '19:team@thread.tacv2', name: 'API credentials', teamName: 'Partners' };
  return { id: scope.kind, scope, channel, linkedBy, linkedAt: new Date(), deadSince: undefined };
}
