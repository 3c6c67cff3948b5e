import { expect } from 'vitest';
import { createManagers, type Manager } from '../../load/managers.ts';
import { type Engine, type FaultWorld, startFaultWorld } from './fault-world.ts';
import { killAtEach, stepsOf } from './kills.ts';
import type { WritePath } from './paths.ts';
import type { Target } from './plan.ts';
import { settleAll } from './settle.ts';
import { note } from './table.ts';
import { placesWithValues, verifyRecord } from './trace-check.ts';
import { checkWorld, everySecret, type Found } from './world-check.ts';

/** Enough for a kill at each step of a path, and for a second attempt at some of them. */
const MANAGERS = 140;
const WALKERS = 3;

export interface KillOptions {
  readonly engine: Engine;
  readonly paths: readonly WritePath[];
  readonly processes?: number;
  /** Only these of the steps; all if it is left out. */
  readonly only?: (step: Target) => boolean;
  readonly settings?: Readonly<Record<string, string>>;
}

/** Walks each path in a world of its own, kills a process at each step, and holds the world to every promise. */
export async function killEverywhere(options: KillOptions): Promise<void> {
  for (const path of options.paths) {
    const faults = await openWorld(options);
    try {
      await killAlong(faults, path, options);
    } finally {
      await faults.close();
    }
  }
}

async function openWorld({ engine, processes, settings }: KillOptions): Promise<FaultWorld> {
  const managers = createManagers(MANAGERS, [400]);
  const colleague: Manager['person'] = {
    ...{ oid: crypto.randomUUID(), name: 'Colleague of all', upn: 'colleague@registers.example', about: '' },
    ...{ accountId: '29:1colleague', roles: [] },
  };
  return startFaultWorld({
    ...{ engine, managers, colleague },
    ...(processes === undefined ? {} : { processes }),
    ...(settings === undefined ? {} : { settings }),
  });
}

async function killAlong(faults: FaultWorld, path: WritePath, options: KillOptions): Promise<void> {
  const seeded = new Set(everySecret(faults).map(({ keyId }) => keyId));
  await faults.startAll();
  const steps = (await stepsOf(faults, path, faults.managers.slice(0, WALKERS))).filter(options.only ?? (() => true));
  const tried = await killAtEach(faults, path, steps, faults.managers.slice(WALKERS));
  await settleAll(faults);
  const found = await checkWorld(faults, seeded, tried.answered);
  await faults.stopAll();
  const record = await verifyRecord(faults);
  const values = await placesWithValues(faults, path.name);
  const broken = brokenIn(found);
  note({
    promise: `${path.name}, killed at each step (${faults.engine}): secrets delivered or taken back, told once`,
    tried: tried.injected,
    survived: Math.max(0, tried.injected - broken.length),
    lost: found.lost.length + found.untold.length + found.orphans.length,
    doubled: found.doubled.length,
  });
  note({
    promise: `${path.name} (${faults.engine}): values sent at most once, and found nowhere else`,
    tried: found.created,
    survived: found.created - found.sentTwice.length - values.length,
    lost: 0,
    doubled: found.sentTwice.length,
  });
  expect(tried.missed, 'steps at which no process was killed').toEqual([]);
  expect(broken).toEqual([]);
  // A process that dies between the sending and its receipt may have sent one message that comes again.
  expect(found.doubled.length).toBeLessThanOrEqual(tried.injected);
  expect(new Set(found.doubled).size, 'a message came more than twice').toBe(found.doubled.length);
  expect(record, 'the record is whole').toMatchObject({ code: 0 });
  expect(values, 'places that hold a value').toEqual([]);
}

function brokenIn({ orphans, vanished, sentTwice, untold, lost }: Found): readonly string[] {
  return [
    ...orphans.map((name) => `nobody received ${name}`),
    ...vanished.map((name) => `${name} was removed without a word`),
    ...sentTwice.map((keyId) => `the value of ${keyId} was sent twice`),
    ...untold.map((name) => `nobody was told of ${name}`),
    ...lost.map((name) => `the message was lost: ${name}`),
  ];
}
