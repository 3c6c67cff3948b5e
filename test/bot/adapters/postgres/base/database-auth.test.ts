import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { inspect } from 'node:util';
import { type SQL, sql } from 'drizzle-orm';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createManagedIdentity } from '../../../../../bot/adapters/entra/managed-identity.ts';
import { createLog } from '../../../../../bot/adapters/node/log.ts';
import { type Database, openDatabase } from '../../../../../bot/adapters/postgres/base/database.ts';
import { startJobs } from '../../../../../bot/adapters/postgres/base/jobs/jobs.ts';
import { type LocalEntra, startEntra } from '../../../../../infra/local/entra/index.ts';
import { type LocalManagedIdentity, startManagedIdentity } from '../../../../../infra/local/managed-identity/index.ts';
import { createTls, type Tls } from '../../../../../infra/local/tls.ts';
import { createWorld, type LocalWorld } from '../../../../../infra/local/world.ts';
import { type PostgresServer, startPostgres } from '../../../../contracts/postgres-server.ts';
import { trust } from '../../../../infra/local/trust.ts';

const RESOURCE = 'https://ossrdbms-aad.database.windows.net';
const ROLE = 'id-api credentials';
const MINUTE_MS = 60_000;
let folder: string;
let tls: Tls;
let world: LocalWorld;
let entra: LocalEntra;
let platform: LocalManagedIdentity;
let server: PostgresServer;
let admin: Client;
/** All tokens of these tests. */
const tokens: string[] = [];
let now: number;
let lines: string;
let database: Database | undefined;

/** Makes the server accept the newest token of the identity, and no older one. */
async function renew(lifetime: number): Promise<void> {
  platform.faults.lifetime = lifetime;
  platform.renew();
  const token = await platform.token(RESOURCE);
  tokens.push(token);
  await admin.query(`ALTER ROLE "${ROLE}" PASSWORD '${token}'`);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'database-auth-'));
  tls = await createTls(folder);
  server = await startPostgres();
  admin = new Client(server.url);
  await admin.connect();
  await admin.query(`CREATE ROLE "${ROLE}" LOGIN`);
  await admin.query(`ALTER DATABASE credentials OWNER TO "${ROLE}"`);
  world = createWorld(new Date(), { managedIdentity: true });
  entra = await startEntra({ world, tls, redirectUris: [] });
  platform = await startManagedIdentity({ world, entra });
  Object.assign(process.env, platform.env);
});
beforeEach(async () => {
  now = Date.now();
  lines = '';
  platform.faults.down = false;
  await renew(3600);
});
afterEach(async () => {
  await database?.close();
  database = undefined;
});
afterAll(async () => {
  await admin.end();
  await Promise.all([server.stop(), platform.close(), entra.close()]);
  await rm(folder, { recursive: true, force: true });
});

function address(host = '127.0.0.1', query = ''): string {
  return `postgresql://${encodeURIComponent(ROLE)}@${host}:${new URL(server.url).port}/credentials${query}`;
}

function openLog() {
  const destination = new PassThrough().on('data', (line) => {
    lines += String(line);
  });
  return createLog('debug', destination);
}

async function open(databaseUrl = address()): Promise<Database> {
  const log = openLog();
  const identity = createManagedIdentity({ clientId: world.botId, log, clock: () => new Date(now) });
  database = await openDatabase({ databaseUrl, password: () => identity.token(RESOURCE) });
  return database;
}

const rowsOf = async ({ orm }: Database, query: SQL) => {
  const result = await orm.execute(query);
  return typeof result === 'object' && result !== null && 'rows' in result ? result.rows : undefined;
};
const who = (opened: Database) => rowsOf(opened, sql`SELECT current_user AS who`);
/** Uses several connections at once. */
const crowd = ({ orm }: Database) => Promise.allSettled([1, 2, 3, 4].map(() => orm.execute(sql`SELECT pg_sleep(0.2)`)));
const connections = async () =>
  (await admin.query('SELECT pid FROM pg_stat_activity WHERE usename = $1 ORDER BY pid', [ROLE])).rows;

/** Lets the bot's token come to its last minute, and makes a new one. */
async function endToken(): Promise<void> {
  now += 59.5 * MINUTE_MS;
  await renew(3 * 3600);
}

describe('a connection with a token as the password', () => {
  it('connects and migrates as the identity that the address names', async () => {
    expect(await who(await open())).toEqual([{ who: ROLE }]);
    expect(platform.asked.at(-1)).toBe(RESOURCE);
  });

  it('outlives its token, and a new connection gets a new token', async () => {
    const opened = await open();
    const [before, had] = [await connections(), platform.asked.length];
    await endToken();
    expect(await who(opened)).toEqual([{ who: ROLE }]);
    expect([await connections(), platform.asked.length]).toEqual([before, had]);
    expect((await crowd(opened)).map(({ status }) => status)).toEqual(Array(4).fill('fulfilled'));
    expect(await connections()).toEqual(expect.arrayContaining(before));
    expect((await connections()).length).toBe(4);
    // One token for all connections.
    expect(platform.asked.length).toBe(had + 1);
  });

  it('is what the job queue uses too, with the token of the moment', async () => {
    const opened = await open();
    const had = platform.asked.length;
    await endToken();
    const ran = new Set<string>();
    const nothing = async () => {};
    const jobs = await startJobs(
      opened,
      {
        ...{ reconcile: nothing, 'remove-messages': nothing, sweep: nothing, 'route-requests': nothing },
        ...{ 'send-mail': nothing, 'keep-audit': nothing, 'send-outbox': async () => void ran.add('send-outbox') },
        'read-uses': undefined,
        'read-sign-ins': undefined,
      },
      { time: '08:00', zone: 'UTC' },
      createLog('silent'),
    );
    await expect.poll(() => ran.size, { timeout: 20_000 }).toBe(1);
    await jobs.stop();
    expect(platform.asked.length).toBe(had + 1);
  });
});

describe('a connection for which there is no token', () => {
  it('fails, the log says why, and it works again when there is a token', async () => {
    const opened = await open();
    await endToken();
    platform.faults.down = true;
    const results = await crowd(opened);
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeLessThan(2);
    const refused = results.find((result) => result.status === 'rejected');
    expect(refused).toMatchObject({ reason: { cause: { name: 'ManagedIdentityFault', problem: 'unreachable' } } });
    expect(lines).toContain('"msg":"no token from the managed identity"');
    expect(lines).toContain('its endpoint does not answer as it should');
    platform.faults.down = false;
    expect((await crowd(opened)).map(({ status }) => status)).toEqual(Array(4).fill('fulfilled'));
  });

  it('keeps the bot from starting, and the bot says so in plain words', async () => {
    platform.faults.down = true;
    await expect(open()).rejects.toThrow('no token from the managed identity: its endpoint does not answer');
  });
});

it('leaves no token in the log, in errors and in the output', async () => {
  const opened = await open();
  const printed = inspect(opened, { depth: 12, showHidden: false });
  await admin.query(`ALTER ROLE "${ROLE}" PASSWORD 'another'`);
  const refused: unknown = await crowd(opened);
  const again: unknown = await open().catch((error: unknown) => error);
  expect(again).toMatchObject({ code: '28P01' });
  openLog().error('refused', {}, again);
  await expect.poll(() => lines).toContain('28P01');
  for (const text of [printed, inspect(refused, { depth: 12 }), inspect(again, { depth: 12 }), lines]) {
    for (const token of tokens) expect(text).not.toContain(token.split('.')[1]);
  }
});

describe('a connection over TLS', () => {
  /** The server's user must own the key, so the server writes the file itself. */
  async function keep(name: string, pem: string): Promise<void> {
    const text = pem.replaceAll(/\r/g, '').trim();
    await admin.query(
      `COPY (SELECT unnest(string_to_array('${text}', E'\\n'))) TO PROGRAM 'umask 077; cat > "$PWD/${name}"'`,
    );
  }

  beforeAll(async () => {
    await keep('server.key', tls.key);
    await keep('server.crt', tls.cert);
    await admin.query('ALTER SYSTEM SET ssl = on');
    await admin.query('SELECT pg_reload_conf()');
  });

  it('sends a token only to a server with a trusted certificate', async () => {
    const url = address('localhost', '?sslmode=require');
    const had = platform.asked.length;
    await expect(open(url)).rejects.toThrow(/self.signed/i);
    expect(platform.asked.length).toBe(had);
    trust(tls);
    const opened = await open(url);
    const encrypted = sql`SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()`;
    expect(await rowsOf(opened, encrypted)).toEqual([{ ssl: true }]);
  });
});
