import { createEntraClient } from './adapters/entra/client.ts';
import { clientCredential } from './adapters/entra/credential.ts';
import { createIdentity } from './adapters/entra/identity.ts';
import { createSignInPages } from './adapters/entra/pages.ts';
import { createTokenVerifier } from './adapters/entra/token.ts';
import { createDirectory } from './adapters/graph/directory.ts';
import { createRandom } from './adapters/node/random.ts';
import { type Database, openDatabase } from './adapters/postgres/database.ts';
import { startJobs } from './adapters/postgres/jobs.ts';
import { createLedger } from './adapters/postgres/ledger.ts';
import { createTeamsChannel, createTeamsServer } from './adapters/teams/index.ts';
import type { Settings } from './config.ts';
import type { SignInPolicy } from './domain/session.ts';
import type { Jobs } from './ports/jobs.ts';
import type { Ledger } from './ports/ledger.ts';
import type { Log } from './ports/log.ts';
import { createUseCases, type UseCases } from './usecases/index.ts';

export interface App {
  readonly port: number;
  /** Lets work in hand finish, then lets go of the port and the database. */
  close(): Promise<void>;
}

const clock = () => new Date();
const random = createRandom();

/** Joins the adapters to the use cases and listens. */
export async function startApp(settings: Settings, log: Log): Promise<App> {
  const database = await openDatabase(placeOf(settings));
  try {
    return await assemble(settings, log, database);
  } catch (cause) {
    await database.close();
    throw cause;
  }
}

async function assemble(settings: Settings, log: Log, database: Database): Promise<App> {
  const ledger = createLedger(database);
  const policy = { authContext: settings.stepUpAuthContext, stepUpMinutes: settings.stepUpMinutes };
  const { identity, pages } = createEntra(settings, policy, ledger, log);
  const channel = createTeamsChannel(settings, ledger, log);
  const deferred = deferredJobs();
  const { delivery, notifier } = channel;
  const directory = createDirectory({ ...settings, clientId: settings.botId, credential: settings.botCredential }, log);
  const usecases = createUseCases({
    settings: { ...settings, policy },
    ...{ clock, random, log, directory, ledger, delivery, notifier, identity, jobs: deferred.jobs },
  });
  if (database.engine.kind === 'embedded') await ledger.operations.expireLeases();
  const jobs = await startJobs(database, tasksOf(usecases), log);
  deferred.use(jobs);
  const server = await createTeamsServer({ settings, channel, usecases, ledger, pages, clock, log });
  const port = await server.listen(settings.port, settings.host);
  return { port, close: () => closeAll(server, jobs, database) };
}

function tasksOf(usecases: UseCases) {
  return { reconcile: () => usecases.reconcile(), 'remove-messages': () => usecases.removeDueMessages() };
}

async function closeAll(
  ...parts: readonly [{ close(): Promise<void> }, { stop(): Promise<void> }, Database]
): Promise<void> {
  const [server, jobs, database] = parts;
  await server.close();
  await jobs.stop();
  await database.close();
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

function createEntra(settings: Settings, policy: SignInPolicy, ledger: Ledger, log: Log) {
  const { loginUrl, tenantId, aadAppClientId: clientId } = settings;
  const verifier = createTokenVerifier({ loginUrl, tenantId, clientId });
  const client = createEntraClient({
    loginUrl,
    tenantId,
    clientId,
    credential: clientCredential(settings.aadAppCredential),
  });
  return {
    identity: createIdentity({ verifier, client, policy, log }),
    pages: createSignInPages({ settings, policy, verifier, client, ledger, random, clock, log }),
  };
}

function placeOf(settings: Settings) {
  const { databaseUrl, dataDir } = settings;
  return databaseUrl === undefined ? { dataDir } : { databaseUrl };
}
