import { expect } from 'vitest';
import type { OpenWorld } from '../open-world.ts';
import { note } from '../table.ts';
import type { Tried } from '../tried.ts';
import { checkChanges } from './change-check.ts';
import { settleAll } from './settle.ts';
import { placesWithValues, verifyRecord } from './trace-check.ts';
import { checkWorld, type Found } from './world-check.ts';

const OF_SECRETS = 'secrets delivered or taken back, told once';
const OF_PEOPLE = 'made, recorded and told, or nothing of that';

/**
 * Lets everything come to its end, and holds the world to every promise. `what`: the name of the row in the table. `known`:
 * words that the rows of the database hold.
 */
export async function holdToPromises(
  { faults, seeded }: OpenWorld,
  what: string,
  tried: Tried,
  known: readonly string[],
): Promise<void> {
  await settleAll(faults);
  const found = await checkWorld(faults, seeded, tried.answered);
  const changes = await checkChanges(faults, tried.changes);
  await faults.stopAll();
  const record = await verifyRecord(faults);
  const values = await placesWithValues(faults, known);
  const broken = [...brokenIn(found), ...changes.torn, ...changes.lost.map((name) => `nobody was told: ${name}`)];
  const doubled = [...found.doubled, ...changes.doubled];
  const promise = tried.changes.length === 0 ? OF_SECRETS : OF_PEOPLE;
  note({
    promise: `${what} (${faults.engine}): ${promise}`,
    tried: tried.injected,
    survived: Math.max(0, tried.injected - broken.length),
    lost: found.lost.length + found.untold.length + found.orphans.length + changes.lost.length,
    doubled: doubled.length,
  });
  expect(broken).toEqual([]);
  // A process that dies between the sending and its receipt may have sent one message that comes again.
  expect(doubled.length).toBeLessThanOrEqual(tried.injected);
  expect(new Set(doubled).size, 'a message came more than twice').toBe(doubled.length);
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
