import { isDeepStrictEqual } from 'node:util';
import type { PgBoss, ScheduleOptions } from 'pg-boss';
import type { Task } from '../../../../ports/shared/jobs.ts';

/** When the daily sweep is due: `HH:MM` by the clocks of an IANA time zone. */
export interface Daily {
  readonly time: string;
  readonly zone: string;
}

const EVERY_MINUTE = '* * * * *';
const RETRIES = { retryLimit: 8, retryDelay: 2, retryBackoff: true, retryDelayMax: 300 };
const LIVES = { expireInSeconds: 300, retentionSeconds: 86_400, deleteAfterSeconds: 600 };

/** The queue of what was given up is called after its task. */
export function givenUpOf(task: Task): string {
  return `${task}.given-up`;
}

interface Schedule {
  readonly task: Task;
  readonly cron: string;
  readonly options: ScheduleOptions & { readonly tz: string };
}

/**
 * Makes the queues and schedules that are missing. Two reads find that out; a start with nothing to make writes nothing.
 * A queue that exists stays as it is. Returns all queues that exist now.
 */
export async function prepareQueues(boss: PgBoss, tasks: readonly Task[], daily: Daily): Promise<ReadonlySet<string>> {
  const [queues, schedules] = await Promise.all([boss.getQueues(), boss.getSchedules()]);
  const there = new Set(queues.map(({ name }) => name));
  for (const task of tasks.filter((one) => !there.has(one) || !there.has(givenUpOf(one)))) {
    await boss.createQueue(givenUpOf(task), LIVES);
    await boss.createQueue(task, { policy: 'short', ...RETRIES, ...LIVES, deadLetter: givenUpOf(task) });
    there.add(task).add(givenUpOf(task));
  }
  for (const { task, cron, options } of schedulesOf(tasks, daily)) {
    const isThere = schedules.some(
      (one) => one.name === task && one.cron === cron && isDeepStrictEqual(one.options, options),
    );
    if (!isThere) await boss.schedule(task, cron, null, options);
  }
  return there;
}

/** Tasks that were switched off are not woken any more, and their wake-ups do not wait for anybody. */
export async function restQueues(boss: PgBoss, there: ReadonlySet<string>, off: readonly Task[]): Promise<void> {
  for (const task of off.filter((one) => there.has(one))) {
    await boss.unschedule(task);
    await boss.deleteQueuedJobs(task);
  }
}

function schedulesOf(tasks: readonly Task[], { time, zone }: Daily): readonly Schedule[] {
  const [hours, minutes] = time.split(':').map(Number);
  const often = tasks.map((task) => ({ task, cron: EVERY_MINUTE, options: { tz: 'UTC', singletonKey: 'minute' } }));
  const options = { tz: zone, key: 'daily', singletonKey: 'daily' };
  return [...often, { task: 'sweep', cron: `${minutes} ${hours} * * *`, options }];
}
