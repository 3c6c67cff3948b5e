import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import type { OpenTarget } from './target.ts';

export interface Failure {
  readonly seed: number;
  readonly path: string;
  readonly given: unknown;
  readonly why: string;
}

export interface Tried {
  readonly cases: number;
  readonly failure: Failure | undefined;
}

/** Tries so many cases of one seed, or fewer if the time is up. */
export async function tryCases(target: OpenTarget, seed: number, runs: number, withinMs: number): Promise<Tried> {
  const property = fc.asyncProperty(fc.record({ given: target.cases }), ({ given }) => target.run(given));
  const details = await fc.check(property, { seed, numRuns: runs, interruptAfterTimeLimit: withinMs });
  const { failed, counterexample, counterexamplePath, errorInstance, numRuns } = details;
  if (!failed || counterexample === null) return { cases: numRuns, failure: undefined };
  const why =
    errorInstance instanceof Error ? `${errorInstance.message}\n${errorInstance.stack}` : String(errorInstance);
  return { cases: numRuns, failure: { seed, path: counterexamplePath ?? '', given: counterexample[0].given, why } };
}

/** The stored cases of a target, by the numbers of their lines. */
export async function storedCases(name: string): Promise<ReadonlyMap<number, unknown>> {
  const lines = await linesOf(name);
  return new Map(lines.map((line, index) => [index + 1, JSON.parse(line)]));
}

/** Keeps a case that has failed, so that each later run tries it first. Returns the name of its file. */
export async function storeCase(name: string, given: unknown): Promise<string> {
  const lines = await linesOf(name);
  const cases = new Set([...lines, JSON.stringify(given)]);
  await writeFile(fileOf(name), `${[...cases].join('\n')}\n`);
  return fileOf(name);
}

async function linesOf(name: string): Promise<readonly string[]> {
  const stored = await readFile(fileOf(name), 'utf8').catch(() => '');
  return stored.split('\n').filter((line) => line !== '');
}

/** One case a line. */
function fileOf(name: string): string {
  return join('test/fuzz/corpus', `${name}.jsonl`);
}
