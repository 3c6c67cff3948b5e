import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLedger, openDatabase } from '../../../bot/adapters/postgres/index.ts';
import type { Ledger } from '../../../bot/ports/shared/ledger.ts';
import { botSettings } from '../../../infra/local/bot-settings.ts';
import { startEntra } from '../../../infra/local/entra/index.ts';
import { startGraph } from '../../../infra/local/graph/index.ts';
import { createTls } from '../../../infra/local/tls.ts';
import { createWorld } from '../../../infra/local/world.ts';
import { type PostgresServer, startPostgres } from '../../contracts/postgres-server.ts';
import { command, lines } from './command.ts';

const world = createWorld(new Date());
let folder: string;
let settings: Record<string, string>;
let server: PostgresServer;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'api-credentials-assign-'));
  const tls = await createTls(folder);
  const entra = await startEntra({ world, tls, redirectUris: [] });
  const graph = await startGraph({ world, tls, entra });
  server = await startPostgres();
  stops.push(graph.close, entra.close, server.stop);
  // The command does not speak to Teams.
  const teams = { openIdMetadataUrl: 'http://127.0.0.1:9/', tokenIssuer: 'x', serviceUrl: 'http://127.0.0.1:9/' };
  const local = botSettings({ world, tls, entra, graph, teams: { ...teams, url: 'http://127.0.0.1:9' }, port: 3978 });
  settings = { ...local, PATH: process.env['PATH'] ?? '' };
}, 120_000);

afterAll(async () => {
  for (const stop of stops) await stop();
  rmSync(folder, { recursive: true, force: true });
});

type Store = { readonly DATA_DIR: string } | { readonly DATABASE_URL: string };

/** Writes a file with these lines, and gives it to the command. */
function assignFile(store: Store, content: string, ...options: readonly string[]) {
  const file = join(folder, 'assignments.csv');
  writeFileSync(file, content);
  return command({ ...settings, ...store }, 'assign', '--file', file, ...options);
}

async function inLedger<T>(store: Store, act: (ledger: Ledger) => Promise<T>): Promise<T> {
  const database = await openDatabase(
    'DATA_DIR' in store ? { dataDir: store.DATA_DIR } : { databaseUrl: store.DATABASE_URL },
  );
  try {
    return await act(createLedger(database));
  } finally {
    await database.close();
  }
}

function person(name: string) {
  const found = world.people.find((one) => one.name === name);
  if (found === undefined) throw new Error(`nobody is called ${name}`);
  return found;
}

function application(displayName: string) {
  const found = world.applications.find((one) => one.displayName === displayName);
  if (found === undefined) throw new Error(`nothing is called ${displayName}`);
  return found;
}

function pairLine(name: string, displayName: string): string {
  return `  ${name} (${person(name).oid}) – ${displayName} (${application(displayName).appId})`;
}

const [DM, SMC, OLD] = ['Partner-NL-Matchwell-DM', 'Partner-NL-Matchwell-SMC', 'Matchwell legacy upload'];
const [ANNA, BRAM, DAAN, FINN] = ['Anna Jansen', 'Bram Visser', 'Daan Smit', 'Finn Weber'];

describe('npm run assign -- --file', { timeout: 180_000 }, () => {
  it('plans, applies, and then has nothing left to do', async () => {
    const store = { DATA_DIR: join(folder, 'applied') };
    const seeded = [person(BRAM).oid, application(DM).appId, person(DAAN).oid, application(OLD).appId];
    const started = await command({ ...settings, ...store }, 'assign', ...seeded);
    expect(started.status).toBe(0);
    const content = [
      '\uFEFFapplication,person',
      `${DM},${person(ANNA).upn}`,
      `"${application(DM).appId.toUpperCase()}",${person(FINN).mail}`,
      '',
      `${SMC},${person(ANNA).oid}`,
      `${OLD},`,
    ].join('\r\n');
    const plan = [
      'To be added:',
      ...[pairLine(ANNA, DM), pairLine(FINN, DM), pairLine(ANNA, SMC)],
      'To be removed:',
      ...[`  (no name) (${person(BRAM).oid}) – ${DM} (${application(DM).appId})`],
      ...[`  (no name) (${person(DAAN).oid}) – ${OLD} (${application(OLD).appId})`],
      `Warning: ${SMC} (${application(SMC).appId}) is left with one manager.`,
      `Warning: ${OLD} (${application(OLD).appId}) is left with nobody.`,
      '3 to add, 2 to remove, 0 unchanged, 0 not removed, 0 unknown.',
    ];
    const dry = await assignFile(store, content, '--dry-run');
    expect(dry).toMatchObject({ status: 0, stderr: '' });
    expect([...lines(dry.stdout)].sort()).toEqual([...plan, 'Nothing was changed.'].sort());
    const applied = await assignFile(store, content);
    expect(applied).toMatchObject({ status: 0, stderr: '' });
    const [, reference] =
      /^Done: 3 added, 2 removed\. Reference in the audit record: (\w+)$/m.exec(applied.stdout) ?? [];
    const { rows, managers, told } = await inLedger(store, async (ledger) => ({
      rows: await ledger.audit.rows(2),
      managers: await ledger.assignments.managersOf([DM, SMC, OLD].map((name) => application(name).appId)),
      told: await ledger.outbox.claimNext(new Date(Date.now() + 60_000), new Date(Date.now() + 120_000), 'teams'),
    }));
    expect(rows).toHaveLength(5);
    for (const row of rows) expect(row).toMatchObject({ actor: undefined, result: 'done', detail: 'file', reference });
    expect(managers.map((one) => [one.person.name, one.by, one.clientId]).sort()).toEqual(
      [
        [ANNA, undefined, application(DM).appId],
        [FINN, undefined, application(DM).appId],
        [ANNA, undefined, application(SMC).appId],
      ].sort(),
    );
    expect(told).toMatchObject({ to: { kind: 'person' } });
    const again = await assignFile(store, content);
    expect(again).toMatchObject({ status: 0, stderr: '' });
    expect(lines(again.stdout)).toContain('0 to add, 0 to remove, 3 unchanged, 0 not removed, 0 unknown.');
    expect(again.stdout).toContain('Done: 0 added, 0 removed.');
    expect(again.stdout).not.toContain('To be');
  });

  it('does what it can on PostgreSQL, says what it left out, and ends with 1', async () => {
    const store = { DATABASE_URL: server.url };
    await command({ ...settings, ...store }, 'assign', person(BRAM).oid, application(DM).appId);
    const content = `person,application\n${person(ANNA).upn},${DM}\nbram@nowhere.example,${DM}\n${DAAN},No-Such\n`;
    const applied = await assignFile(store, content);
    expect(applied).toMatchObject({ status: 1, stderr: '' });
    expect(lines(applied.stdout).slice(0, -1)).toEqual([
      'To be added:',
      pairLine(ANNA, DM),
      'Not removed, because they may be meant by a line that is unknown:',
      `  (no name) (${person(BRAM).oid}) – ${DM} (${application(DM).appId}): line 3`,
      'Unknown, and left out:',
      '  line 3: the person "bram@nowhere.example" was not found, or more than one',
      `  line 4: the person "${DAAN}" was not found, or more than one`,
      '  line 4: the application "No-Such" was not found, or more than one',
      '1 to add, 0 to remove, 0 unchanged, 1 not removed, 3 unknown.',
    ]);
    const managers = await inLedger(store, ({ assignments }) => assignments.managersOf([application(DM).appId]));
    expect(managers.map((one) => one.person.oid).sort()).toEqual([person(ANNA).oid, person(BRAM).oid].sort());
  });

  it('changes nothing if the directory does not answer', async () => {
    const store = { DATABASE_URL: server.url, GRAPH_URL: 'https://127.0.0.1:9' };
    const failed = await assignFile(store, `person,application\n${person(ANNA).upn},${SMC}\n`);
    expect(failed).toMatchObject({ status: 1, stdout: '' });
    expect(failed.stderr).toContain(
      'The assignments could not be changed: the directory could not be read (unreachable)',
    );
  });

  it.each([
    ['', 'must name the columns application and person'],
    ['person,application,team\na,b,c\n', 'must name the columns application and person'],
    ['person;application\na;b\n', 'with a comma between them'],
    ['person,application\na,b\n"c,d\n', 'it is not CSV'],
    ['person,application\na,\n', 'line 2 names no application'],
  ])('refuses a file that is not one, before it opens anything: %j', async (content, words) => {
    const refused = await assignFile({ DATA_DIR: join(folder, 'never') }, content);
    expect(refused).toMatchObject({ status: 2, stdout: '' });
    expect(refused.stderr).toContain(words);
  });

  it('refuses a file that is not there', async () => {
    const refused = await command(
      { ...settings, DATABASE_URL: server.url },
      'assign',
      '--file',
      join(folder, 'absent'),
    );
    expect(refused).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('cannot be read') });
  });
});
