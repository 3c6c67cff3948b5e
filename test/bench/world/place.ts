import { readFileSync } from 'node:fs';
import { get } from 'node:https';
import { json } from 'node:stream/consumers';
import type { JSONWebKeySet } from 'jose';
import { type Database, openDatabase } from '../../../bot/adapters/postgres/base/database.ts';
import { createLedger } from '../../../bot/adapters/postgres/base/ledger.ts';
import type { Ledger } from '../../../bot/ports/shared/ledger.ts';
import type { LocalPerson } from '../../../infra/local/people.ts';
import { createWorld, type LocalApplication, type LocalWorld } from '../../../infra/local/world.ts';
import { freePort, type PostgresServer, startPostgres } from '../../contracts/postgres-server.ts';
import { event } from '../../contracts/samples/ledger.ts';
import { createManagers, createPeople } from '../../load/managers.ts';
import { type Managed, seedLedger } from '../../load/seed-ledger.ts';
import { chatOf } from './activities.ts';
import { type Connector, startConnector } from './connector.ts';
import { type StandIns, startStandIns } from './stand-ins-process.ts';

/** Everything around a bot: PostgreSQL, the stand-ins, and people who are signed in. */
export interface Place {
  readonly world: LocalWorld;
  readonly people: readonly LocalPerson[];
  /** The applications that somebody manages. */
  readonly applications: readonly LocalApplication[];
  /** Those of a person. */
  applicationsOf(person: LocalPerson): readonly LocalApplication[];
  readonly connector: Connector;
  readonly standIns: StandIns;
  readonly server: PostgresServer;
  readonly database: Database;
  readonly ledger: Ledger;
  /** Gives all people their applications and signs them in, also in another database than that of this place. */
  fill(ledger: Ledger, database: Database): Promise<void>;
  /** Gives people applications and, with `chats`, lets the bot know their 1:1 chats. */
  manage(managed: readonly Managed[], chats: boolean): Promise<void>;
  /** The environment of a bot on a free port. What is undefined is left out. */
  environment(more?: Readonly<Record<string, string | undefined>>): Promise<Record<string, string>>;
  close(): Promise<void>;
}

export interface PlaceOptions {
  /** How many people are signed in. */
  readonly people: number;
  /** People who are in the tenant, too, and have not signed in. */
  readonly others?: readonly LocalPerson[];
  /** Whether Teams' documented rate limits hold. */
  readonly limits?: boolean;
  /** So many applications each person has alone. Without it, all manage the same five. */
  readonly own?: number;
}

/** None of these secrets is near its end, so that no reminder is due while turns are measured. */
const DAYS_LEFT = [120, 240, 360];
const APPLICATIONS = 5;
/** They may change something, too. */
const STEP_UP = 'c1';
const SESSION_MS = 8 * 3_600_000;

/** Applications with three secrets each, and people who are signed in: all manage the same five, or each has their own. */
export async function startPlace({ people: count, others = [], limits = false, own }: PlaceOptions): Promise<Place> {
  const people = createPeople(count);
  const made = createManagers(own === undefined ? APPLICATIONS : own * count, DAYS_LEFT);
  const applications = made.map(({ application }) => application);
  const applicationsOf = (person: LocalPerson) => {
    const first = people.indexOf(person) * (own ?? 0);
    return own === undefined ? applications : applications.slice(first, first + own);
  };
  const world: LocalWorld = { ...createWorld(new Date()), people };
  const connector = await startConnector({ botId: world.botId, tenantId: world.tenantId, limits });
  const { url, serviceUrl, openIdMetadataUrl, tokenIssuer } = connector;
  const teams = { url, serviceUrl, openIdMetadataUrl, tokenIssuer };
  const standIns = await startStandIns({ people: [...people, ...others], applications, teams });
  connector.trust(await keysOf(standIns));
  const server = await startPostgres();
  const database = await openDatabase({ databaseUrl: server.url });
  const ledger = createLedger(database);
  const where = { world, teams: { serviceUrl, conversationId: chatOf } };
  const manage = (managed: readonly Managed[], chats: boolean) => seedLedger(database, where, managed, chats);
  const fill = async (into: Ledger, other: Database) => {
    const managed = people.flatMap((person) => applicationsOf(person).map((application) => ({ person, application })));
    await seedLedger(other, where, managed, true);
    for (const person of people) await signIn(into, world, person);
  };
  await fill(ledger, database);
  return {
    ...{ world, people, applications, applicationsOf, connector, standIns, server, database, ledger, manage, fill },
    environment: async (more = {}) => {
      const port = await freePort();
      const address = { PORT: String(port), PUBLIC_URL: `http://localhost:${port}` };
      return defined({ ...standIns.settings, ...address, DATABASE_URL: server.url, ...more });
    },
    close: async () => {
      await database.close();
      await Promise.all([server.stop(), standIns.close(), connector.close()]);
    },
  };
}

function defined(settings: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

async function signIn(ledger: Ledger, { tenantId: tid }: LocalWorld, { oid, name }: LocalPerson): Promise<void> {
  const signedInAt = new Date();
  const claims = { person: { tid, oid }, name, roles: [], acrs: [STEP_UP], authTime: signedInAt, issuedAt: signedInAt };
  const expiresAt = new Date(signedInAt.getTime() + SESSION_MS);
  await ledger.sessions.start({ ...claims, signedInAt, expiresAt }, event({ action: 'session.started' }));
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
