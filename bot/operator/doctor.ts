import { parseArgs } from 'node:util';
import { ConfigError, readConfig, readEnvironment, type Settings } from '../config/index.ts';
import type { Place } from '../doctor/check.ts';
import { readManifest } from '../doctor/manifest.ts';
import { exitCodeOf, jsonOf, tableOf } from '../doctor/report.ts';
import { runChecks } from '../doctor/run.ts';
import { createWorld } from '../doctor/world.ts';
import { print, runCommand, WrongUse } from './command-line.ts';

const USAGE = 'Usage: npm run doctor -- [--plan] [--json] [--manifest <app package or manifest.json>]';

/** Throws WrongUse. */
function readArguments(given: readonly string[]) {
  const flag = { type: 'boolean', default: false } as const;
  const options = { plan: flag, json: flag, manifest: { type: 'string' } } as const;
  try {
    return parseArgs({ args: [...given], options, strict: true, allowPositionals: false }).values;
  } catch (cause) {
    throw new WrongUse(`${cause instanceof Error ? cause.message : 'unknown option'}\n${USAGE}`);
  }
}

async function packageAt(path: string) {
  const manifest = await readManifest(path).catch(() => undefined);
  if (manifest !== undefined) return manifest;
  throw new WrongUse(`${path} is no app package, and no manifest.json.\n${USAGE}`);
}

function settingsOr(): Settings | ConfigError {
  try {
    return readConfig(readEnvironment());
  } catch (cause) {
    if (cause instanceof ConfigError) return cause;
    throw cause;
  }
}

/** The operator's command; the exit code: 0 nothing failed, 1 something did, 2 asked for in a way that cannot be done. */
async function main(given: readonly string[]): Promise<number> {
  const { plan, json, manifest: path } = readArguments(given);
  const manifest = path === undefined ? undefined : await packageAt(path);
  const settings = settingsOr();
  const gaps = settings instanceof ConfigError ? settings.gaps : [];
  const place: Place = { gaps, root: new URL('../../', import.meta.url), manifest };
  const world = settings instanceof ConfigError ? undefined : createWorld(settings, () => new Date(), manifest);
  try {
    const results = await runChecks(place, world, { plan });
    print(json ? jsonOf(results) : tableOf(results));
    return exitCodeOf(results);
  } finally {
    await world?.close();
  }
}

await runCommand('The doctor could not finish', main);
