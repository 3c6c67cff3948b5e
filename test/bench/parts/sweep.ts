import { setTimeout as wait } from 'node:timers/promises';
import { createPeople } from '../../load/managers.ts';
import type { Options } from '../options.ts';
import { cpuSeconds, residentMegabytes } from '../process-figures.ts';
import { rounded } from '../report/statistics.ts';
import type { Table } from '../report/table.ts';
import { BOTS, type Running, type Subject, startSubject } from '../subjects.ts';
import { sweepAgain, untilIdle } from '../world/idle.ts';
import { startPlace } from '../world/place.ts';

/** A prime: the ends of the secrets come round again after 400 of them, and every manager shall get some of each age. */
const MANAGERS = 499;
const SECRETS_EACH = 4;
const [SIZES, QUICK_SIZES] = [
  [10_000, 100_000],
  [1_000, 10_000],
];
const LOOK_EVERY_MS = 20;
/** A new process gives memory back for a while. */
const SETTLE_MS = 5_000;

/** The daily sweep of a bot that has been idle, over a tenant in which everything is managed by somebody. */
export async function measureSweep({ quick, only, profile }: Options): Promise<Table> {
  const rows: string[][] = [];
  const programs = BOTS.filter(({ name }) => only?.includes(name) ?? true);
  for (const size of quick ? QUICK_SIZES : SIZES)
    for (const program of programs) rows.push(await rowOf(program, size, profile));
  return {
    title: 'Sweep',
    columns: [
      'program',
      'applications',
      'secrets',
      'Graph requests',
      'time',
      'CPU s',
      'RSS above idle',
      'reminders',
      'digests',
    ],
    rows,
    notes: [
      `${MANAGERS} managers. The bot has started before the applications were there. CPU and the most memory are of its process, from the beginning of the sweep to its end. PostgreSQL.`,
    ],
  };
}

async function rowOf(program: Subject, size: number, profile: string | undefined): Promise<string[]> {
  const managers = createPeople(MANAGERS);
  const place = await startPlace({ people: 1, others: managers });
  let run: Running | undefined;
  try {
    run = await startSubject(program, place, profile);
    await untilIdle(place);
    const clientIds = await place.standIns.grow({ applications: size, secretsEach: SECRETS_EACH });
    const managed = managers.flatMap((person, n) =>
      clientIds.filter((_id, i) => i % MANAGERS === n).map((appId) => ({ person, application: { appId } })),
    );
    await place.manage(managed, true);
    await wait(SETTLE_MS);
    const requests = await place.standIns.graphRequests();
    const samples = watchProcess(run.pid);
    const report = await sweepAgain(place);
    const { idle, peak, cpu } = samplesSince(samples(), report.startedAt.getTime());
    return [
      program.name,
      report.applications.toLocaleString('en'),
      report.secrets.toLocaleString('en'),
      String((await place.standIns.graphRequests()) - requests),
      `${rounded((report.finishedAt.getTime() - report.startedAt.getTime()) / 1000)} s`,
      rounded(cpu),
      `${(peak - idle).toFixed(0)} MB`,
      report.due.toLocaleString('en'),
      String(report.digests),
    ];
  } finally {
    await run?.stop();
    await place.close();
  }
}

interface Sample {
  readonly at: number;
  readonly cpu: number;
  readonly resident: number;
}

/** Looks at a process again and again. The function that is returned ends this and gives what was seen. */
function watchProcess(pid: number): () => readonly Sample[] {
  const samples: Sample[] = [];
  const look = () => samples.push({ at: Date.now(), cpu: cpuSeconds(pid), resident: residentMegabytes(pid) });
  const timer = setInterval(look, LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
    look();
    return samples;
  };
}

/** The memory before an instant and the most after it, and the CPU seconds since then. */
function samplesSince(samples: readonly Sample[], start: number) {
  const after = samples.filter(({ at }) => at >= start);
  const before = samples.findLast(({ at }) => at < start) ?? samples[0];
  if (before === undefined) throw new Error('nothing was seen of the process');
  return {
    idle: before.resident,
    peak: Math.max(...after.map(({ resident }) => resident)),
    cpu: (after.at(-1)?.cpu ?? before.cpu) - before.cpu,
  };
}
