import { existsSync } from 'node:fs';
import { type Environment, type ReadFile, readTable, sourceOf } from './setting.ts';
import { combinationGaps, type Settings, TABLE } from './table.ts';

export type { Settings } from './table.ts';

/** Everything that is wrong with the settings, at once. */
export class ConfigError extends Error {
  readonly gaps: readonly string[];

  constructor(gaps: readonly string[]) {
    super(`The bot cannot start with these settings:\n${gaps.map((gap) => `- ${gap}`).join('\n')}`);
    this.name = 'ConfigError';
    this.gaps = gaps;
  }
}

/** The process's environment, completed from `.env` in the working folder (which overrides nothing). */
export function readEnvironment(): Environment {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}

/** Reads the settings; throws ConfigError. A variable that is empty counts as not set. */
export function readConfig(environment: Environment, readFile?: ReadFile): Settings {
  const source = sourceOf(environment, readFile);
  const { values, gaps: wrong } = readTable(TABLE, source);
  const gaps = [...wrong, ...combinationGaps(source)];
  if (values === undefined || gaps.length > 0) throw new ConfigError(gaps);
  return values;
}
