import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { botSettings } from '../../infra/local/bot-settings.ts';
import { startEntra } from '../../infra/local/entra/index.ts';
import { startGraph } from '../../infra/local/graph/index.ts';
import { createTls } from '../../infra/local/tls.ts';
import { createWorld } from '../../infra/local/world.ts';
import type { DataFolder } from './fresh-folder.ts';
import type { Programs } from './programs.ts';

/** Nobody listens there: the command asks Entra and Graph only. */
const NOWHERE = 'https://127.0.0.1:9';

/**
 * Makes a data folder with the schema and the roles of the local world. A bot of a test gets a copy. The roles and the key
 * of the record are the same in every local world, so the folder fits each of them. It costs more than a bot uses in a
 * whole journey, so a run makes one.
 */
export async function assignedFolder(programs: Programs): Promise<DataFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'api-credentials-assigned-'));
  const path = join(folder, 'data');
  await assignIn({ DATA_DIR: path }, programs);
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Gives a database of PostgreSQL the schema and the roles of the local world. */
export function assignDatabase(url: string, programs: Programs): Promise<void> {
  return assignIn({ DATABASE_URL: url }, programs);
}

async function assignIn(place: Readonly<Record<string, string>>, programs: Programs): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'api-credentials-assigning-'));
  const [world, tls] = [createWorld(new Date()), await createTls(folder)];
  const entra = await startEntra({ world, tls, redirectUris: [] });
  const graph = await startGraph({ world, tls, entra });
  const teams = { openIdMetadataUrl: NOWHERE, tokenIssuer: NOWHERE, serviceUrl: NOWHERE, url: NOWHERE };
  const settings = { ...botSettings({ world, tls, entra, graph, teams, port: 9 }), ...place };
  await assign(settings, programs, world.assignments);
  await graph.close();
  await entra.close();
  await rm(folder, { recursive: true, force: true });
}

/** Seeds the roles through the operator's own command. */
export async function assign(
  settings: Readonly<Record<string, string>>,
  programs: Programs,
  assignments: readonly { readonly oid: string; readonly clientId: string }[],
): Promise<void> {
  const pairs = assignments.flatMap(({ oid, clientId }) => [oid, clientId]);
  const stdio: ['ignore', 'ignore', 'inherit'] = ['ignore', 'ignore', 'inherit'];
  const child = spawn(process.execPath, [...programs.line('bot/operator/assign'), ...pairs], {
    cwd: programs.folder,
    env: { ...settings },
    stdio,
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`assigning ended with ${code}`);
}
