import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { createManagers, type Manager } from '../../load/managers.ts';
import { type FaultWorld, type FaultWorldOptions, startFaultWorld } from './fault-world.ts';
import type { Tried } from './kills.ts';
import { settleAll } from './settle.ts';
import { note } from './table.ts';
import { placesWithValues, verifyRecord } from './trace-check.ts';
import { checkWorld, everySecret, type Found } from './world-check.ts';

/** A world in which nothing has happened yet. */
export interface OpenWorld {
  readonly faults: FaultWorld;
  /** The key ids of all secrets. */
  readonly seeded: ReadonlySet<string>;
}

export type WorldOptions = Pick<FaultWorldOptions, 'engine' | 'processes' | 'settings'> & {
  readonly count: number;
  /** Days left of the secrets that each application has. */
  readonly daysLeft?: readonly number[];
  /** With `false`, no process runs yet. */
  readonly start?: boolean;
};

/** So many managers, each with one application, and one colleague who manages all of them, too. */
export async function openWorld({
  count,
  daysLeft = [400],
  start = true,
  ...options
}: WorldOptions): Promise<OpenWorld> {
  const colleague: Manager['person'] = {
    ...{ oid: randomUUID(), name: 'Colleague of all', upn: 'colleague@registers.example', about: '' },
    ...{ accountId: '29:1colleague', roles: [] },
  };
  const faults = await startFaultWorld({ ...options, managers: createManagers(count, daysLeft), colleague });
  const seeded = new Set(everySecret(faults).map(({ keyId }) => keyId));
  if (start) await faults.startAll();
  return { faults, seeded };
}

/**
 * Lets everything come to its end, and holds the world to every promise. `what`: the name of the row in the table. `known`: a
 * word that the rows of the database hold. `beforeSettled` is called when the first look at it is over.
 */
export async function holdToPromises(
  { faults, seeded }: OpenWorld,
  what: string,
  tried: Tried,
  known: string,
): Promise<void> {
  await settleAll(faults);
  const found = await checkWorld(faults, seeded, tried.answered);
  await faults.stopAll();
  const record = await verifyRecord(faults);
  const values = await placesWithValues(faults, known);
  const broken = brokenIn(found);
  note({
    promise: `${what} (${faults.engine}): secrets delivered or taken back, told once`,
    tried: tried.injected,
    survived: Math.max(0, tried.injected - broken.length),
    lost: found.lost.length + found.untold.length + found.orphans.length,
    doubled: found.doubled.length,
  });
  expect(broken).toEqual([]);
  // A process that dies between the sending and its receipt may have sent one message that comes again.
  expect(found.doubled.length).toBeLessThanOrEqual(tried.injected);
  expect(new Set(found.doubled).size, 'a message came more than twice').toBe(found.doubled.length);
  expect(record, 'the record is whole').toMatchObject({ code: 0 });
  expect(values, 'places that hold a value').toEqual([]);
}

function brokenIn({ orphans, vanished, sentTwice, untold, lost, left }: Found): readonly string[] {
  return [
    ...orphans.map((name) => `nobody received ${name}`),
    ...vanished.map((name) => `${name} was removed without a word`),
    ...sentTwice.map((keyId) => `the value of ${keyId} was sent twice`),
    ...untold.map((name) => `nobody was told of ${name}`),
    ...lost.map((name) => `the message was lost: ${name}`),
    ...left.map((name) => `the message with the value is still there: ${name}`),
  ];
}
