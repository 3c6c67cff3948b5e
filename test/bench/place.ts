import { readFileSync } from 'node:fs';
import { get } from 'node:https';
import { json } from 'node:stream/consumers';
import type { JSONWebKeySet } from 'jose';
import { type Database, openDatabase } from '../../bot/adapters/postgres/base/database.ts';
import { createLedger } from '../../bot/adapters/postgres/base/ledger.ts';
import type { Ledger } from '../../bot/ports/shared/ledger.ts';
import type { LocalPerson } from '../../infra/local/people.ts';
import { createWorld, type LocalApplication, type LocalWorld } from '../../infra/local/world.ts';
import { event } from '../contracts/ledger/samples.ts';
import { freePort, type PostgresServer, startPostgres } from '../contracts/postgres-server.ts';
import { createManagers, createPeople } from '../load/managers.ts';
import { seedLedger } from '../load/seed-ledger.ts';
import { chatOf } from './activities.ts';
import { type Connector, startConnector } from './connector.ts';
import { type StandIns, startStandIns } from './stand-ins-process.ts';

/** Everything around a bot: PostgreSQL, the stand-ins, and people who are signed in. */
export interface Place {
  readonly world: LocalWorld;
  readonly people: readonly LocalPerson[];
  /** The applications that everybody manages. */
  readonly applications: readonly LocalApplication[];
  readonly connector: Connector;
  readonly standIns: StandIns;
  readonly server: PostgresServer;
  readonly database: Database;
  readonly ledger: Ledger;
  /** The environment of a bot on a free port; undefined values are left out. */
  environment(more?: Readonly<Record<string, string>>): Promise<Record<string, string>>;
  close(): Promise<void>;
}

export interface PlaceOptions {
  readonly people: number;
  /** Applications that nobody of these people manages. */
  readonly crowd?: number;
  readonly secretsEach?: number;
  readonly limits?: boolean;
}

/** None of these secrets is near its end, so that no reminder is due while turns are measured. */
const DAYS_LEFT = [120, 240, 360];
const APPLICATIONS = 5;
const SESSION_MS = 8 * 3_600_000;

/** Five applications with fifteen secrets, which all of the people manage. */
export async function startPlace({ people: count, crowd = 0, secretsEach = 4, limits = false }: PlaceOptions) {
  const people = createPeople(count);
  const applications = createManagers(APPLICATIONS, DAYS_LEFT).map(({ application }) => application);
  const world: LocalWorld = { ...createWorld(new Date()), people };
  const connector = await startConnector({ botId: world.botId, tenantId: world.tenantId, limits });
  const { url, serviceUrl, openIdMetadataUrl, tokenIssuer } = connector;
  const teams = { url, serviceUrl, openIdMetadataUrl, tokenIssuer };
  const standIns = await startStandIns({
    people,
    applications,
    crowd: { applications: crowd, secretsEach },
    teams,
  });
  connector.trust(await keysOf(standIns));
  const server = await startPostgres();
  const database = await openDatabase({ databaseUrl: server.url });
  const place = { world, people, applications, connector, standIns, server, database, ledger: createLedger(database) };
  await seed(place);
  return {
    ...place,
    environment: async (more = {}) => {
      const port = await freePort();
      const address = { PORT: String(port), PUBLIC_URL: `http://localhost:${port}` };
      return { ...standIns.settings, ...address, DATABASE_URL: server.url, ...more };
    },
    close: async () => {
      await database.close();
      await Promise.all([server.stop(), standIns.close(), connector.close()]);
    },
  } satisfies Place;
}

type Parts = Pick<Place, 'world' | 'people' | 'applications' | 'connector' | 'database' | 'ledger'>;

async function seed({ world, people, applications, connector, database, ledger }: Parts): Promise<void> {
  const { serviceUrl } = connector;
  const where = { world, teams: { serviceUrl, conversationId: (oid: string) => chatOf(oid) } };
  const managed = people.flatMap((person) => applications.map((application) => ({ person, application })));
  await seedLedger(database, where, managed, true);
  for (const { oid, name } of people) {
    const [signedInAt, person] = [new Date(), { tid: world.tenantId, oid }];
    const claims = { person, name, roles: [], acrs: [], authTime: signedInAt, issuedAt: signedInAt };
    const expiresAt = new Date(signedInAt.getTime() + SESSION_MS);
    await ledger.sessions.start({ ...claims, signedInAt, expiresAt }, event({ action: 'session.started' }));
  }
}

/** The keys with which Entra signs. The certificate of the stand-in is known to nobody but us. */
async function keysOf({ settings }: StandIns): Promise<JSONWebKeySet> {
  const ca = readFileSync(settings['NODE_EXTRA_CA_CERTS'] ?? '');
  const url = `${settings['LOGIN_URL']}/${settings['TENANT_ID']}/discovery/v2.0/keys`;
  const response = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    get(url, { ca }, resolve).on('error', reject);
  });
  return (await json(response)) as JSONWebKeySet;
}
