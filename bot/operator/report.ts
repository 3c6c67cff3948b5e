import { parseArgs } from 'node:util';
import { createLog } from '../adapters/node/log.ts';
import { REPORT_FORMATS, writeReport } from '../adapters/node/report-export.ts';
import { readConfig, readEnvironment } from '../config/index.ts';
import { createCore } from '../core.ts';
import { openDatabase } from '../database.ts';
import { runCommand, WrongUse } from './command-line.ts';

const USAGE = 'Usage: npm run report -- --format csv|json';

/** Throws WrongUse. */
function readFormat(given: readonly string[]) {
  const wanted = valuesOf(given).format;
  const format = REPORT_FORMATS.find((one) => one === wanted);
  if (format === undefined) throw new WrongUse(`--format must be csv or json.\n${USAGE}`);
  return format;
}

function valuesOf(given: readonly string[]) {
  try {
    return parseArgs({ args: [...given], options: { format: { type: 'string' } }, strict: true }).values;
  } catch (cause) {
    throw new WrongUse(`${cause instanceof Error ? cause.message : 'unknown option'}\n${USAGE}`);
  }
}

/**
 * `npm run report`: every secret of the applications that the bot looks after, as metadata. Exit code: 0 if it was written,
 * 1 if it failed, 2 if the command was used in a wrong way.
 */
async function report(given: readonly string[]): Promise<number> {
  const format = readFormat(given);
  const settings = readConfig(readEnvironment());
  const database = await openDatabase(settings);
  try {
    // Nothing is changed, so there is nothing to wake.
    const { usecases } = createCore(settings, createLog('error', process.stderr), database, { wake: async () => {} });
    await writeReport(await usecases.report(), format, process.stdout);
    return 0;
  } finally {
    await database.close();
  }
}

await runCommand('The report failed', report);
