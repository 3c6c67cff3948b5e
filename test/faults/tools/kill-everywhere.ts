import { holdToPromises } from './checks/promises.ts';
import { firstSweepIsOver, killAtEach, stepsOf, WALKERS } from './kills.ts';
import { openWorldOf, type WorldOptions } from './open-world.ts';
import type { PathGroup } from './paths/index.ts';
import { evenly, type Target } from './plan.ts';
import { expectFewMissed, type Tried, together } from './tried.ts';

/** More than a path has. */
const MOST_STEPS = 60;
/** Enough for a kill at each step of a path, and for a second attempt at some of them. */
const MANAGERS = 3 * MOST_STEPS;

export interface KillOptions extends Pick<WorldOptions, 'engine' | 'processes'> {
  /** Graph shows a change so many milliseconds late. */
  readonly lagMs?: number;
  /** Only these of the steps; all if it is left out. */
  readonly only?: (step: Target) => boolean;
}

/** Walks each path, kills a process at each of its steps, and holds the world to every promise. */
export async function killEverywhere(
  { name, paths }: PathGroup,
  { only = () => true, lagMs = 0, ...options }: KillOptions,
): Promise<void> {
  const opened = await openWorldOf(paths, WALKERS + MANAGERS, options);
  const { faults, managersOf } = opened;
  faults.graph.faults.lagMs = lagMs;
  try {
    await firstSweepIsOver(faults);
    const all: Tried[] = [];
    for (const path of paths) {
      const managers = managersOf(path);
      const found = (await stepsOf(faults, path, managers.slice(0, WALKERS))).filter(only);
      const { mostKills = MOST_STEPS } = path;
      const steps = found.length > mostKills ? evenly(found, mostKills, Math.random()) : found;
      all.push(await killAtEach(faults, path, steps, managers.slice(WALKERS)));
    }
    const known = paths.map((path) => path.known);
    await holdToPromises(
      opened,
      `${name}, killed at each step${lagMs > 0 ? ', Graph lags' : ''}`,
      together(all),
      known,
    );
    // What a process does of its own accord, such as sending news, may be done by another one this time.
    for (const one of all) expectFewMissed(one);
  } finally {
    await faults.close();
  }
}
