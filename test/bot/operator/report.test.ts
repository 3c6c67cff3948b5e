import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { botSettings } from '../../../infra/local/bot-settings.ts';
import { type LocalEntra, startEntra } from '../../../infra/local/entra/index.ts';
import { type LocalGraph, startGraph } from '../../../infra/local/graph/index.ts';
import { createTls } from '../../../infra/local/tls.ts';
import { createWorld, type LocalWorld } from '../../../infra/local/world.ts';
import { trust } from '../../infra/local/trust.ts';
import { command } from './command.ts';

let folder: string;
let world: LocalWorld;
let entra: LocalEntra;
let graph: LocalGraph;
let settings: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'api-credentials-report-'));
  const tls = await createTls(folder);
  trust(tls);
  world = createWorld(new Date());
  entra = await startEntra({ world, tls, redirectUris: [] });
  graph = await startGraph({ world, tls, entra });
  const url = 'https://x.example';
  const teams = { openIdMetadataUrl: url, tokenIssuer: 'x', serviceUrl: `${url}/`, url };
  const path = process.env['PATH'] ?? '';
  settings = { ...botSettings({ world, tls, entra, graph, teams, port: 3978 }), PATH: path, DATA_DIR: folder };
});
afterAll(async () => {
  await graph.close();
  await entra.close();
  await rm(folder, { recursive: true, force: true });
});

const report = (...given: readonly string[]) => command(settings, 'report', ...given);

describe('npm run report', () => {
  it('prints the secrets of the applications of the convention, as CSV and as JSON', async () => {
    const [csv, json] = [await report('--format', 'csv'), await report('--format', 'json')];
    expect([csv.status, csv.stderr, json.status, json.stderr]).toEqual([0, '', 0, '']);
    const records: { clientId: string; keyId: string }[] = parse(csv.stdout, { columns: true });
    const rows: { clientId: string; keyId: string | null }[] = JSON.parse(json.stdout);
    expect(records.map(({ clientId, keyId }) => [clientId, keyId])).toEqual(
      rows.map(({ clientId, keyId }) => [clientId, keyId ?? '']),
    );
    const named = world.applications.filter(({ displayName }) => displayName.startsWith('Partner'));
    expect(new Set(rows.map(({ clientId }) => clientId))).toEqual(new Set(named.map(({ appId }) => appId)));
  });

  it('explains how it is used if the format is missing or another one', async () => {
    for (const given of [[], ['--format', 'xml'], ['--out', 'x']]) {
      const { status, stdout, stderr } = await report(...given);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toContain('npm run report -- --format csv|json');
    }
  });

  it('fails with a reason and prints no half report if Entra does not answer', async () => {
    const { status, stdout, stderr } = await command(
      { ...settings, GRAPH_URL: 'https://localhost:1' },
      'report',
      '--format',
      'csv',
    );
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('The report failed: the directory could not be read');
  });
});
