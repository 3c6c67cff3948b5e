import { parseArgs } from 'node:util';
import { ConfigError, readConfig, readEnvironment, type Settings } from '../config/index.ts';
import type { Environment } from '../config/setting.ts';
import { createCheckContext } from '../doctor/context.ts';
import { readManifest } from '../doctor/manifest.ts';
import { exitCodeOf, jsonOf, tableOf } from '../doctor/report.ts';
import { runChecks } from '../doctor/run.ts';
import { print, runCommand, WrongUse } from './command-line.ts';

const USAGE = 'Usage: npm run doctor -- [--plan] [--json] [--manifest <app package or manifest.json>]';

/** The options that the operator gave. Throws WrongUse. */
function readArguments(given: readonly string[]) {
  const flag = { type: 'boolean', default: false } as const;
  const options = { plan: flag, json: flag, manifest: { type: 'string' } } as const;
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
  const { plan, json, manifest: path } = readArguments(given);
  const manifest = path === undefined ? undefined : await readPackage(path);
  const environment = readEnvironment();
  const settings = readSettings(environment);
  const gaps = settings instanceof ConfigError ? settings.gaps : [];
  const names = Object.keys(environment);
  const installation = { gaps, names, root: new URL('../../', import.meta.url) };
  const context =
    settings instanceof ConfigError ? undefined : createCheckContext(settings, () => new Date(), manifest);
  try {
    const results = await runChecks(installation, context, { plan });
    print(json ? jsonOf(results) : tableOf(results));
    return exitCodeOf(results);
  } finally {
    await context?.close();
  }
}

await runCommand('The doctor could not finish', main);
