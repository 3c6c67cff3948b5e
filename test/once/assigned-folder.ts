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

/**
 * Node's flags for a process that lives for seconds. Without them, V8 optimises the code of PGlite in the background, which
 * costs such a process as much CPU as all else.
 */
export const SHORT_LIVED = ['--liftoff-only'];

/** Nobody listens there: the command asks Entra and Graph only. */
const NOWHERE = 'https://127.0.0.1:9';

/**
 * Makes a data folder with the schema and the roles of the local world. A bot of a test gets a copy. The roles and the key
 * of the record are the same in every local world, so the folder fits each of them. It costs more than a bot uses in a
 * whole journey, so a run makes one.
 */
export async function assignedFolder(): Promise<DataFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'api-credentials-assigned-'));
  const [world, tls, path] = [createWorld(new Date()), await createTls(folder), join(folder, 'data')];
  const entra = await startEntra({ world, tls, redirectUris: [] });
  const graph = await startGraph({ world, tls, entra });
  const teams = { openIdMetadataUrl: NOWHERE, tokenIssuer: NOWHERE, serviceUrl: NOWHERE, url: NOWHERE };
  await assign(
    { ...botSettings({ world, tls, entra, graph, teams, port: 9 }), DATA_DIR: path },
    ['bot/operator/assign.ts'],
    world.assignments,
  );
  await graph.close();
  await entra.close();
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Seeds the roles through the operator's own command. */
export async function assign(
  settings: Readonly<Record<string, string>>,
  program: readonly string[],
  assignments: readonly { readonly oid: string; readonly clientId: string }[],
): Promise<void> {
  const pairs = assignments.flatMap(({ oid, clientId }) => [oid, clientId]);
  const stdio: ['ignore', 'ignore', 'inherit'] = ['ignore', 'ignore', 'inherit'];
  const child = spawn(process.execPath, [...SHORT_LIVED, ...program, ...pairs], {
    env: { ...settings },
    stdio,
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`assigning ended with ${code}`);
}
