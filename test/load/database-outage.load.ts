import { sql } from 'drizzle-orm';
import { afterAll, describe, expect, it } from 'vitest';
import { printFigures, secondsSince } from './figures.ts';
import { createManagers, tally } from './managers.ts';
import { type OnPostgres, startOnPostgres } from './on-postgres.ts';

const DIGESTS = 200;
const CUTS = 2;

const opened: OnPostgres[] = [];
const figures: Record<string, Record<string, string | number>> = {};

afterAll(async () => {
  for (const one of opened) await one.close();
  for (const [title, each] of Object.entries(figures)) printFigures(title, each);
});

async function open(): Promise<OnPostgres> {
  const one = await startOnPostgres(createManagers(DIGESTS, [5]));
  opened.push(one);
  return one;
}

describe.concurrent('a database that goes away while digests are sent', () => {
  it('loses no digest when it is stopped and started again, and doubles at most the one under way', async () => {
    const { load, managers, server, arrived } = await open();
    const bot = await load.start();
    await arrived(60, 60_000);
    await server.halt();
    const atHalt = tally(load.teams, managers).sent;
    await server.resume();
    const resumed = performance.now();
    await arrived(DIGESTS, 200_000);
    const { messages, ...counts } = tally(load.teams, managers);
    const recovery = secondsSince(resumed);
    figures['database stopped and started'] = { ...counts, messages, 'sent before the stop': atHalt, recovery };
    expect(atHalt).toBeLessThan(DIGESTS);
    expect(counts).toMatchObject({ due: DIGESTS, lost: 0 });
    expect(messages - DIGESTS).toBeLessThanOrEqual(1);
    await bot.stop();
  });

  it('loses no digest when it cuts its connections, and doubles at most the one under way at each cut', async () => {
    const { load, managers, database, arrived } = await open();
    await load.start();
    const ours = sql`SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
      WHERE application_name = 'api-credentials' AND pid <> pg_backend_pid()`;
    for (let cut = 1; cut <= CUTS; cut++) {
      await arrived(30 * cut, 90_000);
      await database.orm.execute(ours);
    }
    const last = performance.now();
    await arrived(DIGESTS, 200_000);
    const { messages, ...counts } = tally(load.teams, managers);
    const recovery = secondsSince(last);
    figures[`connections cut ${CUTS} times`] = { ...counts, messages, recovery };
    expect(counts).toMatchObject({ due: DIGESTS, lost: 0 });
    expect(messages - DIGESTS).toBeLessThanOrEqual(CUTS);
  });
});
