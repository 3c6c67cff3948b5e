import { expect } from 'vitest';
import type { Engine } from './fault-world.ts';
import { killAtEach, stepsOf, WALKERS } from './kills.ts';
import type { WritePath } from './paths.ts';
import type { Target } from './plan.ts';
import { holdToPromises, openWorld } from './promises.ts';

/** Enough for a kill at each step of a path, and for a second attempt at some of them. */
const MANAGERS = 140 + WALKERS;

export interface KillOptions {
  readonly engine: Engine;
  readonly processes?: number;
  /** Only these of the steps; all if it is left out. */
  readonly only?: (step: Target) => boolean;
}

/** Walks a path, kills a process at each of its steps, and holds the world to every promise. */
export async function killEverywhere(path: WritePath, { only = () => true, ...options }: KillOptions): Promise<void> {
  const opened = await openWorld({ ...options, count: MANAGERS, daysLeft: path.daysLeft });
  const { faults } = opened;
  try {
    const steps = (await stepsOf(faults, path, faults.managers.slice(0, WALKERS))).filter(only);
    const tried = await killAtEach(faults, path, steps, faults.managers.slice(WALKERS));
    await holdToPromises(opened, `${path.name}, killed at each step`, tried, path.known);
    // What a process does of its own accord, such as sending news, may be done by another one this time.
    const missed = `steps at which no process was killed: ${tried.missed.join('; ')}`;
    expect(tried.missed.length, missed).toBeLessThan(tried.injected / 5);
  } finally {
    await faults.close();
  }
}
