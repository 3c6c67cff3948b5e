import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTurnLimits } from '../../../../../../bot/adapters/teams/inbound/limits/turn-limits.ts';
import { type Buckets, sharedBuckets } from './shared-buckets.ts';

const SETTLED_MS = 300;
const STEP_MS = 50;

let clock: { now: number };
let buckets: Buckets;
let warned: string[];
beforeEach(() => {
  vi.useFakeTimers();
  clock = { now: 0 };
  buckets = sharedBuckets(() => clock.now);
  warned = [];
});
afterEach(() => vi.useRealTimers());

/** The limits of one process; all processes of a test share the buckets. */
function startProcess(isAlone = false) {
  const log = { warn: (event: string) => void warned.push(event) };
  return createTurnLimits(() => clock.now, log, isAlone ? undefined : buckets.counts);
}

async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= STEP_MS) {
    clock.now += Math.min(left, STEP_MS);
    await vi.advanceTimersByTimeAsync(Math.min(left, STEP_MS));
  }
}

type Process = ReturnType<typeof startProcess>;
const takes = ({ allow }: Process, turns: number, key = 'anna') =>
  Array.from({ length: turns }, () => allow(key)).filter(Boolean).length;

describe('the turns of one person', () => {
  it('are sixty at once and six a second in one process', async () => {
    const only = startProcess(true);
    expect(takes(only, 100)).toBe(60);
    await pass(1_000);
    expect(takes(only, 100)).toBe(6);
  });

  it('are as many in all processes together as soon as the processes know of each other', async () => {
    const processes = [startProcess(), startProcess(), startProcess()];
    let taken = takes(processes[0] as Process, 40);
    await pass(SETTLED_MS);
    for (const one of processes) taken += takes(one, 15);
    await pass(SETTLED_MS);
    for (let tenths = 0; tenths < 600; tenths++) {
      for (const one of processes) taken += takes(one, 20);
      await pass(100);
    }
    // Sixty at once, six in each of sixty seconds, and a few that one process takes before it hears of the others.
    expect(taken).toBeGreaterThan(60 + 6 * 55);
    expect(taken).toBeLessThanOrEqual(60 + 6 * 61 + 3 * 15);
  });

  it('are at most sixty in each process if all come before the processes can know of each other', async () => {
    const processes = [startProcess(), startProcess(), startProcess()];
    let taken = 0;
    for (const one of processes) taken += takes(one, 100);
    expect(taken).toBe(180);
    await pass(SETTLED_MS);
    // What was too much is owed: hardly anything is taken until it is paid back.
    for (let tenths = 0; tenths < 90; tenths++) {
      for (const one of processes) taken += takes(one, 20);
      await pass(100);
    }
    expect(taken).toBeLessThanOrEqual(180 + 6);
    await pass(5_000);
    for (const one of processes) taken += takes(one, 20);
    expect(taken).toBeGreaterThan(180 + 6);
  });

  it('are told to other processes in one statement for all people, and not for those who take few', async () => {
    const one = startProcess();
    for (let person = 0; person < 80; person++) takes(one, 9, `person ${person}`);
    await pass(10_000);
    expect(buckets.statements).toEqual([]);
    for (let person = 0; person < 40; person++) takes(one, 20, `busy ${person}`);
    await pass(10_000);
    const people = buckets.statements.map((keys) => keys.filter((key) => key.startsWith('turns:')).length);
    expect(people).toEqual([40]);
  });

  it('are told at most four times a second, however many there are', async () => {
    const one = startProcess();
    for (let tenths = 0; tenths < 100; tenths++) {
      for (let person = 0; person < 50; person++) takes(one, 2, `person ${person}`);
      await pass(100);
    }
    expect(buckets.statements.length).toBeLessThanOrEqual(41);
  });
});

describe('without an answer of the database', () => {
  it('each process counts for itself, says so, and asks again seconds later', async () => {
    const one = startProcess();
    buckets.state.down = true;
    expect(takes(one, 100)).toBe(60);
    await pass(1_000);
    expect(takes(one, 100)).toBe(6);
    await pass(3_000);
    expect(takes(one, 100)).toBe(18);
    expect(buckets.statements).toHaveLength(1);
    expect(warned).toEqual(['turns of people are counted in this process alone for now']);
    buckets.state.down = false;
    await pass(3_000);
    expect(buckets.statements.length).toBeGreaterThan(1);
  });

  it('what was owed is paid back by the time that a late answer took', async () => {
    const { promise, resolve } = Promise.withResolvers<ReadonlyMap<string, number>>();
    const log = { warn: (event: string) => void warned.push(event) };
    const one = createTurnLimits(() => clock.now, log, { settle: () => promise });
    expect(takes(one, 60)).toBe(60);
    await pass(SETTLED_MS);
    await pass(15_000);
    // It says what all processes owed fifteen seconds ago: half a bucket is filled again.
    resolve(new Map([['turns:anna', -60]]));
    await pass(0);
    expect(takes(one, 100)).toBe(30);
  });

  it('no second statement begins while one waits, and turns go on', async () => {
    const one = startProcess();
    buckets.state.hangs = true;
    for (let seconds = 0; seconds < 20; seconds++) {
      expect(takes(one, 6)).toBe(6);
      await pass(1_000);
    }
    expect(buckets.statements).toHaveLength(1);
  });
});

it('a process that stops asks the database for nothing more', async () => {
  const one = startProcess();
  takes(one, 20);
  one.close();
  takes(one, 20);
  await pass(10_000);
  expect(buckets.statements).toEqual([]);
});

it('a process that stops says nothing about a statement that was under way', async () => {
  const { promise, reject } = Promise.withResolvers<never>();
  const log = { warn: (event: string) => void warned.push(event) };
  const one = createTurnLimits(() => clock.now, log, { settle: () => promise });
  takes(one, 20);
  await pass(SETTLED_MS);
  one.close();
  reject(new Error('closed'));
  await pass(SETTLED_MS);
  expect(warned).toEqual([]);
});

describe('the turns of the whole tenant', () => {
  it('are bounded in all processes together', async () => {
    const [one, other] = [startProcess(), startProcess()];
    const flood = (turns: number) => {
      let taken = 0;
      for (let person = 0; person < 1_200; person++)
        for (const each of [one, other]) taken += takes(each, turns, `person ${person}`);
      return taken;
    };
    expect(flood(10)).toBeLessThanOrEqual(2 * 5_000);
    let taken = 0;
    for (let halves = 0; halves < 80; halves++) {
      await pass(500);
      taken += flood(2);
    }
    // Ten seconds of them pay back what both processes took at first.
    expect(taken).toBeLessThanOrEqual(30 * 500 + 2 * 500);
    expect(taken).toBeGreaterThan(26 * 500);
  });

  it('leave a third to people who took few of them', () => {
    const one = startProcess();
    for (let person = 0; person < 200; person++) takes(one, 60, `flood ${person}`);
    expect(takes(one, 60, 'another flood')).toBeLessThanOrEqual(10);
    expect(takes(one, 5, 'anna')).toBe(5);
  });
});

it('turns that end in a refusal are forty at once in all processes together', async () => {
  const [one, other] = [startProcess(), startProcess()];
  for (let turn = 0; turn < 38; turn++) one.refused('anna');
  await pass(SETTLED_MS);
  for (let turn = 0; turn < 10; turn++) other.refused('anna');
  await pass(SETTLED_MS);
  expect(other.allow('anna')).toBe(true);
  other.refused('anna');
  expect(other.allow('anna')).toBe(false);
  expect(other.allow('boris')).toBe(true);
});
