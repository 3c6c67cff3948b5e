import { drive, IN_FLIGHT } from '../drive.ts';
import type { Options } from '../options.ts';
import { cpuSeconds, residentMegabytes } from '../process-figures.ts';
import { median, percentile, rounded } from '../report/statistics.ts';
import type { Table } from '../report/table.ts';
import { type Running, SUBJECTS, type Subject, startSubject } from '../subjects.ts';
import type { Workload } from '../world/activities.ts';
import { type Place, startPlace } from '../world/place.ts';

/** The limit of turns is 60 for each person, and 6 a second after that. */
const PEOPLE = 400;

interface Counts {
  readonly warmUp: number;
  readonly rounds: number;
  readonly turns: number;
}

const FULL: Counts = { warmUp: 3_000, rounds: 5, turns: 2_000 };
const QUICK: Counts = { warmUp: 500, rounds: 1, turns: 500 };

interface Measured {
  /** CPU seconds of the process in 1,000 turns. */
  readonly cpu: number;
  readonly p50: number;
  readonly p95: number;
  readonly resident: number;
  /** CPU seconds in 1,000 turns of the process that asks, for a reader who wonders whether it was too slow. */
  readonly asking: number;
}

/** One program with one kind of turn. */
interface Lane {
  readonly name: string;
  readonly workload: Workload;
  readonly run: Running;
  readonly rounds: Measured[];
}

/** The programs take turns in each round, so that what else the machine does falls on all of them. */
export async function measureTurns(options: Options): Promise<Table> {
  const counts = options.quick ? QUICK : FULL;
  const place = await startPlace({ people: PEOPLE });
  const lanes: Lane[] = [];
  try {
    for (const subject of SUBJECTS) lanes.push(...(await lanesOf(subject, place, options)));
    for (const { run, workload } of lanes) await drive(place, run, workload, counts.warmUp);
    for (let round = 0; round < counts.rounds; round++)
      for (const lane of lanes) lane.rounds.push(await measure(place, lane, counts.turns));
    return tableOf(lanes, counts);
  } finally {
    await Promise.all([...new Set(lanes.map(({ run }) => run))].map((run) => run.stop()));
    await place.close();
  }
}

/** The lanes of a program that were asked for. `--only` names programs, or one kind of turn as `bot:list`. */
async function lanesOf(subject: Subject, place: Place, { only, profile }: Options): Promise<readonly Lane[]> {
  const { name, workloads } = subject;
  const wanted = Object.entries(workloads).filter(
    ([what]) => only === undefined || only.includes(name) || only.includes(`${name}:${what}`),
  );
  if (wanted.length === 0) return [];
  const run = await startSubject(subject, place, 'echo' in workloads ? undefined : profile);
  return wanted.map(([what, workload]) => ({ name: `${name}: ${what}`, workload, run, rounds: [] }));
}

/** Lets people take so many turns of one kind, and says what they have cost. */
export async function measure(
  place: Place,
  { run, workload }: Pick<Lane, 'run' | 'workload'>,
  turns: number,
): Promise<Measured> {
  const [before, own] = [cpuSeconds(run.pid), process.cpuUsage()];
  const times = await drive(place, run, workload, turns);
  const used = process.cpuUsage(own);
  return {
    cpu: ((cpuSeconds(run.pid) - before) / turns) * 1000,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    resident: residentMegabytes(run.pid),
    asking: (used.user + used.system) / 1e6 / (turns / 1000),
  };
}

function tableOf(lanes: readonly Lane[], { warmUp, rounds, turns }: Counts): Table {
  const of = ({ rounds: all }: Lane, key: keyof Measured) => median(all.map((one) => one[key]));
  const floor = lanes.find(({ name }) => name.startsWith('floor'));
  const rows = lanes.map((lane) => {
    const ratio = floor === undefined ? '–' : rounded(of(lane, 'cpu') / of(floor, 'cpu'));
    return [
      lane.name,
      of(lane, 'cpu').toFixed(2),
      ratio,
      `${rounded(of(lane, 'p50'))} ms`,
      `${rounded(of(lane, 'p95'))} ms`,
      `${of(lane, 'resident').toFixed(0)} MB`,
      of(lane, 'asking').toFixed(2),
    ];
  });
  return {
    title: 'Turns',
    columns: ['program', 'CPU s / 1,000 turns', '× floor', 'p50', 'p95', 'RSS', 'CPU s of the load / 1,000 turns'],
    rows,
    notes: [
      `${IN_FLIGHT} turns in flight; ${PEOPLE} people who manage the same five applications with fifteen secrets; PostgreSQL.`,
      `${warmUp} turns of warm-up for each row, then ${turns} turns in each of its rounds (${rounds}), in which the rows take turns. Medians of the rounds.`,
      'agents-hosting takes the keys of the Bot Framework from Microsoft’s address only: its tokens come from another issuer, with the same keys.',
      'The load, with the connector, and Entra with Graph are two more processes. RSS is that of the process after the round.',
    ],
  };
}
