import { type Database, startJobs } from './adapters/postgres/index.ts';
import { createTeamsServer } from './adapters/teams/index.ts';
import type { Settings } from './config.ts';
import { clock, createCore } from './core.ts';
import { openDatabase } from './database.ts';
import type { Jobs } from './ports/jobs.ts';
import type { Log } from './ports/log.ts';
import type { UseCases } from './usecases/index.ts';

export interface App {
  readonly port: number;
  /** Lets work in hand finish, then lets go of the port and the database. */
  close(): Promise<void>;
}

/** Joins the adapters to the use cases and listens. */
export async function startApp(settings: Settings, log: Log): Promise<App> {
  const database = await openDatabase(settings, log);
  try {
    return await assemble(settings, log, database);
  } catch (cause) {
    await database.close();
    throw cause;
  }
}

async function assemble(settings: Settings, log: Log, database: Database): Promise<App> {
  const deferred = deferredJobs();
  const { ledger, pages, channel, usecases, ready } = createCore(settings, log, database, deferred.jobs);
  if (database.engine.kind === 'embedded') await ledger.operations.expireLeases();
  const stopping = new AbortController();
  const daily = { time: settings.reminderTime, zone: settings.reminderZone };
  const jobs = await startJobs(database, tasksOf(usecases, stopping.signal), daily, log);
  deferred.use(jobs);
  const server = await createTeamsServer({ settings, channel, usecases, ledger, pages, clock, log, ready });
  const port = await server.listen(settings.port, settings.host);
  return {
    port,
    async close() {
      stopping.abort();
      await server.close();
      await jobs.stop();
      // The newest rows are kept outside the database, too.
      await usecases.keepAudit().catch((cause: unknown) => log.error('audit head not written', {}, cause));
      await database.close();
    },
  };
}

function tasksOf(usecases: UseCases, stopping: AbortSignal) {
  return {
    reconcile: () => usecases.reconcile(),
    'remove-messages': () => usecases.removeDueMessages(),
    sweep: () => usecases.sweepIfDue(),
    'send-reminders': () => usecases.sendReminders(stopping, ['teams']),
    'send-mail': () => usecases.sendReminders(stopping, ['mail']),
    tell: () => usecases.tell(stopping),
    'keep-audit': () => usecases.keepAudit(),
  };
}

/** Use cases wake jobs, and jobs run use cases: until both exist, a wake-up may be lost, as it may at any time. */
function deferredJobs(): { readonly jobs: Jobs; use(jobs: Jobs): void } {
  let running: Jobs | undefined;
  return {
    jobs: { wake: async (task, at) => running?.wake(task, at) },
    use: (jobs) => {
      running = jobs;
    },
  };
}
