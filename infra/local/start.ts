import { mkdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createBotProcess } from './bot-process.ts';
import { botSettings } from './bot-settings.ts';
import { startEntra } from './entra/index.ts';
import { startGraph } from './graph/index.ts';
import { createTrafficLog, startTeams } from './teams/index.ts';
import { createTls } from './tls.ts';
import { createWorld } from './world.ts';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, '.local');
const [PREFERRED_BOT_PORT, PREFERRED_PAGE_PORT] = [3978, 3979];

/** The port if it is free, else any free one. */
async function freePort(preferred: number): Promise<number> {
  for (const port of [preferred, 0]) {
    const free = await new Promise<number | undefined>((resolve) => {
      const probe = createServer();
      probe.once('error', () => resolve(undefined));
      probe.listen(port, '127.0.0.1', () => {
        const address = probe.address();
        probe.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
      });
    });
    if (free !== undefined) return free;
  }
  throw new Error('no free port on 127.0.0.1');
}

/** The whole product on loopback: the stand-ins, the client and the very bot that runs in production. */
async function main(): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  const [botPort, pagePort] = [await freePort(PREFERRED_BOT_PORT), await freePort(PREFERRED_PAGE_PORT)];
  // The tenant is new at every start, so what the bot remembered of the last one would only mislead.
  const dataDir = join(FOLDER, `data-${botPort}`);
  const headsFile = join(FOLDER, `audit-heads-${botPort}.jsonl`);
  for (const old of [dataDir, headsFile]) await rm(old, { recursive: true, force: true });
  const publicUrl = `http://localhost:${botPort}`;
  const [tls, world, traffic] = [await createTls(FOLDER), createWorld(new Date()), createTrafficLog()];
  const onTraffic = traffic.record;
  const entra = await startEntra({ world, tls, onTraffic, redirectUris: [`${publicUrl}/sign-in/callback`] });
  const graph = await startGraph({ world, tls, entra, onTraffic });
  const controls = { restartBot: () => bot.restart(), sweep: () => bot.sweep() };
  const teams = await startTeams({ world, entra, graph, port: pagePort, traffic, controls, limits: true });
  const bot = createBotProcess({
    root: ROOT,
    logFile: join(FOLDER, 'bot.log'),
    readyUrl: `http://127.0.0.1:${botPort}/readyz`,
    onState: (state) => teams.botState(state),
    env: {
      ...botSettings({ world, tls, entra, graph, teams, port: botPort }),
      DATA_DIR: dataDir,
      AUDIT_HEADS_FILE: headsFile,
    },
  });
  teams.setBot(`http://127.0.0.1:${botPort}`);

  const stop = async (status: number): Promise<void> => {
    await bot.stop();
    await Promise.allSettled([teams.close(), graph.close(), entra.close()]);
    process.exit(status);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(0));
  try {
    await bot.assign(world.assignments);
    await bot.start();
    await teams.install();
    console.log(`API Credentials is ready: ${teams.url}`);
  } catch (fault) {
    console.error(fault instanceof Error ? fault.message : fault);
    await stop(1);
  }
}

await main();
