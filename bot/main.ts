import { createLog } from './adapters/node/log.ts';
import { DatabaseHeldError, DataFolderError } from './adapters/postgres/index.ts';
import { PortInUseError } from './adapters/teams/index.ts';
import { startApp } from './app.ts';
import { ConfigError, readConfig, readEnvironment } from './config/index.ts';

/** Less than the 30 s that every platform gives: see stop.ts. */
const LAST_RESORT_MS = 28_000;

/** Settings → adapters → app → listen → graceful stop. */
async function main(): Promise<void> {
  const settings = readConfig(readEnvironment());
  const log = createLog(settings.logLevel);
  const app = await startApp(settings, log);
  log.info('listening', { port: app.port });
  // A program that started the bot with a channel for messages learns in this way that it is this bot which listens.
  if (process.connected) process.send?.({ listening: app.port });
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      log.info('stopping', { signal });
      // If something hangs, the platform would end the process some seconds later without a line in the log.
      setTimeout(() => {
        log.error('stopping took too long');
        process.exit(1);
      }, LAST_RESORT_MS);
      // SIGINT comes from a terminal: there is no other process that could take the turns.
      app.close(signal === 'SIGTERM').then(
        () => process.exit(0),
        (cause: unknown) => {
          log.error('stopping failed', {}, cause);
          process.exit(1);
        },
      );
    });
  }
  process.on('unhandledRejection', (cause) => log.error('unhandled rejection', {}, cause));
}

main().catch((cause: unknown) => {
  const { sentence, code } = failureOf(cause);
  process.stderr.write(`${sentence}\n`);
  process.exit(code);
});

/** What the operator reads if the bot cannot start, and the exit code: 2 if the operator can put it right. */
function failureOf(cause: unknown): { readonly sentence: string; readonly code: number } {
  if (cause instanceof ConfigError) return { sentence: cause.message, code: 2 };
  const sentence = `The bot could not start: ${cause instanceof Error ? cause.message : 'unknown'}`;
  const correctable = [DatabaseHeldError, DataFolderError, PortInUseError].some((one) => cause instanceof one);
  return { sentence, code: correctable ? 2 : 1 };
}
