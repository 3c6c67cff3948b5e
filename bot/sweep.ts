import { createLog } from './adapters/node/log.ts';
import { DatabaseHeldError } from './adapters/postgres/index.ts';
import { ConfigError, readConfig, readEnvironment } from './config.ts';
import { createCore } from './core.ts';
import { openDatabase } from './database.ts';
import { destinationKey, type PlannedReminder } from './domain/reminder.ts';
import type { SweepReport } from './domain/sweep.ts';
import { plainText } from './domain/text.ts';
import type { UseCases } from './usecases/index.ts';

const USAGE = 'Usage: npm run sweep -- [--dry-run]';

/** The operator's command; the exit code: 0 done, 1 failed or suspicious, 2 asked for in a way that cannot be done. */
async function main(given: readonly string[]): Promise<number> {
  const dryRun = given.includes('--dry-run');
  if (given.some((argument) => argument !== '--dry-run')) return refuse(USAGE);
  const settings = readConfig(readEnvironment());
  const database = await openDatabase(settings);
  try {
    // What is left to do is in the ledger: the running bot, or the next start, goes on with it.
    const { usecases } = createCore(settings, createLog('error', process.stderr), database, { wake: async () => {} });
    return await (dryRun ? printPlan(usecases) : sweepAndSend(usecases));
  } finally {
    await database.close();
  }
}

async function printPlan(usecases: UseCases): Promise<number> {
  const { read, reminders, result } = await usecases.planOnly((planned) => {
    for (const reminder of planned) process.stdout.write(`${lineOf(reminder)}\n`);
  });
  process.stdout.write(`${result}: ${read} applications read.\n`);
  process.stdout.write(`${reminders} reminders would be planned. Nothing was written or sent.\n`);
  return result === 'completed' ? 0 : 1;
}

async function sweepAndSend(usecases: UseCases): Promise<number> {
  const report = await usecases.sweep();
  if (report === 'busy') return refuse('Another sweep is under way.');
  await usecases.sendReminders();
  process.stdout.write(`${reportLine(report)}\n`);
  return report.result === 'completed' ? 0 : 1;
}

function lineOf({ application, secretName, stage, end, destination }: PlannedReminder): string {
  const names = [application.displayName, secretName].map((name) => plainText(name, 120) || '(no name)');
  return [end.toISOString().slice(0, 10), `stage ${stage}`, ...names, destinationKey(destination)].join('\t');
}

function reportLine({ result, applications, secrets, due, digests }: SweepReport): string {
  return `${result}: ${applications} applications, ${secrets} secrets read; ${due} reminders in ${digests} messages`;
}

function refuse(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 2;
}

function explain(cause: unknown): number {
  if (cause instanceof ConfigError || cause instanceof DatabaseHeldError) return refuse(cause.message);
  refuse(`The sweep failed: ${cause instanceof Error ? cause.message : 'unknown fault'}`);
  return 1;
}

process.exitCode = await main(process.argv.slice(2)).catch(explain);
