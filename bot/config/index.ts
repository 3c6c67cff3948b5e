import { existsSync } from 'node:fs';
import { type Environment, type ReadFile, readTable, type Source, sourceOf } from './setting.ts';
import { combinationGaps, SETTING_NAMES, type Settings, TABLE } from './table.ts';

export { SETTING_NAMES, type Settings } from './table.ts';

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
  const unresolved = unresolvedReferences(source);
  const gaps = [...unresolved.map(({ gap }) => gap), ...others([...wrong, ...combinationGaps(source)], unresolved)];
  if (values === undefined || gaps.length > 0) throw new ConfigError(gaps);
  return values;
}

/** A setting that is a reference which the platform has not replaced by the secret. */
interface Unresolved {
  readonly name: string;
  readonly gap: string;
}

/**
 * App Service leaves a reference as it is if it cannot read the secret: the bot must not take it for the secret.
 * https://learn.microsoft.com/azure/app-service/app-service-key-vault-references
 */
function unresolvedReferences({ env }: Source): readonly Unresolved[] {
  return SETTING_NAMES.filter((name) => env[name]?.startsWith('@Microsoft.KeyVault(')).map((name) => ({
    name,
    gap: `${name} is a reference to Key Vault that was not resolved: see that the secret exists, and that the app’s identity may read it (Key Vault Secrets User)`,
  }));
}

/** What else is wrong: about a setting whose value is not known, nothing is said. */
function others(gaps: readonly string[], unresolved: readonly Unresolved[]): readonly string[] {
  return gaps.filter((gap) => !unresolved.some(({ name }) => gap.startsWith(`${name} `)));
}
