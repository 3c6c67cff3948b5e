import { holdToPromises } from './checks/promises.ts';
import { type FaultLists, faultAtEach } from './fault-at-each.ts';
import { firstSweepIsOver, stepsOf, WALKERS } from './kills.ts';
import { openWorldOf } from './open-world.ts';
import type { PathGroup } from './paths/index.ts';
import { evenly, type Target } from './plan.ts';
import { expectFewMissed, type Tried, together } from './tried.ts';

/** They take turns. Of a path in which each of them can take part once, a few faults at each step need no more. */
const MANAGERS = 150;
/** msal renews a token that ends so soon at each use, so that Entra is asked in each walk. */
const APP_TOKEN_SECONDS = 300;

/** Walks each path, has services and the database fail at each of its steps, and holds the world to every promise. */
export async function failEverywhere({ name, paths }: PathGroup, lists: FaultLists): Promise<void> {
  const opened = await openWorldOf(paths, WALKERS + MANAGERS, {
    engine: 'postgres',
    ...(lists.entra.length > 0 && { appTokenSeconds: APP_TOKEN_SECONDS }),
  });
  const { faults, managersOf } = opened;
  try {
    await firstSweepIsOver(faults);
    const all: Tried[] = [];
    for (const path of paths) {
      const managers = managersOf(path);
      const steps = await stepsOf(faults, path, managers.slice(0, WALKERS));
      const named = steps.filter(({ phase }) => phase === 'before');
      all.push(await faultAtEach(faults, path, managers.slice(WALKERS), fewerOf(named, lists), lists));
    }
    const known = paths.map((path) => path.known);
    await holdToPromises(opened, `${name}, a failure at each step`, together(all), known);
    // What a process does of its own accord can take the place of a step.
    for (const one of all) expectFewMissed(one);
  } finally {
    await faults.close();
  }
}

/** All requests, and evenly some of the steps of the database, from a place of chance on. */
function fewerOf(steps: readonly Target[], { sqlSteps }: FaultLists): readonly Target[] {
  if (sqlSteps === undefined) return steps;
  const ofDatabase = steps.filter(({ name }) => name.startsWith('sql '));
  const kept = new Set(ofDatabase.length > sqlSteps ? evenly(ofDatabase, sqlSteps, Math.random()) : ofDatabase);
  return steps.filter((step) => kept.has(step) || !step.name.startsWith('sql '));
}
