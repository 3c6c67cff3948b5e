import { setTimeout as wait } from 'node:timers/promises';
import type { RunningJobs } from './adapters/postgres/index.ts';
import type { TeamsServer } from './adapters/teams/index.ts';
import type { Log } from './ports/shared/log.ts';
import type { Telemetry } from './ports/shared/telemetry.ts';

/**
 * How long turns are still taken after `/readyz` has begun to say no. A load balancer asks about once a second; a slot
 * swap has moved the traffic before.
 */
const DRAIN_MS = 3_000;
/**
 * How long turns that are under way may take to finish and answer. Together with the drain, the jobs (10 s at most, most
 * of them in the same time) and the flush this stays below the 30 s that platforms give. App Service can be told to wait
 * longer (WEBSITES_CONTAINER_STOP_TIME_LIMIT), but that is not its default. https://learn.microsoft.com/azure/app-service/reference-app-settings
 */
const TURNS_MS = 12_000;

export interface Running {
  readonly server: TeamsServer;
  readonly jobs: RunningJobs;
  readonly stopping: AbortController;
  readonly keepAudit: () => Promise<void>;
  readonly telemetry: Telemetry;
  readonly database: { close(): Promise<void> };
  readonly log: Log;
}

/**
 * Finishes what has begun, then lets go of everything. Reconciliation, leases and the queue take care of work that is not
 * finished in time. `drain`: others may still send turns here. See decision 0015: the bot runs as a web app with two slots.
 */
export async function stop(running: Running, drain: boolean): Promise<void> {
  const { server, jobs, stopping, keepAudit, telemetry, database, log } = running;
  server.drain();
  stopping.abort();
  const resting = jobs.rest().catch((cause: unknown) => log.warn('job queue', {}, cause));
  if (drain) await wait(DRAIN_MS);
  const late = new AbortController();
  const cut = wait(TURNS_MS, undefined, { signal: late.signal }).then(
    () => log.warn('turns not finished'),
    () => undefined,
  );
  await Promise.race([server.close(), cut]);
  late.abort();
  await resting;
  await jobs.stop();
  // The head of the newest rows is written out of the database too.
  await keepAudit().catch((cause: unknown) => log.error('audit head not written', {}, cause));
  await telemetry.close();
  await database.close();
}
