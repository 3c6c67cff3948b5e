import { setTimeout as wait } from 'node:timers/promises';
import { lte, sql } from 'drizzle-orm';
import { outgoing } from '../../../bot/adapters/postgres/messages/schema-messages.ts';
import { sweeps } from '../../../bot/adapters/postgres/reminders/schema-reminders.ts';
import type { SweepReport } from '../../../bot/domain/reminders/sweep.ts';
import type { Place } from './place.ts';

/** A new bot sweeps at once, so what is measured begins after that. */
const FIRST_SWEEP_MS = 120_000;
/** The sweep's task wakes each minute. */
const NEXT_SWEEP_MS = 300_000;
const LOOK_EVERY_MS = 50;

/** Resolves when it holds; looks again and again, and throws at the deadline. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, deadlineMs: number): Promise<void> {
  const end = performance.now() + deadlineMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`${what} did not happen within ${deadlineMs / 1000} s`);
    await wait(LOOK_EVERY_MS);
  }
}

/** Resolves when the first sweep of a new bot is over. */
export async function untilIdle({ ledger }: Pick<Place, 'ledger'>): Promise<void> {
  await until('the first sweep', async () => (await ledger.sweeps.last()) !== undefined, FIRST_SWEEP_MS);
}

/**
 * Resolves when the bot has tried to send everything that its first sweep has put into the outbox. In a large tenant that
 * is thousands of reminders of applications that nobody manages, and it goes on beside the first turns.
 */
export async function untilNothingIsDue({ database }: Pick<Place, 'database'>): Promise<void> {
  const isDue = lte(outgoing.dueAt, sql`now()`);
  const areNone = async () => (await database.orm.select({ id: outgoing.id }).from(outgoing).where(isDue)).length === 0;
  await until('the end of what the first sweep has put into the outbox', areNone, FIRST_SWEEP_MS);
}

/** Makes the bot sweep again, and resolves with the report when it has. */
export async function sweepAgain({ ledger, database }: Pick<Place, 'ledger' | 'database'>): Promise<SweepReport> {
  await database.orm.delete(sweeps);
  let report: SweepReport | undefined;
  const isOver = async () => {
    report = await ledger.sweeps.last();
    return report !== undefined;
  };
  await until('the sweep', isOver, NEXT_SWEEP_MS);
  if (report?.result !== 'completed') throw new Error(`the sweep ended with ${report?.result}`);
  return report;
}
