import { createLog } from './adapters/node/log.ts';
import { DatabaseHeldError } from './adapters/postgres/index.ts';
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
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      log.info('stopping', { signal });
      // Whatever hangs: the platform would end the process without a word some seconds later.
      setTimeout(() => {
        log.error('stopping took too long');
        process.exit(1);
      }, LAST_RESORT_MS);
      // At a terminal nobody else is there to send turns to.
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
  const expected = cause instanceof ConfigError || cause instanceof DatabaseHeldError;
  process.stderr.write(
    `${expected ? cause.message : `The bot could not start: ${cause instanceof Error ? cause.message : 'unknown'}`}\n`,
  );
  process.exit(expected ? 2 : 1);
});
