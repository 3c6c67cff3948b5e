import { parseArgs } from 'node:util';
import { ConfigError, readConfig, readEnvironment, type Settings } from '../config/index.ts';
import type { Environment } from '../config/setting.ts';
import { CHECK_IDS, type CheckId } from '../doctor/checks.ts';
import { createCheckContext } from '../doctor/context.ts';
import { readManifest } from '../doctor/manifest.ts';
import { exitCodeOf, jsonOf, tableOf } from '../doctor/report.ts';
import { runChecks } from '../doctor/run.ts';
import { print, runCommand, WrongUse } from './command-line.ts';

const USAGE =
  'Usage: npm run doctor -- [--plan] [--json] [--without <id>,<id>] [--manifest <app package or manifest.json>]';

/** The options that the operator gave. Throws WrongUse. */
function readArguments(given: readonly string[]) {
  const flag = { type: 'boolean', default: false } as const;
  const word = { type: 'string' } as const;
  const options = { plan: flag, json: flag, without: word, manifest: word } as const;
  try {
    return parseArgs({ args: [...given], options, strict: true, allowPositionals: false }).values;
  } catch (cause) {
    throw new WrongUse(`${cause instanceof Error ? cause.message : 'unknown option'}\n${USAGE}`);
  }
}

/** Throws WrongUse if the file is neither an app package nor a manifest. */
async function readPackage(path: string) {
  const manifest = await readManifest(path).catch(() => undefined);
  if (manifest !== undefined) return manifest;
  throw new WrongUse(`${path} is no app package, and no manifest.json.\n${USAGE}`);
}

/** The checks that are left out: their ids, with commas between them. Throws WrongUse. */
function leftOutOf(list: string): readonly CheckId[] {
  const ids = list.split(',').filter((id) => id !== '');
  return ids.map((id) => {
    const known = CHECK_IDS.find((one) => one === id);
    if (known === undefined) throw new WrongUse(`${id} is none of the checks: ${CHECK_IDS.join(', ')}.\n${USAGE}`);
    return known;
  });
}

/** The settings; the error with all gaps if they cannot be used. */
function readSettings(environment: Environment): Settings | ConfigError {
  try {
    return readConfig(environment);
  } catch (cause) {
    if (cause instanceof ConfigError) return cause;
    throw cause;
  }
}

/** `npm run doctor`. Exit code: 0 if no check failed, 1 if one failed, 2 if the command was used in a wrong way. */
async function main(given: readonly string[]): Promise<number> {
  const { plan, json, without: list = '', manifest: path } = readArguments(given);
  const without = leftOutOf(list);
  const manifest = path === undefined ? undefined : await readPackage(path);
  const environment = readEnvironment();
  const settings = readSettings(environment);
  const gaps = settings instanceof ConfigError ? settings.gaps : [];
  const names = Object.keys(environment);
  const installation = { gaps, names, root: new URL('../../', import.meta.url) };
  const context =
    settings instanceof ConfigError ? undefined : createCheckContext(settings, () => new Date(), manifest);
  try {
    const results = await runChecks(installation, context, { plan, without });
    print(json ? jsonOf(results, without) : tableOf(results, without));
    return exitCodeOf(results);
  } finally {
    await context?.close();
  }
}

await runCommand('The doctor could not finish', main);
