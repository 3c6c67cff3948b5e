import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { botSettings } from '../../infra/local/bot-settings.ts';
import { addApplications } from '../../infra/local/crowd.ts';
import { startEntra } from '../../infra/local/entra/index.ts';
import { startGraph } from '../../infra/local/graph/index.ts';
import { createTls } from '../../infra/local/tls.ts';
import { createWorld, type LocalWorld } from '../../infra/local/world.ts';
import { middayZone } from '../load/midday-zone.ts';
import type { Asked, Started, Tenant } from './stand-ins-process.ts';

/**
 * Entra and Graph in a process of their own, so that they take no time from the bot and none from the one that
 * measures. It gets its tenant as its first message, and ends when the other process does.
 */
async function main(): Promise<void> {
  const [tenant] = (await once(process, 'message')) as [Tenant];
  const folder = await mkdtemp(join(tmpdir(), 'api-credentials-bench-'));
  const { world, crowd } = worldOf(tenant);
  const tls = await createTls(folder);
  const entra = await startEntra({ world, tls, redirectUris: [] });
  const graph = await startGraph({ world, tls, entra });
  const settings = {
    ...botSettings({ world, tls, entra, graph, teams: tenant.teams, port: 0 }),
    MAIL_FROM: '',
    LOG_LEVEL: 'warn',
    REMINDER_TIME_ZONE: middayZone(new Date()),
    PATH: process.env['PATH'] ?? '',
  };
  process.on('message', (asked: Asked) => {
    const count = [...graph.counts.values()].reduce((sum, one) => sum + one, 0);
    process.send?.({ id: asked.id, graphRequests: count });
  });
  process.once('disconnect', () => {
    rm(folder, { recursive: true, force: true }).finally(() => process.exit(0));
  });
  process.send?.({ settings, crowd, folder } satisfies Started);
}

/** The people manage the first applications of the tenant; nobody is told of the crowd behind them. */
function worldOf({ people, applications, crowd }: Tenant): { world: LocalWorld; crowd: readonly string[] } {
  const world: LocalWorld = { ...createWorld(new Date()), people };
  world.applications.splice(0, Number.POSITIVE_INFINITY, ...applications);
  const added = addApplications(world, crowd.applications, crowd.secretsEach, new Date());
  return { world, crowd: added.map(({ appId }) => appId) };
}

await main();
