import { type ConstructorOptions, type Db, PgBoss } from 'pg-boss';
import type { Jobs, Task } from '../../../../ports/shared/jobs.ts';
import type { Log } from '../../../../ports/shared/log.ts';
import type { Database } from '../database.ts';
import { type Daily, givenUpOf, prepareQueues, restQueues } from './job-queues.ts';
import { wakeOn } from './wake.ts';

/** A task without a handler is not set up: nobody polls for it. */
export type TaskHandlers = Readonly<Record<Task, (() => Promise<void>) | undefined>>;

/** Those that every bot runs; each is a queue, and has a schedule. */
export const TASKS: readonly Task[] = [
  'reconcile',
  'remove-messages',
  'sweep',
  'route-requests',
  'send-outbox',
  'send-mail',
  'keep-audit',
];
/** Those that run if a setting says so. */
const OPTIONAL_TASKS: readonly Task[] = ['read-uses', 'read-sign-ins'];
/** Queues of the version before, and what its wake-ups mean now: it may still run beside this one for some minutes. */
const FORMER_TASKS: Readonly<Record<string, readonly Task[]>> = {
  tell: ['route-requests', 'send-outbox'],
  'send-reminders': ['send-outbox'],
};
const POLL_SECONDS = 0.5;
const STOP_MS = 10_000;

export interface RunningJobs extends Jobs {
  /** Begins no more work; what runs goes on, and others can still be woken. */
  rest(): Promise<void>;
  /** Lets what runs finish, within a time. */
  stop(): Promise<void>;
}

/**
 * Runs the tasks on pg-boss over the same database (schema `pgboss`): once at the start, at every wake-up, and every
 * minute in any case, so that a lost wake-up costs a minute at most. The sweep is also woken at its time of day, and finds
 * out by itself whether there is something to do. A task that throws is tried again, later and later; one that never
 * succeeds is given up in the log, and the next minute's wake-up starts over.
 */
export async function startJobs(
  database: Pick<Database, 'engine'>,
  handlers: TaskHandlers,
  daily: Daily,
  log: Log,
): Promise<RunningJobs> {
  const boss = new PgBoss({
    ...connectionOf(database.engine),
    schema: 'pgboss',
    // A schedule's moment is noticed, and carried out, some seconds late at most.
    cronMonitorIntervalSeconds: 5,
    cronWorkerIntervalSeconds: 5,
  });
  boss.on('error', (cause) => log.warn('job queue', {}, cause));
  try {
    return await begin(boss, handlers, daily, log);
  } catch (cause) {
    // A start that is tried again must not meet the queue of the time before.
    await boss.stop({ graceful: false }).catch(() => undefined);
    throw cause;
  }
}

async function begin(boss: PgBoss, handlers: TaskHandlers, daily: Daily, log: Log): Promise<RunningJobs> {
  await boss.start();
  const jobs: Jobs = { wake: wakeOn(boss) };
  const work = [...TASKS, ...OPTIONAL_TASKS].flatMap((task) => {
    const handler = handlers[task];
    return handler === undefined ? [] : [{ task, handler }];
  });
  const tasks = work.map(({ task }) => task);
  const queues = await prepareQueues(boss, tasks, daily);
  const off = OPTIONAL_TASKS.filter((task) => !tasks.includes(task));
  await restQueues(boss, queues, off);
  await Promise.all(
    work.map(async ({ task, handler }) => {
      await workOn(boss, task, handler, log);
      await jobs.wake(task, new Date());
    }),
  );
  const former = await workOnFormer(boss, jobs, queues);
  return {
    ...jobs,
    rest: async () => {
      await Promise.all([...tasks, ...former].map((queue) => boss.offWork(queue, { wait: false })));
    },
    stop: () => boss.stop({ graceful: true, timeout: STOP_MS }),
  };
}

/**
 * Passes the wake-ups of the version before on. Its schedules stay as they are, because its processes need them until they
 * end; the version after this one can delete these queues. Returns the queues that exist.
 */
async function workOnFormer(boss: PgBoss, jobs: Jobs, queues: ReadonlySet<string>): Promise<readonly string[]> {
  const there: string[] = [];
  for (const [queue, tasks] of Object.entries(FORMER_TASKS)) {
    if (!queues.has(queue)) continue;
    await boss.work(queue, { pollingIntervalSeconds: POLL_SECONDS, batchSize: 50 }, async () => {
      for (const task of tasks) await jobs.wake(task, new Date());
    });
    there.push(queue);
  }
  return there;
}

async function workOn(boss: PgBoss, task: Task, handler: () => Promise<void>, log: Log): Promise<void> {
  // A batch is one look: all wake-ups that are due ask for the same.
  const options = { pollingIntervalSeconds: POLL_SECONDS, batchSize: 50, includeMetadata: true } as const;
  await boss.work(task, options, async ([first]) => {
    try {
      await handler();
    } catch (cause) {
      log.warn('task failed', { task, attempts: (first?.retryCount ?? 0) + 1 }, cause);
      // The queue stores what is thrown: the cause stays in the log.
      throw new Error('task failed');
    }
  });
  await boss.work(givenUpOf(task), { pollingIntervalSeconds: 5, batchSize: 50 }, async () => {
    log.error('task given up', { task });
  });
}

function connectionOf(engine: Database['engine']): ConstructorOptions {
  if (engine.kind === 'postgres') {
    return {
      ...engine.connection,
      max: 4,
      connectionTimeoutMillis: 5_000,
      application_name: 'api-credentials',
    };
  }
  return { db: overPglite(engine.pglite), backend: 'pglite', reindex: false };
}

type Embedded = Extract<Database['engine'], { kind: 'embedded' }>['pglite'];

/**
 * The embedded database has one connection, shared with the ledger. A script with its own BEGIN therefore runs inside
 * PGlite's transaction, which keeps others out and rolls back if it fails; every statement's rows are returned,
 * because the queue reads the rows of one in the middle.
 */
function overPglite(pglite: Embedded): Db {
  return {
    executeSql: async (text, values) => {
      if (values !== undefined && values.length > 0) return pglite.query(text, values);
      const results = /^\s*BEGIN\b/i.test(text)
        ? await pglite.transaction((tx) => tx.exec(text))
        : await pglite.exec(text);
      return { rows: results.flatMap((result) => result.rows) };
    },
  };
}
