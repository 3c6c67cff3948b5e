import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { sweeps } from '../../bot/adapters/postgres/reminders/schema-reminders.ts';
import { LEASE_MS } from '../../bot/domain/secrets/operation.ts';
import { until } from '../load/load-world.ts';
import { digestsIn } from '../load/managers.ts';
import { verifyRecord } from './tools/checks/trace-check.ts';
import type { FaultWorld } from './tools/fault-world.ts';
import { openWorld } from './tools/open-world.ts';
import { evenly, numbered, type Target } from './tools/plan.ts';
import { note } from './tools/table.ts';
import { wake } from './tools/wake.ts';

const MANAGERS = 20;
/** Days between two sweeps, so that each of them finds a stage of its own. Nobody has a reminder before the first one. */
const DAYS = [21, 14, 1, 1, 1, 1, 1, 1, 1] as const;
const FIRST_DAYS_LEFT = 42;
const DEADLINE_MS = 300_000;
/** The first step notes that a sweep is under way, and the last one records it. What comes later is in the outbox already. */
const [FIRST, LAST] = ['sql insert sweep_under_way', 'sql insert sweeps'];

describe.each(['due', 'asked for'] as const)('a sweep that is %s and whose process is killed at any step', (which) => {
  it('is taken up when the lease of its process has ended, and loses no reminder', async () => {
    const opened = await openWorld({
      ...{ engine: 'postgres', count: MANAGERS, daysLeft: [FIRST_DAYS_LEFT], start: false },
      administrators: 'colleague',
    });
    const { faults } = opened;
    try {
      const told = faults.plan.record();
      await faults.startAll();
      await until(() => arrived(faults, 1), DEADLINE_MS, 200);
      const steps = evenly(stepsOfSweep(told()), DAYS.length);
      let killed = 0;
      /** What was left of each lease after a kill in the middle of a sweep. A kill may also come when its sweep is over. */
      const leases: number[] = [];
      for (const [index, days] of DAYS.entries()) {
        faults.world.passDays(days);
        const before = await sweepsSoFar(faults);
        const isSwept = async () => (await sweepsSoFar(faults)) > before;
        const planned = faults.plan.next(steps[index] as Target, { how: 'kill' });
        faults.teams.setBot(faults.slots[index % faults.slots.length]?.url ?? '');
        await begin(faults, which);
        await until(async () => planned.isDone() || (await isSwept()), DEADLINE_MS, 100);
        if (planned.isDone()) {
          killed += 1;
          const left = await leaseLeft(faults);
          if (left > 0) leases.push(left);
        }
        planned.forget();
        await leaseEnds(faults);
        // A start is a look. After the last kill nobody starts, and the others look within a minute.
        if (index < DAYS.length - 1) await faults.startAll();
        await until(isSwept, DEADLINE_MS, 100);
        await until(() => arrived(faults, index + 2), DEADLINE_MS, 200);
      }
      await faults.stopAll();
      const tried = leases.length;
      const doubled = faults.managers.reduce((sum, one) => sum + copies(faults, one) - (DAYS.length + 1), 0);
      note({
        promise: `a sweep that is ${which}, killed at any step (postgres): taken up, no reminder lost`,
        ...{ tried, survived: tried, lost: 0, doubled },
      });
      // A step can be taken in another order this time.
      expect(tried).toBeGreaterThan(DAYS.length / 2);
      expect(Math.max(...leases), 'the lease ends within a minute').toBeLessThanOrEqual(LEASE_MS);
      expect(doubled, 'one message between its sending and its receipt').toBeLessThanOrEqual(killed);
      expect(await verifyRecord(faults), 'the record is whole').toMatchObject({ code: 0 });
    } finally {
      await faults.close();
    }
  });
});

/** A due sweep is begun by any process that looks, and the other one when an administrator types the word. */
async function begin(faults: FaultWorld, which: 'due' | 'asked for'): Promise<void> {
  if (which === 'asked for') {
    // Its answer never comes, because its process dies.
    void faults.teams.sendMessage(faults.colleague.oid, 'personal', 'sweep').catch(() => undefined);
    return;
  }
  const earlier = sql`${sweeps.startedAt} - interval '1 day'`;
  await faults.withDatabase(({ orm }) => orm.update(sweeps).set({ startedAt: earlier, finishedAt: earlier }));
  await wake(faults, 'sweep');
}

function stepsOfSweep(names: readonly string[]): readonly Target[] {
  const sweep = names.slice(names.indexOf(FIRST), names.indexOf(LAST) + 1);
  const [, ...steps] = numbered(sweep).filter(
    ({ name }) => name === FIRST || !/^(entra|sql (begin|commit|select|insert pgboss))/.test(name),
  );
  return steps.map((step, index) => ({ ...step, phase: index % 2 === 0 ? 'before' : 'after' }));
}

async function sweepsSoFar({ query }: FaultWorld): Promise<number> {
  return (await query('SELECT id FROM sweeps')).length;
}

/** Milliseconds that the dead process still keeps others out. */
async function leaseLeft({ query }: FaultWorld): Promise<number> {
  const rows = await query("SELECT extract(epoch FROM until - now()) * 1000 AS ms FROM locks WHERE name = 'sweep'");
  return Math.max(0, ...rows.map(({ ms }) => Number(ms)));
}

async function leaseEnds({ withDatabase }: FaultWorld): Promise<void> {
  const past = sql`now() - interval '1 second'`;
  await withDatabase(async ({ orm }) => {
    await orm.execute(sql`UPDATE locks SET until = ${past}`);
    await orm.execute(sql`UPDATE outgoing SET lease_until = ${past} WHERE lease_until IS NOT NULL`);
  });
}

/** How many digests a manager has got that name the secret. */
function copies({ teams }: FaultWorld, { person, application }: FaultWorld['managers'][number]): number {
  const name = application.passwordCredentials[0]?.displayName ?? '';
  return digestsIn(teams, person).filter((text) => text.includes(name)).length;
}

function arrived(faults: FaultWorld, days: number): boolean {
  return faults.managers.every((one) => copies(faults, one) >= days);
}
