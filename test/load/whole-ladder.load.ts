import { afterAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../bot/adapters/postgres/base/database.ts';
import { LANES, type Lane } from '../../bot/domain/messages/outbox.ts';
import { startPostgres } from '../contracts/postgres-server.ts';
import { programsOfRun } from '../once/programs.ts';
import type { BotRun } from './bot-run.ts';
import { printFigures, secondsSince } from './figures.ts';
import { type LoadWorld, startLoadWorld, until } from './load-world.ts';
import {
  createLadderTenant,
  createReader,
  daysPass,
  FIRST_DAY,
  type LadderTenant,
  laneOf,
  leasesLapse,
  linesOf,
  placeIn,
  plannedIn,
  seedLadder,
  toldOn,
} from './one-ladder.ts';

/** Days left at each look. A day that comes twice has two sweeps. */
const LOOKS = [43, 42, 21, 7, 3, 3, 0, -1, -2, -14, -15, -21];
/** How the processes die at some looks; at the others all of them end in order. */
const DEATHS: ReadonlyMap<number, Death> = new Map([
  [7, 'while it sweeps'],
  [3, 'while it sends'],
  [0, 'while it sweeps'],
  [-2, 'while it sends'],
]);
type Death = 'while it sweeps' | 'while it sends';

/** The processes of one deployment. */
interface Fleet {
  readonly load: LoadWorld;
  readonly tenant: LadderTenant;
  readonly processes: number;
  /** Gives the database while no process runs. */
  withDatabase<T>(use: (database: Database) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * How many messages of each lane may come a second time, and what they say: a process that dies may have sent one of each
 * lane that it could not write down (decision 0008). Those come again at this look, or at the next one if the processes
 * are stopped first.
 */
type UnderWay = { readonly lines: readonly string[] } & Record<Lane, number>;

const fleets: Fleet[] = [];
const figures: Record<string, Record<string, string | number>> = {};

afterAll(async () => {
  for (const fleet of fleets) await fleet.close();
  for (const [title, each] of Object.entries(figures)) printFigures(title, each);
});

async function open(processes: number, databaseUrl: string | undefined, closed: () => Promise<void>): Promise<Fleet> {
  const tenant = createLadderTenant(new Date());
  const load = await startLoadWorld({
    people: tenant.people,
    settings: tenant.settings,
    applications: Object.values(tenant.applications),
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    programs: await programsOfRun(),
  });
  const place = databaseUrl === undefined ? { dataDir: load.dataDir } : { databaseUrl };
  const fleet: Fleet = {
    ...{ load, tenant, processes },
    withDatabase: async (use) => {
      const database = await openDatabase(place);
      try {
        return await use(database);
      } finally {
        await database.close();
      }
    },
    close: async () => {
      await load.close();
      await closed();
    },
  };
  fleets.push(fleet);
  await fleet.withDatabase((database) => seedLadder(database, load, tenant));
  return fleet;
}

async function onPostgres(): Promise<Fleet> {
  const server = await startPostgres();
  return open(3, server.url, () => server.stop());
}

const embedded = (): Promise<Fleet> => open(1, undefined, async () => {});

/** Starts them all at one moment. */
function startAll({ load, processes }: Fleet): Promise<readonly BotRun[]> {
  return Promise.all(Array.from({ length: processes }, () => load.start()));
}

/** Starts the processes, and lets them die in this way if there is one. Those that run afterwards. */
async function startAndDie(fleet: Fleet, death: Death | undefined, hasNews: () => boolean): Promise<readonly BotRun[]> {
  const { graph } = fleet.load;
  const before = graph.counts.get('GET applications') ?? 0;
  if (death === 'while it sweeps') graph.faults.next({ method: 'GET', path: /\/applications/, kind: 'hang' });
  const runs = await startAll(fleet);
  if (death === undefined) return runs;
  const isTime = death === 'while it sends' ? hasNews : () => (graph.counts.get('GET applications') ?? 0) > before;
  await until(isTime, 60_000, 5);
  await Promise.all(runs.map((run) => run.kill()));
  await fleet.withDatabase(leasesLapse);
  return startAll(fleet);
}

async function hasSwept(runs: readonly BotRun[]): Promise<boolean> {
  const logs = await Promise.all(runs.map((run) => run.log()));
  return logs.some((log) => log.includes('"msg":"sweep"'));
}

/** Walks from the first day past the end; every look is told what the contract says, and nothing else. */
async function walk(fleet: Fleet, title: string): Promise<void> {
  const { load, tenant } = fleet;
  const started = performance.now();
  const reader = createReader(load, tenant);
  let [day, doubled, deaths] = [FIRST_DAY, 0, 0];
  let underWay: UnderWay | undefined;
  const seen = new Set<number>();
  for (const next of LOOKS) {
    await fleet.withDatabase((database) => daysPass(database, load, day - next));
    const isFirst = !seen.has(next);
    seen.add(next);
    day = next;
    const expected = isFirst ? linesOf(toldOn(day)) : [];
    const death = isFirst ? DEATHS.get(day) : undefined;
    const runs = await startAndDie(fleet, death, () => reader.peek().length > 0);
    if (death !== 'while it sends') await until(() => hasSwept(runs), 60_000);
    await until(() => expected.every((line) => reader.peek().includes(line)), 120_000);
    await Promise.all(runs.map((run) => run.stop()));
    const { lines, messages } = reader.take();
    if (death === 'while it sends') underWay = { lines: expected, mail: fleet.processes, teams: fleet.processes };
    if (underWay === undefined) expect(lines, `${day} days left`).toEqual(expected);
    else {
      const places = [...new Set(expected.map((line) => placeIn(line)))];
      const again = lines.filter((line) => !expected.includes(line));
      expect([...new Set(lines)], `${day} days left`).toEqual(expect.arrayContaining([...expected]));
      expect(underWay.lines, `${day} days left, once more`).toEqual(expect.arrayContaining(again));
      for (const lane of LANES) {
        const more = messages[lane] - places.filter((place) => laneOf(place) === lane).length;
        expect(more, `${lane}, ${day} days left`).toBeLessThanOrEqual(underWay[lane]);
        underWay[lane] -= more;
        doubled += more;
      }
      if (death !== 'while it sends') underWay = undefined;
    }
    deaths += death === undefined ? 0 : 1;
  }
  figures[title] = { looks: LOOKS.length, deaths, 'messages too many': doubled, took: secondsSince(started) };
  const planned = await fleet.withDatabase((database) => plannedIn(database, tenant));
  const inOrder = (told: ReturnType<typeof toldOn>) => told.map((one) => JSON.stringify(one)).sort();
  expect(inOrder(planned)).toEqual(inOrder([...seen].flatMap(toldOn)));
}

// One after the other: each keeps a machine with two cores busy.
describe('the whole ladder, past the end', () => {
  it('tells each place once a day what the contract says, by three processes that are killed', async () => {
    await walk(await onPostgres(), 'Whole ladder on PostgreSQL, three processes');
  });

  it('tells each place once a day what the contract says, by one process that is killed, on the embedded database', async () => {
    await walk(await embedded(), 'Whole ladder on the embedded database');
  });
});
