import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { drive } from '../drive.ts';
import type { Options } from '../options.ts';
import { residentMegabytes } from '../process-figures.ts';
import { median } from '../report/statistics.ts';
import type { Table } from '../report/table.ts';
import { issuerOf, SUBJECTS, type Subject } from '../subjects.ts';
import { timedStart } from '../timed-start.ts';
import { type Place, startPlace } from '../world/place.ts';

const PEOPLE = 20;
const [STARTS, QUICK_STARTS] = [5, 1];

/** One program in one setting. */
interface Lane {
  readonly name: string;
  readonly subject: Subject;
  /** The first kind of turn that it is given. */
  readonly turn: string;
  readonly more: Readonly<Record<string, string | undefined>>;
  readonly starts: { readonly tookMs: number; readonly resident: number }[];
}

/** How long a program takes to its first answer, and its memory after its first turn. */
export async function measureStart({ quick, only }: Options): Promise<Table> {
  const starts = quick ? QUICK_STARTS : STARTS;
  const place = await startPlace({ people: PEOPLE });
  try {
    const lanes = SUBJECTS.filter(({ name }) => only?.includes(name) ?? true).flatMap((one) => lanesOf(one, place));
    // The first start makes the embedded database, and fills the caches of files.
    for (const lane of lanes) await startOnce(place, lane);
    for (let round = 0; round < starts; round++)
      for (const lane of lanes) lane.starts.push(await startOnce(place, lane));
    return tableOf(lanes, starts);
  } finally {
    await rm(dataFolder(place), { recursive: true, force: true });
    await place.close();
  }
}

function dataFolder({ standIns }: Pick<Place, 'standIns'>): string {
  return join(standIns.folder, 'embedded');
}

function lanesOf(subject: Subject, place: Place): readonly Lane[] {
  const { name, workloads } = subject;
  if ('echo' in workloads) return [{ name, subject, turn: 'echo', more: {}, starts: [] }];
  const embedded = { DATABASE_URL: undefined, DATA_DIR: join(dataFolder(place), name) };
  return [
    { name: `${name}, PostgreSQL, then help`, subject, turn: 'help', more: {}, starts: [] },
    { name: `${name}, PostgreSQL, then list`, subject, turn: 'list', more: {}, starts: [] },
    { name: `${name}, embedded, then help`, subject, turn: 'help', more: embedded, starts: [] },
  ];
}

async function startOnce(place: Place, { subject, turn, more }: Lane) {
  const { connector, standIns } = place;
  const tokenIssuer = issuerOf(subject, connector);
  const environment = await place.environment({ BOT_TOKEN_ISSUER: tokenIssuer, ...more });
  const logFile = join(standIns.folder, `${subject.name}-start.log`);
  const workload = subject.workloads[turn];
  if (workload === undefined) throw new Error(`${subject.name} has no turn ${turn}`);
  const path = 'echo' in subject.workloads ? '/readyz' : '/healthz';
  const run = await timedStart(await subject.program(), environment, { path, logFile });
  try {
    const target = { url: run.url, authorization: await connector.authorization(tokenIssuer) };
    await drive(place, target, workload, 1, 1);
    return { tookMs: run.tookMs, resident: residentMegabytes(run.pid) };
  } finally {
    await run.stop();
  }
}

function tableOf(lanes: readonly Lane[], starts: number): Table {
  const rows = lanes.map(({ name, starts: all }) => [
    name,
    `${median(all.map(({ tookMs }) => tookMs)).toFixed(0)} ms`,
    `${median(all.map(({ resident }) => resident)).toFixed(0)} MB`,
  ]);
  return {
    title: 'Cold start and memory',
    columns: ['program', 'start to the first 200', 'RSS after the first turn'],
    rows,
    notes: [
      `Median of ${starts}, after one start that is not counted: it makes the embedded database, so each start that counts is a later one.`,
      'The address asked is /healthz of the bot, every 5 ms.',
    ],
  };
}
