import { join, relative } from 'node:path';
import { type BotProcess, createBotProcess } from './bot-process.ts';
import { botSettings } from './bot-settings.ts';
import { type LocalEntra, startEntra } from './entra/index.ts';
import { type LocalGraph, startGraph } from './graph/index.ts';
import type { OtherClient } from './playground/beside.ts';
import { createPreparedData } from './prepared-data.ts';
import { createRunFolder } from './run-folder.ts';
import { createSystems, type LocalSystems } from './systems/systems.ts';
import { createTrafficLog, type LocalTeams, startTeams } from './teams/index.ts';
import { createTls, type Tls } from './tls.ts';
import { watchFolders } from './watch-folders.ts';
import { createWorld, type LocalWorld } from './world.ts';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, '.local');
/** Each system of a partner signs in this often. */
const SYSTEMS_EVERY_MS = 20_000;
const [PREFERRED_BOT_PORT, PREFERRED_PAGE_PORT] = [3978, 3979];

export interface RunOptions {
  /** Whether the bot starts again when a file of bot/ or cards/ changes. */
  readonly watch: boolean;
  /** Makes another client of the bot. */
  readonly beside?: (parts: Pick<Parts, 'world' | 'entra' | 'teams' | 'folder'>) => Promise<OtherClient>;
}

/** The stand-ins and the bot, before the bot has started. */
interface Parts {
  readonly world: LocalWorld;
  readonly tls: Tls;
  readonly entra: LocalEntra;
  readonly graph: LocalGraph;
  readonly teams: LocalTeams;
  readonly systems: LocalSystems;
  readonly bot: BotProcess;
  /** The folder of this run. */
  readonly folder: string;
  readonly other: OtherClient | undefined;
}

/** Starts the whole product on loopback: the stand-ins, the client, and the bot just as it runs in production. */
export async function run({ watch, beside }: RunOptions): Promise<void> {
  let stopping: Promise<void> | undefined;
  let parts: Parts | undefined;
  const stop = (status: number): Promise<void> => {
    stopping ??= close(parts).then(() => process.exit(status));
    return stopping;
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(0));
  try {
    parts = await startParts(beside);
    await prepareData(parts);
    const begin = beginning(parts);
    if (watch) await beginAndWatch(begin, () => stopping !== undefined);
    else await begin();
  } catch (fault) {
    if (stopping === undefined) console.error(sentenceOf(fault));
    await stop(1);
  }
}

async function startParts(beside: RunOptions['beside']): Promise<Parts> {
  const folder = await createRunFolder(FOLDER);
  const [tls, world, traffic] = [await createTls(folder), createWorld(new Date()), createTrafficLog()];
  const onTraffic = traffic.record;
  const entra = await startEntra({ world, tls, onTraffic });
  const graph = await startGraph({ world, tls, entra, onTraffic });
  const controls = {
    restartBot: () => bot.restart(),
    passDays: (days: number) => bot.passDays(days, () => sweepNow({ world, teams })),
  };
  const port = PREFERRED_PAGE_PORT;
  const systems = createSystems(world, entra, tls);
  const teams = await startTeams({ world, entra, graph, port, traffic, controls, systems, limits: true });
  const other = await beside?.({ world, entra, teams, folder });
  systems.start(SYSTEMS_EVERY_MS);
  const bot = createBotProcess({
    root: ROOT,
    logFile: join(folder, 'bot.log'),
    preferredPort: PREFERRED_BOT_PORT,
    settingsFor: (port) => ({
      ...botSettings({ world, tls, entra, graph, teams, port }),
      BOT_SERVICE_URLS: [teams.serviceUrl, ...(other === undefined ? [] : [other.serviceUrl])].join(','),
      DATA_DIR: dataDirIn(folder),
      AUDIT_HEADS_FILE: join(folder, 'audit-heads.jsonl'),
    }),
    onPort: (port) => {
      world.registration.web.redirectUris.push(`http://localhost:${port}/sign-in/callback`);
      for (const client of [teams, other]) client?.setBot(`http://127.0.0.1:${port}`);
    },
    onState: (state) => teams.botState(state),
  });
  return { world, tls, entra, graph, teams, systems, bot, folder, other };
}

/**
 * The daily sweep at once: an administrator presses the button for it, in a chat with the bot. No message shows that. If no
 * administrator is left, the bot's own schedule finds within some seconds that a sweep is due.
 */
async function sweepNow({ world, teams }: Pick<Parts, 'world' | 'teams'>): Promise<void> {
  const administrator = world.people.find(({ oid, roles }) => roles.length > 0 && !world.left.has(oid));
  if (administrator === undefined) return;
  const { oid } = administrator;
  const value = { action: { type: 'Action.Execute', verb: 'sweep', data: {} }, trigger: 'manual' };
  const where = teams.conversationId(oid, 'personal');
  const { status, body } = await teams.invoke(oid, where, 'adaptiveCard/action', value);
  const said = JSON.stringify(body);
  if (status !== 200 || !said.includes('adaptive'))
    throw new Error(`The bot did not do its daily sweep: ${status} ${said}`);
}

/** Gives the managers their applications, as an operator does before the bot starts for the first time. */
async function prepareData({ world, bot, folder }: Parts): Promise<void> {
  const ids = world.assignments.flatMap(({ oid, clientId }) => [oid, clientId]);
  const prepared = createPreparedData({
    root: ROOT,
    cache: join(FOLDER, 'prepared-data'),
    depends: [world.tenantId, ids],
    fill: (dataDir) => bot.command('Assigning applications', ['bot/operator/assign.ts', ...ids], { DATA_DIR: dataDir }),
  });
  if (prepared.isMissing) console.log('Preparing the database, which takes some seconds the first time …');
  await prepared.copyTo(dataDirIn(folder));
  console.log(`Starting the bot, which logs to ${relative(process.cwd(), join(folder, 'bot.log'))} …`);
}

/** Starts the bot, the first time or again. The first time that it is ready it is installed and the page is announced. */
function beginning({ teams, bot, other }: Parts): () => Promise<void> {
  let installed = false;
  return async () => {
    await bot.restart();
    if (!installed) await teams.install();
    console.log(installed ? 'The bot is ready again.' : `API Credentials is ready: ${teams.url}`);
    if (!installed && other !== undefined) console.log(`The other client: ${await other.start()}`);
    installed = true;
  };
}

/** Starts the bot again after every change of its sources. If it does not start, the next change is awaited. */
async function beginAndWatch(begin: () => Promise<void>, isStopping: () => boolean): Promise<void> {
  const attempt = () =>
    begin().catch((fault: unknown) => {
      if (isStopping()) return;
      console.error(`${sentenceOf(fault)}\nThe bot starts again when a file of bot/ or cards/ changes.`);
    });
  watchFolders(ROOT, ['bot', 'cards'], (file) => {
    console.log(`${file} has changed: the bot starts again …`);
    void attempt();
  });
  await attempt();
}

async function close(parts: Parts | undefined): Promise<void> {
  if (parts === undefined) return;
  const { bot, teams, systems, graph, entra, other } = parts;
  systems.close();
  await bot.stop();
  await Promise.allSettled([other?.close(), teams.close(), graph.close(), entra.close()]);
}

function dataDirIn(folder: string): string {
  return join(folder, 'data');
}

function sentenceOf(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}
