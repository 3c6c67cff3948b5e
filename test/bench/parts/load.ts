import { Agent } from 'node:http';
import type { LocalPerson } from '../../../infra/local/people.ts';
import { post } from '../drive.ts';
import { type Act, createActs, type Kind, watchValues } from '../load/acts.ts';
import { type Paced, paced } from '../load/pace.ts';
import type { Options } from '../options.ts';
import { cpuSeconds, residentMegabytes } from '../process-figures.ts';
import { percentile, rounded } from '../report/statistics.ts';
import type { Table } from '../report/table.ts';
import { BOTS, FLOOR, FLOOR_TURN, type Running, startSubject } from '../subjects.ts';
import { untilIdle, untilNothingIsDue } from '../world/idle.ts';
import { type Place, startPlace } from '../world/place.ts';
import { measure } from './turns.ts';

const PEOPLE = 400;
const EACH = 3;
const P95_MS = 1_000;

interface Counts {
  /** Turns a second that have to be held, and for how many seconds. */
  readonly rate: number;
  readonly seconds: number;
  /** Beyond that, each step asks for so much more, for a shorter time. */
  readonly step: number;
  readonly stepSeconds: number;
  readonly most: number;
  readonly warmUp: readonly number[];
  readonly floorTurns: number;
}

const FULL: Counts = {
  rate: 200,
  seconds: 60,
  step: 50,
  stepSeconds: 15,
  most: 1_000,
  warmUp: [50, 100, 150],
  floorTurns: 5_000,
};
const QUICK: Counts = { rate: 20, seconds: 10, step: 10, stepSeconds: 5, most: 40, warmUp: [10], floorTurns: 500 };

interface Row extends Paced {
  readonly asked: number;
  readonly seconds: number;
  readonly cpu: readonly number[];
  readonly byKind: ReadonlyMap<Kind, number[]>;
}

/** Whether 200 mixed turns a second are held for a minute, and how far it goes beyond. */
export async function measureLoad({ quick, only, profile }: Options): Promise<Table> {
  const subject = BOTS.find(({ name }) => name === (only?.[0] ?? 'bundle'));
  if (subject === undefined) throw new Error(`--only takes one of ${BOTS.map(({ name }) => name).join(', ')}`);
  const place = await startPlace({ people: PEOPLE, own: EACH });
  let run: Running | undefined;
  try {
    const { rate, seconds, step: more, stepSeconds, most, warmUp, floorTurns } = quick ? QUICK : FULL;
    const floor = await floorOf(place, floorTurns);
    run = await startSubject(subject, place, profile, { STEP_UP_MINUTES: '60' });
    await untilIdle(place);
    await untilNothingIsDue(place);
    const step = createStep(place, run);
    for (const slower of warmUp) await step(slower, stepSeconds);
    const rows = [await step(rate, seconds)];
    for (let next = rate + more; next <= most && rows.every(isHeld); next += more)
      rows.push(await step(next, stepSeconds));
    return tableOf(subject.name, rows, floor, residentMegabytes(run.pid, 'VmHWM'));
  } finally {
    await run?.stop();
    await place.close();
  }
}

/** CPU seconds of the floor in 1,000 turns, on this machine and today: what is beside it makes both slower. */
async function floorOf(place: Place, turns: number): Promise<number> {
  const run = await startSubject(FLOOR, place);
  try {
    const lane = { run, workload: FLOOR_TURN };
    await measure(place, lane, turns);
    return (await measure(place, lane, turns)).cpu;
  } finally {
    await run.stop();
  }
}

function isHeld({ times, errors, rate, asked }: Row): boolean {
  return errors.length === 0 && percentile(times, 0.95) < P95_MS && rate > asked * 0.95;
}

/** Asks for turns at a rate. People have one turn at a time, and go on with what they began. */
function createStep(place: Place, run: Running) {
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  const acts = createActs(place, watchValues(place.connector));
  const free: { readonly person: LocalPerson; act?: Act; answer: string }[] = place.people.map((person) => {
    return { person, answer: '' };
  });
  const byKind = new Map<Kind, number[]>();
  const take = (): Promise<void> | undefined => {
    const one = free.shift();
    if (one === undefined) return undefined;
    let next = one.act?.next(one.answer);
    if (next === undefined || next.done === true) {
      one.act = acts(one.person);
      next = one.act.next(one.answer);
    }
    if (next.done === true) throw new Error('an act without a turn');
    const turn = next.value;
    const start = performance.now();
    const answered = async () => {
      const message = turn.answer === 'message' ? place.connector.next(turn.conversationId) : undefined;
      const { status, body } = await post(agent, `${run.url}/api/messages`, run.authorization, turn.body);
      if (status !== 200) throw new Error(`${turn.kind}: answered with ${status}`);
      const answer = (await message) ?? body;
      if (!answer.includes(turn.expected)) throw new Error(`${turn.kind}: “${turn.expected}” is missing in ${answer}`);
      one.answer = answer;
      const times = byKind.get(turn.kind) ?? [];
      times.push(performance.now() - start);
      byKind.set(turn.kind, times);
    };
    return answered()
      .catch((cause: unknown) => {
        delete one.act;
        throw cause;
      })
      .finally(() => void free.push(one));
  };
  return async (rate: number, seconds: number): Promise<Row> => {
    byKind.clear();
    const pids = [run.pid, place.standIns.pid, process.pid];
    const before = pids.map(cpuSeconds);
    const result = await paced({ rate, seconds }, take);
    const cpu = pids.map((pid, i) => cpuSeconds(pid) - (before[i] ?? 0));
    return { ...result, asked: rate, seconds, cpu, byKind: new Map(byKind) };
  };
}

function tableOf(program: string, rows: readonly Row[], floor: number, memory: number): Table {
  const [first] = rows;
  const held = rows.filter(isHeld).at(-1)?.asked ?? 0;
  const kinds = [...(first?.byKind ?? [])].map(
    ([kind, times]) => `${kind} ${rounded(percentile(times, 0.95))} ms (${times.length})`,
  );
  const each = (used: number, times: readonly number[]) => (used / times.length) * 1000;
  const errors = rows.flatMap((row) => row.errors.slice(0, 3));
  return {
    title: 'Load',
    columns: [
      'turns a second',
      'for',
      'answered a second',
      'p50',
      'p95',
      'p99',
      'errors',
      'CPU s / 1,000 turns',
      '× floor',
      'of the stand-ins',
      'of the load',
    ],
    rows: rows.map(({ asked, seconds, rate, times, errors: failed, cpu: [own = 0, ...others] }) => [
      String(asked),
      `${seconds} s`,
      rate.toFixed(0),
      ...[0.5, 0.95, 0.99].map((share) => `${rounded(percentile(times, share))} ms`),
      String(failed.length),
      rounded(each(own, times)),
      (each(own, times) / floor).toFixed(1),
      ...others.map((used) => rounded(each(used, times))),
    ]),
    notes: [
      `The program is \`${program}\`, on PostgreSQL. It holds ${held} turns a second. ${PEOPLE} people with ${EACH} applications each take turns: help, list, “show”, creating a secret, storing and deleting it. The most memory of the process: ${memory.toFixed(0)} MB.`,
      `The floor took ${floor.toFixed(2)} CPU seconds for 1,000 turns before the bot started, on the same machine.`,
      `Turns begin at a fixed rate, and their time counts from when they were due. p95 of each kind in the first row, with how many there were: ${kinds.join(', ')}.`,
      'PostgreSQL, the stand-ins of Entra and Graph, and the load run on the same machine. A step that has an error, a p95 over a second, or falls behind is the last one. The bot itself turns away what is more than 500 turns a second of a tenant for long.',
      ...(errors.length === 0 ? [] : [`Errors: ${errors.map((text) => text.slice(0, 200)).join('; ')}`]),
    ],
  };
}
