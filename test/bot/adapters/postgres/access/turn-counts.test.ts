import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTurnCounts } from '../../../../../bot/adapters/postgres/access/turn-counts.ts';
import { type Database, openDatabase } from '../../../../../bot/adapters/postgres/base/database.ts';
import { createTurnLimits } from '../../../../../bot/adapters/teams/inbound/limits/turn-limits.ts';
import type { TurnCounts } from '../../../../../bot/ports/shared/turn-counts.ts';
import { type FreshDatabase, migratedDatabase } from '../../../../once/fresh-database.ts';

const HOUR_MS = 3_600_000;
const PROCESSES = 4;

let server: FreshDatabase;
let databases: Database[];
let all: TurnCounts[];
beforeAll(async () => {
  server = await migratedDatabase();
  databases = await Promise.all(Array.from({ length: PROCESSES }, () => openDatabase({ databaseUrl: server.url })));
  all = databases.flatMap((one) => createTurnCounts(one) ?? []);
});
afterAll(async () => {
  for (const one of databases) await one.close();
  await server.stop();
});

const bucket = (key: string, taken: number, burst = 10, refillMs = HOUR_MS) => ({ key, taken, burst, refillMs });

describe('buckets in the database', () => {
  it('add up what all processes take, and owe at most what they can hold', async () => {
    const settled = await Promise.all(all.map(({ settle }) => settle([bucket('a', 2), bucket('b', 1)])));
    expect(settled.map((levels) => Math.floor(levels.get('a') ?? 0)).sort((x, y) => x - y)).toEqual([2, 4, 6, 8]);
    expect(Math.floor((await all[0]?.settle([bucket('a', 500)]))?.get('a') ?? 0)).toBe(-10);
    expect(Math.floor((await all[1]?.settle([bucket('b', 1)]))?.get('b') ?? 0)).toBe(5);
  });

  it('fill up again by the clock of the database', async () => {
    await all[0]?.settle([bucket('c', 10, 10, HOUR_MS)]);
    await databases[0]?.orm.execute(sql`UPDATE turn_counts SET at = at - interval '30 minutes' WHERE key = 'c'`);
    expect((await all[1]?.settle([bucket('c', 1)]))?.get('c')).toBeCloseTo(4, 1);
    await databases[0]?.orm.execute(sql`UPDATE turn_counts SET at = at - interval '30 hours' WHERE key = 'c'`);
    expect((await all[1]?.settle([bucket('c', 1)]))?.get('c')).toBe(9);
  });

  it('do not deadlock when processes settle the same people in another order', async () => {
    const people = Array.from({ length: 200 }, (_, i) => bucket(`person ${i}`, 1, 1_000));
    const rounds = Array.from({ length: 10 }, () =>
      Promise.all(all.map(({ settle }, i) => settle(i % 2 === 0 ? people : people.toReversed()))),
    );
    await Promise.all(rounds);
    const levels = await all[0]?.settle(people);
    expect(new Set([...(levels ?? [])].map(([, level]) => Math.floor(level)))).toEqual(new Set([959]));
  });

  it('are written with a key that is not text for the database', async () => {
    expect((await all[0]?.settle([bucket('nul\0', 1), bucket('nul', 1)]))?.size).toBe(1);
  });

  it('are none if the database is embedded, which one process alone can hold', () => {
    const [database] = databases;
    if (database === undefined) throw new Error('no database');
    expect(createTurnCounts({ ...database, engine: { kind: 'embedded', pglite: Object() } })).toBeUndefined();
  });
});

it('one person who floods four processes gets sixty turns at once and six a second, and a few more', async () => {
  const warned: string[] = [];
  const log = { warn: (event: string) => void warned.push(event) };
  const processes = all.map((counts) => createTurnLimits(() => performance.now(), log, counts));
  const [seconds, start] = [6, performance.now()];
  let [taken, afterTwoSeconds] = [0, 0];
  while (performance.now() - start < seconds * 1000) {
    for (const { allow } of processes) if (allow('anna')) taken += 1;
    if (performance.now() - start < 2_000) afterTwoSeconds = taken;
    // About a thousand turns a second.
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
  // All of the first quarter of a second comes before the processes know of each other.
  expect(afterTwoSeconds).toBeLessThanOrEqual(PROCESSES * 60 + 6 * 2 * PROCESSES);
  expect(taken - afterTwoSeconds).toBeLessThanOrEqual(6 * (seconds - 2) + PROCESSES * 6);
  for (const { close } of processes) close();
  expect(warned).toEqual([]);
});
