import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { botSettings } from '../../../infra/local/bot-settings.ts';
import { addApplications } from '../../../infra/local/crowd.ts';
import { startEntra } from '../../../infra/local/entra/index.ts';
import { type LocalGraph, startGraph } from '../../../infra/local/graph/index.ts';
import { createTls } from '../../../infra/local/tls.ts';
import { createWorld, type LocalWorld } from '../../../infra/local/world.ts';
import { middayZone } from '../../load/midday-zone.ts';
import type { Question, Started, Tenant } from './stand-ins-process.ts';

/**
 * Entra and Graph in a process of their own, so that they take no time from the bot and none from the one that
 * measures. It gets its tenant as its first message, and ends when the other process does.
 */
async function main(): Promise<void> {
  const [tenant] = (await once(process, 'message')) as [Tenant];
  const folder = await mkdtemp(join(tmpdir(), 'api-credentials-bench-'));
  const world = worldOf(tenant);
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
  process.on('message', (question: Question) => process.send?.({ answer: answerTo(question, world, graph) }));
  process.once('disconnect', () => {
    rm(folder, { recursive: true, force: true }).finally(() => process.exit(0));
  });
  process.send?.({ settings, folder } satisfies Started);
}

function worldOf({ people, applications }: Tenant): LocalWorld {
  const world: LocalWorld = { ...createWorld(new Date()), people };
  world.applications.splice(0, Number.POSITIVE_INFINITY, ...applications);
  return world;
}

function answerTo(question: Question, world: LocalWorld, { counts }: Pick<LocalGraph, 'counts'>): unknown {
  switch (question.kind) {
    case 'graph-requests':
      return [...counts.values()].reduce((sum, one) => sum + one, 0);
    case 'grow': {
      const { applications, secretsEach } = question.crowd;
      const added = addApplications(world, applications, secretsEach, new Date()).map(({ appId }) => appId);
      // Ids are made by chance, so that those who ask have their applications on any page of Graph's list.
      world.applications.sort((a, b) => (a.id < b.id ? -1 : 1));
      return added;
    }
    case 'add':
      for (const application of question.applications) world.applications.push(application);
      return undefined;
  }
}

await main();
