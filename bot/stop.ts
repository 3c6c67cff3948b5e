import { setTimeout as wait } from 'node:timers/promises';
import type { RunningJobs } from './adapters/postgres/index.ts';
import type { TeamsServer } from './adapters/teams/index.ts';
import type { Log } from './ports/shared/log.ts';
import type { Telemetry } from './ports/shared/telemetry.ts';

/**
 * How long turns are still taken after `/readyz` has begun to say no: whoever sends them here looks about once a second,
 * or has stopped before (a slot swap moves the traffic first).
 */
const DRAIN_MS = 3_000;
/**
 * For turns in hand, and what they still have to say. With the drain, the jobs (10 s at most, most of which pass
 * meanwhile) and the flush it stays below the 30 s that platforms give: App Service's WEBSITES_CONTAINER_STOP_TIME_LIMIT
 * can be longer, not their default. https://learn.microsoft.com/azure/app-service/reference-app-settings
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
 * Finishes what is begun, then lets go of everything. Whatever is not finished in time is what reconciliation, leases
 * and the queue are for. `drain`: where others may still send turns here.
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
  // The newest rows are kept outside the database, too.
  await keepAudit().catch((cause: unknown) => log.error('audit head not written', {}, cause));
  await telemetry.close();
  await database.close();
}
