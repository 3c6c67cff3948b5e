import { createCertificateWatch } from './adapters/node/certificate-watch.ts';
import {
  createBacklog,
  createTurnCounts,
  type Database,
  databaseWordsOf,
  startJobs,
  type TaskHandlers,
} from './adapters/postgres/index.ts';
import { createNotReadyServer, createTeamsServer } from './adapters/teams/index.ts';
import { createGauges, createTelemetry, notingLog } from './adapters/telemetry/index.ts';
import type { Settings } from './config/index.ts';
import { isPasswordReadable } from './config/settings/database.ts';
import { clock, createCore } from './core.ts';
import { createCredentials } from './credentials.ts';
import { openDatabase } from './database.ts';
import { NOBODY_CAN_BE_TOLD } from './domain/messages/notice.ts';
import { type SignInPolicy, signInPolicy } from './domain/sign-in/session.ts';
import type { Jobs, Task } from './ports/shared/jobs.ts';
import type { Log } from './ports/shared/log.ts';
import type { Telemetry } from './ports/shared/telemetry.ts';
import { startTogether } from './start.ts';
import { DatabaseAwayError, startPatiently } from './start-patiently.ts';
import { stop } from './stop.ts';
import type { UseCases } from './usecases/index.ts';

export interface App {
  readonly port: number;
  /** Lets work in hand finish, then lets go of the port and the database. `drain`: others may still send turns here. */
  close(drain: boolean): Promise<void>;
}

/**
 * Joins the adapters to the use cases and listens. While PostgreSQL cannot be used, it listens and is not ready, until
 * `stopping`. Throws DatabaseHeldError, PortInUseError, StoppedEarlyError.
 */
export async function startApp(
  settings: Settings,
  log: Log,
  stopping: AbortSignal = new AbortController().signal,
): Promise<App> {
  const telemetry = await createTelemetry(telemetrySettings(settings, log), log);
  const noted = notingLog(log, telemetry);
  const port = createNotReadyServer();
  const holdPort = { listen: () => port.listen(settings.port, settings.host), close: () => port.close() };
  try {
    return await startPatiently((freePort) => startOnce(settings, noted, telemetry, freePort), {
      holdPort,
      wordsOf: databaseWordsOf,
      log: noted,
      stopping,
    });
  } catch (cause) {
    await telemetry.close();
    throw cause;
  }
}

async function startOnce(
  settings: Settings,
  log: Log,
  telemetry: Telemetry,
  freePort: () => Promise<void>,
): Promise<App> {
  const database = await fromDatabase(settings, () => openDatabase(settings, log));
  try {
    return await assemble(settings, log, database, telemetry, freePort);
  } catch (cause) {
    await database.close();
    throw cause;
  }
}

/** PostgreSQL is on another machine, so it may come later. What is wrong with the embedded database is here, and stays. */
async function fromDatabase<T>({ databaseUrl }: Settings, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    throw databaseUrl === undefined ? cause : new DatabaseAwayError({ cause });
  }
}

async function assemble(
  settings: Settings,
  log: Log,
  database: Database,
  telemetry: Telemetry,
  freePort: () => Promise<void>,
): Promise<App> {
  const deferred = deferredJobs();
  const { ledger, pages, channel, usecases, ready } = createCore(settings, log, database, deferred.jobs, telemetry);
  if (database.engine.kind === 'embedded') await ledger.operations.expireLeases();
  const stopping = new AbortController();
  const daily = { time: settings.reminderTime, zone: settings.reminderZone };
  const lookAtCertificate = createCertificateWatch({ url: settings.publicUrl, clock, log });
  const tasks = measuredTasks(tasksOf(settings, usecases, stopping.signal, lookAtCertificate), telemetry);
  sayWhatProvesMfa(signInPolicy(settings), log);
  if (isPasswordReadable(settings.databaseUrl))
    log.warn(
      'the password of the database goes over the network unencrypted: end DATABASE_URL in ?sslmode=verify-full',
    );
  const canTell = () => usecases.canTellAdministrators();
  const turnCounts = createTurnCounts(database);
  const deps = { settings, channel, usecases, ledger, pages, clock, log, ready, canTell, telemetry, turnCounts };
  const server = await createTeamsServer(deps);
  const listen = async () => {
    await freePort();
    return server.listen(settings.port, settings.host);
  };
  const { port, jobs } = await startTogether({ listen, close: () => server.close() }, async () => {
    const running = await fromDatabase(settings, () => startJobs(database, tasks, daily, log));
    deferred.use(running);
    return running;
  });
  // Not before: a start that is tried again would leave readers of its closed database behind.
  telemetry.observe(
    createGauges(ledger.sweeps, createBacklog(database), clock, settings.signInLog ? ledger.outages : undefined),
  );
  void sayIfNobodyCanBeTold(canTell, log);
  return {
    port,
    close: (drain) => {
      const { keepAudit } = usecases;
      return stop({ server, jobs, stopping, keepAudit, telemetry, database, log }, drain);
    },
  };
}

/** An operator reads at every start what the bot cannot see for itself. */
function sayWhatProvesMfa({ signInContext, stepUpContext }: SignInPolicy, log: Log): void {
  if (signInContext === undefined) {
    log.info("for reading, MFA is proven by the tenant's policy alone: npm run doctor looks for it", {
      setting: 'SIGN_IN_AUTH_CONTEXT=policy',
    });
  }
  if (stepUpContext === undefined) {
    log.warn('before a change, a fresh sign-in is enough: nothing proves MFA', {
      setting: 'STEP_UP_AUTH_CONTEXT=none',
    });
  }
}

/** Until an administrator is met, alarms reach nobody. An operator reads so at every start. */
async function sayIfNobodyCanBeTold(canTell: () => Promise<boolean>, log: Log): Promise<void> {
  const isTold = await canTell().catch(() => undefined);
  if (isTold === false) log.warn(NOBODY_CAN_BE_TOLD, { check: 'administrators' });
}

function tasksOf(
  settings: Settings,
  usecases: UseCases,
  stopping: AbortSignal,
  lookAtCertificate: () => Promise<void>,
): TaskHandlers {
  return {
    reconcile: async () => {
      // What a died process has left comes first: a secret that nobody received must go within seconds.
      await usecases.reconcile();
      await usecases.removeExposed();
    },
    'remove-messages': () => usecases.removeDueMessages(),
    sweep: async () => {
      // It never rejects, and a sweep does not wait for it.
      void lookAtCertificate();
      await usecases.sweepIfDue();
      await usecases.lookBetweenSweeps();
    },
    'route-requests': () => usecases.routeRequests(),
    'send-outbox': () => usecases.sendOutbox(stopping, ['teams']),
    'send-mail': () => usecases.sendOutbox(stopping, ['mail']),
    'keep-audit': () => usecases.keepAudit(),
    'read-uses': settings.signInReport ? () => usecases.readUses(stopping) : undefined,
    'read-sign-ins': settings.signInLog ? () => usecases.readSignIns(stopping) : undefined,
  };
}

/** One span a run, and whether it failed. */
function measuredTasks(tasks: TaskHandlers, telemetry: Telemetry): TaskHandlers {
  const measured = (task: Task) => {
    const run = tasks[task];
    if (run === undefined) return undefined;
    return () =>
      telemetry.measure('task', { task }, async (tell) => {
        await run();
        tell({ result: 'done' });
      });
  };
  return {
    reconcile: measured('reconcile'),
    'remove-messages': measured('remove-messages'),
    sweep: measured('sweep'),
    'route-requests': measured('route-requests'),
    'send-outbox': measured('send-outbox'),
    'send-mail': measured('send-mail'),
    'keep-audit': measured('keep-audit'),
    'read-uses': measured('read-uses'),
    'read-sign-ins': measured('read-sign-ins'),
  };
}

/** If the bot has a managed identity, it proves itself with that to Application Insights. */
function telemetrySettings(settings: Settings, log: Log) {
  const { otlpEndpoint, otlpHeaders: headers = {}, applicationInsights: connectionString, metricEveryMs } = settings;
  const { credential, tokens } = createCredentials(settings, log).bot;
  const token = credential.kind === 'managed-identity' ? (resource: string) => tokens.token(resource) : undefined;
  return {
    otlp: otlpEndpoint === undefined ? undefined : { endpoint: otlpEndpoint, headers },
    applicationInsights: connectionString === undefined ? undefined : { connectionString, token },
    metricEveryMs,
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
