import { drive, IN_FLIGHT } from '../drive.ts';
import type { Options } from '../options.ts';
import { cpuSeconds } from '../process-figures.ts';
import { percentile, rounded } from '../report/statistics.ts';
import type { Table } from '../report/table.ts';
import { BOT, type Running, startSubject } from '../subjects.ts';
import { pressed, typed, type Workload } from '../world/activities.ts';
import { untilIdle, untilNothingIsDue } from '../world/idle.ts';
import { type Place, startPlace } from '../world/place.ts';

const PEOPLE = 200;
const SIZES = [5, 1_000, 10_000];

interface Counts {
  readonly warmUp: number;
  readonly turns: number;
}

const FULL: Counts = { warmUp: 1_000, turns: 1_000 };
const QUICK: Counts = { warmUp: 32, turns: 32 };

const NAME = 'Partner-XX-Register0001-DM';
const WORKLOADS: Readonly<Record<string, Workload>> = {
  list: typed('list', NAME),
  'press “show”': pressed('open', ({ applications }) => showFirst(applications[0]?.appId ?? ''), NAME),
};

function showFirst(query: string): object {
  return { purpose: 'show', query, hint: '' };
}

/** What a command costs must not depend on how many applications there are in the tenant. */
export async function measureTenant({ quick, profile }: Options): Promise<Table> {
  const counts = quick ? QUICK : FULL;
  const rows: string[][] = [];
  for (const size of SIZES) rows.push(...(await rowsAt(size, counts, profile)));
  return {
    title: 'Size of the tenant',
    columns: ['applications', 'turn', 'Graph requests / turn', 'CPU s / 1,000 turns', 'of the stand-ins', 'p50', 'p95'],
    rows,
    notes: [
      'The stand-in of Graph looks at each application of the tenant for an answer, which Graph’s index does not. Its CPU seconds in 1,000 turns are in a column of their own; they are part of the times, and not of the CPU of the bot.',
      'The turns begin when the bot has sent, or put off, all that its first sweep has found: nobody manages most of a large tenant, and the administrators are told of what is due there.',
      `The people manage five of the applications. ${IN_FLIGHT} turns in flight, ${counts.warmUp} turns of warm-up and ${counts.turns} turns for each row. PostgreSQL.`,
    ],
  };
}

async function rowsAt(size: number, counts: Counts, profile: string | undefined): Promise<readonly string[][]> {
  const place = await startPlace({ people: PEOPLE });
  let run: Running | undefined;
  try {
    await place.standIns.grow({ applications: size - place.applications.length, secretsEach: 4 });
    run = await startSubject(BOT, place, profile);
    await untilIdle(place);
    await untilNothingIsDue(place);
    const rows: string[][] = [];
    for (const [what, workload] of Object.entries(WORKLOADS))
      rows.push([size.toLocaleString('en'), what, ...(await measure(place, run, workload, counts))]);
    return rows;
  } finally {
    await run?.stop();
    await place.close();
  }
}

async function measure(place: Place, run: Running, workload: Workload, { warmUp, turns }: Counts) {
  const { standIns } = place;
  await drive(place, run, workload, warmUp);
  const requests = await standIns.graphRequests();
  const before = [run, standIns].map(({ pid }) => cpuSeconds(pid));
  const times = await drive(place, run, workload, turns);
  const used = [run, standIns].map(({ pid }, i) => rounded(((cpuSeconds(pid) - (before[i] ?? 0)) / turns) * 1000));
  const asked = rounded(((await standIns.graphRequests()) - requests) / turns);
  return [asked, ...used, ...[0.5, 0.95].map((share) => `${rounded(percentile(times, share))} ms`)];
}
