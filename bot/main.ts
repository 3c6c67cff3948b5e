import { createLog } from './adapters/node/log.ts';
import { masked } from './adapters/node/masked.ts';
import { DatabaseHeldError, DataFolderError } from './adapters/postgres/index.ts';
import { PortInUseError } from './adapters/teams/index.ts';
import { type App, startApp } from './app.ts';
import { ConfigError, readConfig, readEnvironment } from './config/index.ts';
import type { Log } from './ports/shared/log.ts';
import { StoppedEarlyError } from './start-patiently.ts';

/** Less than the 30 s that every platform gives: see stop.ts. */
const LAST_RESORT_MS = 28_000;

/** Settings → adapters → app → listen → graceful stop. */
async function main(): Promise<void> {
  const settings = readConfig(readEnvironment());
  const log = createLog(settings.logLevel);
  process.on('unhandledRejection', (cause) => log.error('unhandled rejection', {}, cause));
  // Node itself would print the fault with all its properties, and an SDK keeps requests with their headers in them.
  process.on('uncaughtException', (cause) => {
    log.error('crashed', {}, cause);
    process.exit(1);
  });
  const stopping = new AbortController();
  const starting = startApp(settings, log, stopping.signal);
  stopAtSignals(starting, stopping, log);
  const app = await starting;
  log.info('listening', { port: app.port });
  // A program that started the bot with a channel for messages learns in this way that it is this bot which listens.
  if (process.connected) process.send?.({ listening: app.port });
}

/** A signal counts before the start has ended, too, because turns are taken by then: the bot starts, and stops. */
function stopAtSignals(starting: Promise<App>, stopping: AbortController, log: Log): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted) return;
      stopping.abort();
      log.info('stopping', { signal });
      // If something hangs, the platform would end the process some seconds later without a line in the log.
      setTimeout(() => {
        log.error('stopping took too long');
        process.exit(1);
      }, LAST_RESORT_MS);
      starting.then(
        (app) => closeAndExit(app, signal, log),
        () => undefined, // main tells why the bot could not start.
      );
    });
  }
}

async function closeAndExit(app: App, signal: NodeJS.Signals, log: Log): Promise<void> {
  try {
    // SIGINT comes from a terminal: there is no other process that could take the turns.
    await app.close(signal === 'SIGTERM');
    process.exit(0);
  } catch (cause) {
    log.error('stopping failed', {}, cause);
    process.exit(1);
  }
}

main().catch((cause: unknown) => {
  if (cause instanceof StoppedEarlyError) process.exit(0);
  const { sentence, code } = failureOf(cause);
  process.stderr.write(`${sentence}\n`);
  process.exit(code);
});

/** What the operator reads if the bot cannot start, and the exit code: 2 if the operator can put it right. */
function failureOf(cause: unknown): { readonly sentence: string; readonly code: number } {
  if (cause instanceof ConfigError) return { sentence: cause.message, code: 2 };
  const correctable = [DatabaseHeldError, DataFolderError, PortInUseError].some((one) => cause instanceof one);
  if (correctable && cause instanceof Error) return { sentence: `The bot could not start: ${cause.message}`, code: 2 };
  const sentence = `The bot could not start: ${cause instanceof Error ? masked(cause.message) : 'unknown'}`;
  return { sentence, code: 1 };
}
