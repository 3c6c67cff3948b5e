import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';

import { startJobs, type TaskHandlers } from '../../bot/adapters/postgres/base/jobs/jobs.ts';
import type { Log } from '../../bot/ports/shared/log.ts';
import { bothDatabases } from './both-databases.ts';
import { TASKS_AT_REST } from './tasks-at-rest.ts';

const WITHIN = { timeout: 20_000, interval: 20 };
const DAILY = { time: '08:05', zone: 'Europe/Amsterdam' };
const both = bothDatabases();

describe.each(both.byName)('jobs on %s', (_name, database) => {
  const warnings: string[] = [];
  const log: Log = { info: () => {}, warn: (event) => void warnings.push(event), error: () => {} };
  const start = (handlers: Partial<TaskHandlers>) =>
    startJobs(database(), { ...TASKS_AT_REST, ...handlers }, DAILY, log);

  it('runs every task at the start, and runs a task again that has thrown', async () => {
    const ran: number[] = [];
    let attempts = 0;
    const flaky = async () => {
      attempts += 1;
      if (attempts === 1) throw new Error('once');
    };
    const jobs = await start({ reconcile: async () => void ran.push(1), 'remove-messages': flaky });
    await expect.poll(() => ran.length, WITHIN).toBeGreaterThanOrEqual(1);
    await expect.poll(() => attempts, WITHIN).toBeGreaterThanOrEqual(2);
    expect(warnings).toContain('task failed');
    await jobs.stop();
  });

  it('sets up no queue for a task that has no handler, and takes its schedule away when it is switched off', async () => {
    const queues = async () => {
      const rows: unknown = await database().orm.execute(sql`SELECT name FROM pgboss.queue ORDER BY name`);
      return JSON.stringify(rows);
    };
    const without = await start({});
    expect(await queues()).not.toContain('read-uses');
    await without.stop();
    const ran: number[] = [];
    const jobs = await start({ 'read-uses': async () => void ran.push(1) });
    await expect.poll(() => ran.length, WITHIN).toBeGreaterThanOrEqual(1);
    expect(await queues()).toContain('read-uses');
    await jobs.wake('read-uses', new Date(Date.now() + 3_600_000));
    await jobs.stop();
    const off = await start({});
    const left: unknown = await database().orm.execute(sql`
      SELECT name FROM pgboss.schedule WHERE name = 'read-uses' UNION ALL
      SELECT name FROM pgboss.job WHERE name = 'read-uses' AND state IN ('created', 'retry')`);
    expect(left).toMatchObject({ rows: [] });
    await off.stop();
  });

  it('keeps one job for many wake-ups at one time and one for a later time, and runs neither early', async () => {
    const ran: number[] = [];
    const jobs = await start({ reconcile: async () => void ran.push(Date.now()) });
    await expect.poll(() => ran.length, WITHIN).toBeGreaterThanOrEqual(1);
    const before = ran.length;
    const at = Date.now() + 1_500;
    const far = new Date(at + 3_600_000);
    await Promise.all([...Array(10).fill(new Date(at)), far].map((time: Date) => jobs.wake('reconcile', time)));
    const slots = sql`SELECT DISTINCT start_after FROM pgboss.job WHERE name = 'reconcile' AND singleton_key <> 'minute'
      AND start_after >= ${new Date(at).toISOString()}::timestamptz`;
    const rows: unknown = await database().orm.execute(slots);
    expect(rows).toMatchObject({ rows: { length: 2 } });
    await expect.poll(() => ran.some((time) => time >= at), WITHIN).toBe(true);
    expect(ran.slice(before).filter((time) => time >= at)).toHaveLength(1);
    await jobs.stop();
  });

  it('lets a running task finish before it stops', async () => {
    const begun = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    let finished = false;
    const slow = async () => {
      begun.resolve();
      await gate.promise;
      finished = true;
    };
    const jobs = await start({ reconcile: slow });
    await begun.promise;
    const stopped = jobs.stop().then(() => finished);
    setImmediate(gate.resolve);
    expect(await stopped).toBe(true);
  });

  it('wakes every task each minute, and the sweep at its time of day too', async () => {
    const jobs = await start({});
    const query = sql`SELECT name, cron, timezone FROM pgboss.schedule ORDER BY name, cron`;
    const schedules: unknown = await database().orm.execute(query);
    const everyMinute = { cron: '* * * * *', timezone: 'UTC' };
    expect(schedules).toMatchObject({
      rows: [
        { name: 'keep-audit', ...everyMinute },
        { name: 'reconcile', ...everyMinute },
        { name: 'remove-messages', ...everyMinute },
        { name: 'route-requests', ...everyMinute },
        { name: 'send-mail', ...everyMinute },
        { name: 'send-outbox', ...everyMinute },
        { name: 'sweep', ...everyMinute },
        { name: 'sweep', cron: '5 8 * * *', timezone: 'Europe/Amsterdam' },
      ],
    });
    await jobs.stop();
  });
});
