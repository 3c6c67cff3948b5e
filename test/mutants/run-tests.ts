import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

/** A test that does not end has noticed the change, too. */
const LONGEST_MS = 10 * 60_000;
const RESULTS = z.object({
  success: z.boolean(),
  numTotalTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
});

export type Verdict =
  | { readonly kind: 'passed' }
  /** `by`: the first test that failed. */
  | { readonly kind: 'failed'; readonly by: string }
  /** The tests could not be run, which says nothing about them. */
  | { readonly kind: 'broken'; readonly why: string };

/** Runs test files in a copy of the project. With `bail`, the first failure ends the run. */
export async function runTests(folder: string, files: readonly string[], bail: boolean): Promise<Verdict> {
  const output = join(folder, '.local/mutant.json');
  await rm(output, { force: true });
  const flags = ['--reporter=json', `--outputFile=${output}`, '--maxWorkers=1', ...(bail ? ['--bail=1'] : [])];
  const given = ['run', '--config', 'test/vitest.config.ts', ...flags, ...files];
  const child = spawn(process.execPath, [join(folder, 'node_modules/vitest/vitest.mjs'), ...given], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    child.kill('SIGKILL');
  }, LONGEST_MS);
  const [complaint] = await Promise.all([text(child.stderr), once(child, 'close')]);
  clearTimeout(timer);
  if (isLate) return { kind: 'failed', by: 'no end within ten minutes' };
  const results = RESULTS.safeParse(await readFile(output, 'utf8').then(JSON.parse, () => undefined));
  if (!results.success) return { kind: 'broken', why: complaint.trim().slice(-2_000) };
  const { success, numTotalTests, testResults } = results.data;
  if (success) return numTotalTests > 0 ? { kind: 'passed' } : { kind: 'broken', why: 'no test was found' };
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = tests.find(({ status }) => status === 'failed')?.fullName;
  return { kind: 'failed', by: failed ?? testResults.find(({ message }) => message !== '')?.message ?? 'a file' };
}
