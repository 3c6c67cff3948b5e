import { createLog } from '../adapters/node/log.ts';
import { readConfig, readEnvironment } from '../config/index.ts';
import { createCore } from '../core.ts';
import { openDatabase } from '../database.ts';
import { destinationKey, type PlannedReminder } from '../domain/reminders/reminder.ts';
import type { SweepReport } from '../domain/reminders/sweep.ts';
import { plainText } from '../domain/shared/text.ts';
import type { UseCases } from '../usecases/index.ts';
import { print, runCommand, WrongUse } from './command-line.ts';

const USAGE = 'Usage: npm run sweep -- [--dry-run]';

/** `npm run sweep`. Exit code: 0 if the sweep completed, 1 if it did not, 2 if the command was used in a wrong way. */
async function sweep(given: readonly string[]): Promise<number> {
  const dryRun = given.includes('--dry-run');
  if (given.some((argument) => argument !== '--dry-run')) throw new WrongUse(USAGE);
  const settings = readConfig(readEnvironment());
  const database = await openDatabase(settings);
  try {
    // The rest of the work is in the ledger. The running bot does it, or the bot when it starts next.
    const { usecases } = createCore(settings, createLog('error', process.stderr), database, { wake: async () => {} });
    return await (dryRun ? printPlan(usecases) : sweepAndSend(usecases));
  } finally {
    await database.close();
  }
}

async function printPlan(usecases: UseCases): Promise<number> {
  const { read, reminders, result } = await usecases.planOnly((planned) => {
    for (const reminder of planned) print(lineOf(reminder));
  });
  print(`${result}: ${read} applications read.`);
  print(`${reminders} reminders would be planned. Nothing was written or sent.`);
  return result === 'completed' ? 0 : 1;
}

async function sweepAndSend(usecases: UseCases): Promise<number> {
  const report = await usecases.sweep();
  if (report === 'busy') throw new WrongUse('Another sweep is under way.');
  await usecases.sendOutbox();
  print(reportLine(report));
  return report.result === 'completed' ? 0 : 1;
}

function lineOf({ application, secretName, stage, end, destination }: PlannedReminder): string {
  const names = [application.displayName, secretName].map((name) => plainText(name, 120) || '(no name)');
  return [end.toISOString().slice(0, 10), `stage ${stage}`, ...names, destinationKey(destination)].join('\t');
}

function reportLine({ result, applications, secrets, due, digests }: SweepReport): string {
  return `${result}: ${applications} applications, ${secrets} secrets read; ${due} reminders in ${digests} messages`;
}

await runCommand('The sweep failed', sweep);
