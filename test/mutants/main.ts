import { setPriority } from 'node:os';
import { join } from 'node:path';
import { copyProject, withMutant } from './copy.ts';
import { MUTANTS } from './list/index.ts';
import type { Mutant } from './mutant.ts';
import { runTests, type Verdict } from './run-tests.ts';

/** npm runs its scripts in the folder of the project. */
const ROOT = process.cwd();
/** So many mutants are tried at once, each in a copy of its own. */
const COPIES = 2;
/** What else runs on the machine goes first. Processes that are started from here inherit it. */
const NICE = 10;

type Tried = { readonly mutant: Mutant; readonly verdict: Verdict };

/**
 * Applies each mutant to a copy of the project, and runs the tests that must notice it. See decision 0049: a list of
 * mutants of our own.
 */
async function main(words: readonly string[]): Promise<void> {
  setPriority(NICE);
  const chosen = MUTANTS.filter(({ file, breaks }) => words.every((word) => `${file} ${breaks}`.includes(word)));
  const folders = Array.from({ length: COPIES }, (_, index) => join(ROOT, '.local/mutants', String(index + 1)));
  for (const folder of folders) await copyProject(ROOT, folder);
  const [first = ''] = folders;
  const files = [...new Set(chosen.flatMap(({ tests }) => tests))];
  const before = await runTests(first, files, false);
  if (before.kind !== 'passed') return fail(`Without a mutant: ${describe(before)}`);
  print(`${chosen.length} mutants; without them the ${files.length} test files pass.`);
  const waiting = [...chosen];
  const tried = (await Promise.all(folders.map((folder) => work(folder, waiting)))).flat();
  const bad = tried.filter(({ verdict }) => verdict.kind !== 'failed');
  print(`${tried.length - bad.length} of ${tried.length} mutants were noticed.`);
  if (bad.length > 0 || tried.length === 0) fail(bad.map(lineOf).join('\n'));
}

async function work(folder: string, waiting: Mutant[]): Promise<readonly Tried[]> {
  const tried: Tried[] = [];
  for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
    const { tests } = mutant;
    const verdict = await withMutant(folder, mutant, () => runTests(folder, tests, true));
    tried.push({ mutant, verdict });
    print(lineOf({ mutant, verdict }));
  }
  return tried;
}

function lineOf({ mutant: { file, text, breaks }, verdict }: Tried): string {
  const head = `${verdict.kind === 'failed' ? 'noticed ' : 'SURVIVED'} ${file}: ${breaks}`;
  return verdict.kind === 'failed' ? head : `${head}\n  ${text.replaceAll('\n', '\n  ')}\n  ${describe(verdict)}`;
}

function describe(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'passed':
      return 'all tests pass';
    case 'failed':
      return `this fails: ${verdict.by}`;
    case 'broken':
      return `the tests could not be run: ${verdict.why}`;
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}

await main(process.argv.slice(2));
