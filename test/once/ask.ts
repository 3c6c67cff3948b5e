/** The variable with the address of `setup.ts`. It is not set outside Vitest, and in a project without that setup. */
export const AT = 'TEST_RUN_SHARES';

/** What one run of the tests starts or makes at most once. */
export type Shared =
  | 'postgres'
  | 'migrated-database'
  | 'assigned-database'
  | 'migrated-folder'
  | 'assigned-folder'
  | 'bundle';

/** The answer of this run's setup, or undefined if there is none. */
export async function askRun(what: Shared): Promise<string | undefined> {
  const at = process.env[AT];
  if (at === undefined) return undefined;
  const response = await fetch(`${at}/${what}`);
  const line = await response.text();
  if (!response.ok) throw new Error(line);
  return line;
}
