import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../../../bot/adapters/postgres/base/database.ts';
import { createLedger } from '../../../../../bot/adapters/postgres/base/ledger.ts';
import { federatedCredential, keysOf, kindsShown, printOf } from '../../../../../bot/domain/secrets/unexpected.ts';
import type { Application } from '../../../../../bot/domain/shared/application.ts';
import type { CredentialsLook } from '../../../../../bot/ports/secrets/watched-applications.ts';
import type { Ledger } from '../../../../../bot/ports/shared/ledger.ts';
import { event, later, NOW } from '../../../../contracts/samples/ledger.ts';
import { type FreshDatabase, migratedDatabase } from '../../../../once/fresh-database.ts';

let server: FreshDatabase;
let raw: Client;
let database: Database;
let ledger: Ledger;

beforeAll(async () => {
  server = await migratedDatabase();
  raw = new Client({ connectionString: server.url });
  await raw.connect();
  database = await openDatabase({ databaseUrl: server.url });
  ledger = createLedger(database);
});

afterAll(async () => {
  await raw.end();
  await database.close();
  await server.stop();
});

const lookAt = (ms: number): CredentialsLook => ({ at: later(ms), newId: randomUUID, audit: () => event() });
const life = { start: NOW, end: later(9) };
const secret = () => ({ keyId: randomUUID(), name: 's', hint: 'abc', ...life });
const certificate = () => ({ keyId: randomUUID(), name: 'c', ...life });
const trusted = () => ({ id: randomUUID(), name: 'f', issuer: 'https://issuer.example', subject: 'repo:x' });

function note(one: Application, look: CredentialsLook) {
  const { clientId, displayName } = one;
  const seen = { print: printOf(one), credentials: keysOf(one), kinds: kindsShown(one) };
  return ledger.watchedApplications.noteKeys([{ application: { clientId, displayName }, ...seen }], look);
}

function trust({ clientId, displayName }: Application, all: readonly ReturnType<typeof trusted>[], ms: number) {
  const seen = { application: { clientId, displayName }, credentials: all.map(federatedCredential) };
  return ledger.watchedApplications.noteFederated({ asked: [clientId], untold: [] }, [seen], lookAt(ms));
}

/** An application as the version before has kept it: it knows the ids of what it has seen, and nothing else of it. */
async function keptBefore() {
  const one = {
    ...{ clientId: randomUUID(), displayName: 'Partner-NL-A-DM' },
    ...{ secrets: [secret()], certificates: [certificate()] },
  };
  const federated = trusted();
  await note(one, lookAt(1));
  await trust(one, [federated], 1);
  await raw.query('UPDATE watched_applications SET seen = NULL, missed = NULL WHERE client_id = $1', [one.clientId]);
  return { one, federated };
}

describe('applications that the version before has looked at', () => {
  it('bring no question about what they had then, although thumbprints are known only now', async () => {
    const { one, federated } = await keptBefore();
    const certificates = one.certificates.map((each) => ({ ...each, thumbprint: 'AB12' }));
    const added = secret();
    const next = { ...one, secrets: [...one.secrets, added], certificates };
    expect(await note(next, lookAt(2))).toMatchObject([{ credential: { keyId: added.keyId } }]);
    const other = trusted();
    expect(await trust(one, [federated, other], 3)).toMatchObject([{ credential: { keyId: other.id } }]);
  });

  it('bring a question about what was changed under an id of then', async () => {
    const { one, federated } = await keptBefore();
    const evil = { ...federated, subject: 'repo:evil' };
    expect(await trust(one, [evil], 2)).toMatchObject([{ credential: { keyId: evil.id } }]);
    const longer = { ...one, certificates: one.certificates.map((each) => ({ ...each, end: later(99) })) };
    expect(await note(longer, lookAt(3))).toMatchObject([{ credential: { end: later(99) } }]);
  });

  it('bring no question about thumbprints, although federated credentials were read before', async () => {
    const { one, federated } = await keptBefore();
    const other = trusted();
    expect(await trust(one, [federated, other], 2)).toMatchObject([{ credential: { keyId: other.id } }]);
    const certificates = one.certificates.map((each) => ({ ...each, thumbprint: 'AB12' }));
    expect(await note({ ...one, certificates }, lookAt(3))).toEqual([]);
    const changed = certificates.map((each) => ({ ...each, thumbprint: 'CD34' }));
    expect(await note({ ...one, certificates: changed }, lookAt(4))).toMatchObject([
      { credential: { kind: 'certificate' } },
    ]);
  });
});
