import { holdToPromises } from './checks/promises.ts';
import { type FaultLists, faultAtEach } from './fault-at-each.ts';
import { stepsOf, WALKERS } from './kills.ts';
import { openWorldOf } from './open-world.ts';
import type { PathGroup } from './paths/index.ts';
import { expectFewMissed, type Tried, together } from './tried.ts';

/** They take turns. Of a path in which each of them can take part once, a few faults at each step need no more. */
const MANAGERS = 150;

/** Walks each path, has services and the database fail at each of its steps, and holds the world to every promise. */
export async function failEverywhere({ name, paths }: PathGroup, lists: FaultLists): Promise<void> {
  const opened = await openWorldOf(paths, WALKERS + MANAGERS, { engine: 'postgres' });
  const { faults, managersOf } = opened;
  try {
    const all: Tried[] = [];
    for (const path of paths) {
      const managers = managersOf(path);
      const steps = await stepsOf(faults, path, managers.slice(0, WALKERS));
      const named = steps.filter(({ phase }) => phase === 'before');
      all.push(await faultAtEach(faults, path, managers.slice(WALKERS), named, lists));
    }
    const known = paths.map((path) => path.known);
    await holdToPromises(opened, `${name}, a failure at each step`, together(all), known);
    // What a process does of its own accord can take the place of a step.
    for (const one of all) expectFewMissed(one);
  } finally {
    await faults.close();
  }
}
