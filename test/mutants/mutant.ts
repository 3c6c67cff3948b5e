import { access, readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';

/** A change of the product that breaks a promise, and the tests that must notice it. */
export interface Mutant {
  /** The file that is changed. Paths begin at the project's top. */
  readonly file: string;
  /** Is in the file once. */
  readonly text: string;
  readonly instead: string;
  /** What is not true any more with this change. */
  readonly breaks: string;
  /** At least one of these test files must fail. */
  readonly tests: readonly string[];
}

/** The mutants of one file, which the same test files notice. Each is [text, replacement, what it breaks]. */
export function mutantsOf(
  file: string,
  tests: readonly string[],
  changes: readonly (readonly [text: string, instead: string, breaks: string])[],
): readonly Mutant[] {
  return changes.map(([text, instead, breaks]) => ({ file, text, instead, breaks, tests }));
}

/** Returns the file's source with the change. Throws if the text is not there exactly once. */
export function mutated(source: string, { file, text, instead }: Mutant): string {
  const [before, after, ...more] = source.split(text);
  if (after === undefined || more.length > 0)
    throw new Error(`${file} has this text ${more.length + (after === undefined ? 0 : 1)} times: ${text}`);
  return `${before}${instead}${after}`;
}

/** Returns what is wrong with a mutant, by reading alone: its text, its replacement, or the names of its tests. */
export async function mutantProblems(root: string, mutant: Mutant): Promise<readonly string[]> {
  const { file, text, instead, tests } = mutant;
  const source = await readFile(join(root, file), 'utf8').catch(() => '');
  const missing = await Promise.all(
    tests.map((path) =>
      access(join(root, path)).then(
        () => '',
        () => `${path} does not exist`,
      ),
    ),
  );
  return [
    text === instead ? `${file}: nothing is changed: ${text}` : '',
    tests.length === 0 ? `${file}: no test is named: ${text}` : '',
    readable(source, mutant),
    ...missing,
  ].filter((problem) => problem !== '');
}

/** A change that is no TypeScript makes every test fail, and says nothing about them. */
function readable(source: string, mutant: Mutant): string {
  try {
    stripTypeScriptTypes(mutated(source, mutant));
    return '';
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}
