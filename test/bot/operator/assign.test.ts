import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../bot/adapters/postgres/base/database.ts';
import { createLedger } from '../../../bot/adapters/postgres/base/ledger.ts';
import { botSettings } from '../../../infra/local/bot-settings.ts';
import { startEntra } from '../../../infra/local/entra/index.ts';
import { type LocalGraph, startGraph } from '../../../infra/local/graph/index.ts';
import { createTls } from '../../../infra/local/tls.ts';
import { createWorld } from '../../../infra/local/world.ts';
import { AUDIT_KEY, command } from './command.ts';

const world = createWorld(new Date());
const [OID, OTHER, CLIENT] = [
  world.people[0]?.oid ?? '',
  world.people[1]?.oid ?? '',
  world.applications[0]?.appId ?? '',
];
const UNKNOWN = '44444444-4444-4444-8444-44444444444b';
const PERSON = { tid: world.tenantId, oid: OID, name: '' };
let folder: string;
let settings: Record<string, string>;
let graph: LocalGraph;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'api-credentials-'));
  const tls = await createTls(folder);
  const entra = await startEntra({ world, tls, redirectUris: [] });
  graph = await startGraph({ world, tls, entra });
  stops.push(graph.close, entra.close);
  // The command does not speak to Teams.
  const teams = { openIdMetadataUrl: 'http://127.0.0.1:9/', tokenIssuer: 'x', serviceUrl: 'http://127.0.0.1:9/' };
  const local = botSettings({ world, tls, entra, graph, teams: { ...teams, url: 'http://127.0.0.1:9' }, port: 3978 });
  settings = { ...local, PATH: process.env['PATH'] ?? '', DATA_DIR: folder, AUDIT_KEY };
});

afterAll(async () => {
  for (const stop of stops) await stop();
  rmSync(folder, { recursive: true, force: true });
});

function assign(...given: readonly string[]) {
  return command(settings, 'assign', ...given);
}

describe('the assign command', { timeout: 120_000 }, () => {
  it('changes nothing without the key that signs the record, and says that the key is missing', async () => {
    const dataDir = join(folder, 'keyed');
    const keyless = { ...settings, DATA_DIR: dataDir };
    Reflect.deleteProperty(keyless, 'AUDIT_KEY');
    const keyed = { ...keyless, AUDIT_KEY };
    expect(await command(keyed, 'assign', OID, CLIENT)).toMatchObject({ status: 0 });
    const refused = await command(keyless, 'assign', OTHER, CLIENT);
    expect(refused).toMatchObject({ status: 1, stdout: '' });
    expect(refused.stderr).toContain('AUDIT_KEY is not set here');
    expect(await command(keyed, 'assign', OTHER, CLIENT)).toMatchObject({ status: 0 });
    const database = await openDatabase({ dataDir });
    const rows = await createLedger(database).audit.rows();
    await database.close();
    expect(rows.map(({ action }) => action)).toEqual(['assignment.added', 'assignment.added']);
  });

  it('adds and removes with one line and one audit row each, ids in any case', async () => {
    const first = await assign(OID.toUpperCase(), CLIENT, OTHER, CLIENT);
    expect(first).toMatchObject({
      status: 0,
      stdout: `${OID} now manages ${CLIENT}\n${OTHER} now manages ${CLIENT}\n`,
    });
    expect(await assign(OID, CLIENT)).toMatchObject({ status: 0, stdout: `${OID} already manages ${CLIENT}\n` });
    const database = await openDatabase({ dataDir: folder });
    expect(await createLedger(database).assignments.of(PERSON)).toEqual([CLIENT]);
    await database.close();
    expect((await assign('--remove', OID, CLIENT)).stdout).toBe(`${OID} no longer manages ${CLIENT}\n`);
    expect((await assign('--remove', OID, CLIENT)).stdout).toBe(`${OID} did not manage ${CLIENT}\n`);
    const again = await openDatabase({ dataDir: folder });
    const { audit } = createLedger(again);
    const [rows, head] = [await audit.rows(), await audit.head()];
    await again.close();
    expect(rows.map(({ action, subject }) => [action, subject])).toEqual([
      ['assignment.added', PERSON],
      ['assignment.added', { ...PERSON, oid: OTHER }],
      ['assignment.removed', PERSON],
    ]);
    expect(rows[0]).toMatchObject({ actor: undefined, clientId: CLIENT, result: 'done', detail: 'operator' });
    expect(rows[0]?.reference).toMatch(/^[0-9a-f]{8}$/);
    expect(rows[1]?.reference).toBe(rows[0]?.reference);
    expect(rows[2]?.reference).not.toBe(rows[0]?.reference);
    expect(head.signature?.keyId).toBe('first');
  });

  it('names the process that holds the embedded database, without a stack', async () => {
    const database = await openDatabase({ dataDir: folder });
    const held = await assign(OID, CLIENT);
    await database.close();
    expect(held.status).toBe(2);
    expect(held.stderr).toContain(`the running bot (process ${process.pid}) holds the embedded database`);
    expect(held.stderr).not.toContain('    at ');
  });

  it('leaves out what Entra does not know, says so, and fails', async () => {
    expect(await assign(OID, UNKNOWN, UNKNOWN, CLIENT, OTHER, world.appId)).toMatchObject({
      status: 1,
      stdout: [
        `Entra knows no application with the client ID ${UNKNOWN}.`,
        `Entra knows no user with the object ID ${UNKNOWN}.`,
        `${world.appId} is the bot's own registration. Nobody can manage it.`,
        '',
      ].join('\n'),
    });
  });

  it('changes nothing if Entra cannot be asked, which says nothing about the application', async () => {
    graph.faults.next({ path: /applications/, kind: 'fail', status: 403, code: 'Authorization_RequestDenied' });
    expect(await assign(OID, UNKNOWN, OTHER, CLIENT)).toMatchObject({
      status: 1,
      stdout: '',
      stderr: 'The assignments could not be changed: the directory could not be read (forbidden)\n',
    });
  });

  it('takes away what Entra does not know any more', async () => {
    expect((await assign('--remove', OID, UNKNOWN)).stdout).toBe(`${OID} did not manage ${UNKNOWN}\n`);
  });

  it.each([
    [],
    ['x', CLIENT],
    [OID],
    ['--file'],
    ['--file', '--dry-run'],
    ['--file', 'a.csv', 'b.csv'],
    ['--file', 'a.csv', '--remove'],
    ['--dry-run', OID, CLIENT],
  ])('refuses what is neither pairs of GUIDs nor one file: %j', async (...given: string[]) => {
    expect(await assign(...given)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('Usage') });
  });
});
