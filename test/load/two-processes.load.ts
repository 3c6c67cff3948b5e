import { afterAll, describe, expect, it } from 'vitest';
import { reminders } from '../../bot/adapters/postgres/reminders/schema-reminders.ts';
import { printFigures, secondsSince } from './figures.ts';
import { until } from './load-world.ts';
import { createManagers, tally } from './managers.ts';
import { type OnPostgres, startOnPostgres } from './on-postgres.ts';

const MANAGERS = 300;
/** One secret at the stage of three weeks, one in the last week. */
const DAYS_LEFT = [18, 3];
const REMINDERS = MANAGERS * DAYS_LEFT.length;

const opened: OnPostgres[] = [];
const figures: Record<string, Record<string, string | number>> = {};

afterAll(async () => {
  for (const one of opened) await one.close();
  for (const [title, each] of Object.entries(figures)) printFigures(title, each);
});

async function open(): Promise<OnPostgres> {
  const one = await startOnPostgres(createManagers(MANAGERS, DAYS_LEFT));
  opened.push(one);
  return one;
}

/** Each secret was planned once, at its stage. */
async function expectPlannedOnce({ database, managers }: OnPostgres): Promise<void> {
  const planned = (await database.orm.select().from(reminders)).map(({ keyId, stage }) => `${keyId} ${stage}`);
  const due = managers.flatMap(({ application }) =>
    application.passwordCredentials.map(({ keyId }, i) => `${keyId} ${i === 0 ? 21 : 3}`),
  );
  expect([...planned].sort()).toEqual([...due].sort());
}

describe.concurrent('two processes on one PostgreSQL', () => {
  it('send each reminder once when they sweep at the same moment and each is killed in turn', async () => {
    const one = await open();
    const { load, managers, arrived } = one;
    // What comes back at various seconds gives both of them something to do.
    for (let i = 0; i < 120; i++)
      load.teams.faults.next(1, { on: 'personal', how: 'answer', status: 429, retryAfterSeconds: 1 + (i % 5) });
    const [first, second] = await Promise.all([load.start(), load.start()]);
    await arrived(100, 60_000);
    await first.kill();
    await arrived(300, 60_000);
    const killed = performance.now();
    const [third] = await Promise.all([load.start(), second.kill()]);
    await arrived(REMINDERS, 200_000);
    const { messages, ...counts } = tally(load.teams, managers);
    figures['two processes, one moment'] = {
      ...{ ...counts, messages },
      'requests to Graph': load.graph.counts.get('GET applications') ?? 0,
      'recovery after the last kill': secondsSince(killed),
      'peak memory, MiB': third.peakMemory()?.toFixed(0) ?? 'not known here',
    };
    await expectPlannedOnce(one);
    expect(counts).toMatchObject({ due: REMINDERS, lost: 0 });
    // At most the one digest that each of the two had in hand.
    expect(messages - MANAGERS).toBeLessThanOrEqual(2);
  });

  it('finish a sweep when one of them dies in the middle of it', async () => {
    const one = await open();
    const { load, managers, arrived } = one;
    load.graph.faults.next({ method: 'GET', path: /\/applications/, kind: 'hang' });
    const first = await load.start();
    await until(() => load.graph.counts.get('GET applications') === 1, 30_000);
    await first.kill();
    const killed = performance.now();
    await load.start();
    await arrived(REMINDERS, 200_000);
    const { messages, ...counts } = tally(load.teams, managers);
    figures['killed in the middle of the sweep'] = {
      ...counts,
      messages,
      'recovery after the kill': secondsSince(killed),
    };
    await expectPlannedOnce(one);
    expect({ ...counts, messages }).toMatchObject({ due: REMINDERS, doubled: 0, lost: 0, messages: MANAGERS });
  });
});
