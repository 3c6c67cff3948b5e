import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../bot/adapters/postgres/base/database.ts';
import { createLedger } from '../../bot/adapters/postgres/base/ledger.ts';
import { outgoing } from '../../bot/adapters/postgres/messages/schema-messages.ts';
import { reminders } from '../../bot/adapters/postgres/reminders/schema-reminders.ts';
import type { SweepReport } from '../../bot/domain/reminders/sweep.ts';
import { addApplications } from '../../infra/local/crowd.ts';
import { createWorld, DAY_MS, type LocalApplication } from '../../infra/local/world.ts';
import { type PostgresServer, startPostgres } from '../contracts/postgres-server.ts';
import { printFigures } from './figures.ts';
import { type LoadWorld, startLoadWorld, until } from './load-world.ts';
import { createPeople, digestsIn } from './managers.ts';

/** A prime: the crowd's ends come round again after 400 secrets, and every manager shall get some of each age. */
const MANAGERS = 499;
const SECRETS_EACH = 4;
/** How much more memory ten times the applications may take. */
const MEMORY_BOUND = 1.5;

interface Swept {
  readonly report: SweepReport;
  readonly requests: number;
  readonly memory: number | undefined;
  readonly load: LoadWorld;
  readonly database: Database;
  readonly applications: readonly LocalApplication[];
}

const servers: PostgresServer[] = [];
const opened: Swept[] = [];
const figures: Record<string, string | number> = {};
let small: Swept;
let big: Swept;

beforeAll(async () => {
  small = await sweepOf(1_000);
  await small.load.close();
  big = await sweepOf(10_000);
});
afterAll(async () => {
  await big?.load.close();
  for (const { database } of opened) await database.close();
  for (const server of servers) await server.stop();
  printFigures('Sweep', figures);
});

/** The first sweep of a new bot over so many applications, shared out among the managers. */
async function sweepOf(count: number): Promise<Swept> {
  const server = await startPostgres();
  servers.push(server);
  const applications = addApplications(createWorld(new Date()), count, SECRETS_EACH, new Date());
  const people = createPeople(MANAGERS);
  const load = await startLoadWorld({ people, applications, databaseUrl: server.url });
  const database = await openDatabase({ databaseUrl: server.url });
  await load.seed(
    database,
    applications.map((application, i) => ({ application, person: people[i % MANAGERS] as (typeof people)[number] })),
  );
  const bot = await load.start();
  const { sweeps } = createLedger(database);
  await until(async () => (await sweeps.last()) !== undefined, 120_000);
  const memory = bot.peakMemory();
  const report = (await sweeps.last()) as SweepReport;
  const swept = {
    report,
    requests: load.graph.counts.get('GET applications') ?? 0,
    memory,
    load,
    database,
    applications,
  };
  opened.push(swept);
  record(count, swept);
  return swept;
}

function record(count: number, { report, requests, memory }: Swept): void {
  const took = (report.finishedAt.getTime() - report.startedAt.getTime()) / 1000;
  figures[`${count} applications: secrets read`] = report.secrets;
  figures[`${count} applications: reminders due`] = report.due;
  figures[`${count} applications: digests`] = report.digests;
  figures[`${count} applications: requests to Graph`] = requests;
  figures[`${count} applications: time`] = `${took.toFixed(1)} s`;
  figures[`${count} applications: peak memory of the process`] =
    memory === undefined ? 'not known here' : `${memory.toFixed(0)} MiB`;
}

/** The ladder once more, in the simplest words: the stage of each secret that has one. */
function expectedStages(applications: readonly LocalApplication[], now: Date): ReadonlyMap<string, number> {
  const stages = applications.flatMap(({ passwordCredentials }) =>
    passwordCredentials.flatMap(({ keyId, endDateTime }) => {
      const end = Date.parse(endDateTime);
      const days = Math.round((end - now.getTime()) / DAY_MS);
      // Every application has a live secret as well, so an expired one is told once a week.
      if (end <= now.getTime()) return [[keyId, -1 - 7 * Math.floor(-days / 7)] as const];
      const stage = days <= 7 ? days : [21, 42].find((begin) => days <= begin);
      return stage === undefined ? [] : [[keyId, stage] as const];
    }),
  );
  return new Map(stages);
}

describe('10,000 applications with 40,000 secrets', () => {
  it('are read in pages of 999', () => {
    expect(big.report).toMatchObject({ applications: 10_000, secrets: 40_000, result: 'completed' });
    expect(big.requests).toBe(11);
    expect(small.requests).toBe(2);
  });

  it('give each due stage once', async () => {
    const rows = await big.database.orm.select().from(reminders);
    const planned = rows.map(({ keyId, stage }) => [keyId, stage] as const);
    expect(new Map(planned)).toEqual(expectedStages(big.applications, big.report.startedAt));
    expect(planned).toHaveLength(big.report.due);
    expect(big.report.due).toBe(7_300);
  });

  it('take about as much memory as a tenth of them', () => {
    const [few, many] = [small.memory, big.memory];
    if (few === undefined || many === undefined) {
      figures['peak memory, 10,000 to 1,000'] = 'not known here: no /proc';
      return;
    }
    figures['peak memory, 10,000 to 1,000'] = (many / few).toFixed(2);
    expect(many / few).toBeLessThan(MEMORY_BOUND);
  });

  it('give one digest for each manager, which is delivered once', async () => {
    const unsent = async () => (await big.database.orm.select().from(outgoing)).filter(({ state }) => state !== 'sent');
    await until(async () => (await unsent()).length === 0, 120_000, 500);
    const counts = big.load.world.people.map((person) => digestsIn(big.load.teams, person).length);
    figures['10000 applications: digests delivered'] = counts.filter((count) => count === 1).length;
    expect(counts).toEqual(Array(MANAGERS).fill(1));
  });

  it('give nothing new in a second sweep on the same day', async () => {
    const { code, output } = await big.load.sweep();
    figures['second sweep'] = output.trim();
    expect(output).toContain('completed: 10000 applications, 40000 secrets read; 0 reminders in 0 messages');
    expect(code).toBe(0);
    expect(await big.database.orm.select().from(reminders)).toHaveLength(big.report.due);
  });
});
