import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweeps } from '../../bot/adapters/postgres/reminders/schema-reminders.ts';
import { printFigures } from './figures.ts';
import { until } from './load-world.ts';
import { createManagers, digestsIn } from './managers.ts';
import { type OnPostgres, startOnPostgres } from './on-postgres.ts';

/** Days left at the beginning, one manager for each. */
const DAYS_LEFT = Array.from({ length: 60 }, (_, i) => i + 1);
/** Days that the bot is down for: each outage spans other marks of each secret's ladder. */
const OUTAGES = [20, 1, 15, 30, 14];
/** The stages in the simplest words, the most urgent first; -1: has expired. */
const MARKS = [0, 1, 2, 3, 4, 5, 6, 7, 21, 42];

let one: OnPostgres;
const figures = { outages: OUTAGES.join(', '), due: 0, sent: 0, late: 0, doubled: 0, lost: 0 };

beforeAll(async () => {
  one = await startOnPostgres(DAYS_LEFT.flatMap((days) => createManagers(1, [days])));
});
afterAll(async () => {
  await one.close();
  printFigures('Down across the marks (outages in days)', figures);
});

/**
 * The one latest stage of a secret with so many days left. It is the only one of its application, so after its end a
 * reminder is due each day for two weeks, and then each week.
 */
function stageOf(daysLeft: number): number | undefined {
  if (daysLeft >= 0) return MARKS.find((mark) => daysLeft <= mark);
  const after = -daysLeft;
  return -1 - (after <= 14 ? after : after - (after % 7));
}

/** Time goes on without the bot: for the secrets, and for what it remembers of its sweeps. */
async function daysPass(days: number): Promise<void> {
  one.load.world.passDays(days);
  const earlier = sql`${sweeps.startedAt} - ${`${days} days`}::interval`;
  await one.database.orm.update(sweeps).set({ startedAt: earlier, finishedAt: earlier });
}

const countAll = () => one.managers.map(({ person }) => digestsIn(one.load.teams, person).length);

describe('a bot that was down across the marks of 6 weeks, 3 weeks and a day', () => {
  it('sends the one latest stage of each secret when it starts, and no backlog', async () => {
    const told: (number | undefined)[] = DAYS_LEFT.map(() => undefined);
    let passed = 0;
    for (const outage of [0, ...OUTAGES]) {
      await daysPass(outage);
      passed += outage;
      const before = countAll();
      const stages = DAYS_LEFT.map((days) => stageOf(days - passed));
      const due = stages.map((stage, i) => stage !== undefined && stage < (told[i] ?? Number.POSITIVE_INFINITY));
      const expected = before.map((count, i) => count + (due[i] ? 1 : 0));
      const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
      const bot = await one.load.start();
      const swept = async () => ((await one.ledger.sweeps.last())?.startedAt.getTime() ?? 0) > Date.now() - 60_000;
      await until(swept, 30_000);
      await until(() => sum(countAll()) >= sum(expected), 60_000);
      await bot.stop();
      const after = countAll();
      DAYS_LEFT.forEach((days, i) => {
        if (!due[i]) return;
        figures.due += 1;
        figures.sent += (after[i] ?? 0) > (before[i] ?? 0) ? 1 : 0;
        figures.doubled += (after[i] ?? 0) > (before[i] ?? 0) + 1 ? 1 : 0;
        figures.lost += (after[i] ?? 0) === before[i] ? 1 : 0;
        // Its mark had passed a day or more before.
        figures.late += stages[i] === stageOf(days - passed + 1) ? 1 : 0;
        told[i] = stages[i];
      });
      expect(after).toEqual(expected);
    }
    for (const stage of told) expect(stage).toBeLessThan(0);
    expect(figures).toMatchObject({ doubled: 0, lost: 0, sent: figures.due });
  });
});
