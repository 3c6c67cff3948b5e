import { parseArgs } from 'node:util';
import { storeCase, storedCases, tryCases } from './fuzz.ts';
import type { OpenTarget } from './target.ts';
import { TARGETS } from './targets/index.ts';

/** So many cases have one seed. */
const CASES_PER_SEED = 1_000;

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, target: { type: 'string' }, seed: { type: 'string' } },
});
const minutes = Number(values.minutes);
const targets = TARGETS.filter(({ name }) => values.target === undefined || name === values.target);
if (!(minutes > 0) || targets.length === 0) {
  console.error(
    `usage: npm run fuzz -- [--minutes N] [--target ${TARGETS.map(({ name }) => name).join('|')}] [--seed N]`,
  );
  process.exit(2);
}

/** Tries cases of one target until its time is up or one fails. Whether all held. */
async function fuzzed(name: string, target: OpenTarget, withinMs: number): Promise<boolean> {
  const end = performance.now() + withinMs;
  let cases = 0;
  for (const [line, given] of await storedCases(name)) {
    cases += 1;
    const failed = await target.run(given).then(
      () => undefined,
      (cause: unknown) => cause,
    );
    if (failed === undefined) continue;
    console.log(
      `${name}: the stored case in line ${line} fails: ${failed instanceof Error ? failed.stack : String(failed)}`,
    );
    return false;
  }
  while (performance.now() < end) {
    const seed = values.seed === undefined ? Math.floor(Math.random() * 0x7fffffff) : Number(values.seed);
    const tried = await tryCases(target, seed, CASES_PER_SEED, end - performance.now());
    cases += tried.cases;
    if (tried.failure !== undefined) {
      const { path, given, why } = tried.failure;
      const file = await storeCase(name, given);
      console.log(`${name}: ${cases} cases, then seed ${seed}, path ${path}: ${why}\nkept in ${file}`);
      return false;
    }
    if (values.seed !== undefined) break;
  }
  console.log(`${name}: ${cases} cases, all held`);
  return true;
}

let held = true;
for (const { name, open } of targets) {
  const target = await open();
  held = (await fuzzed(name, target, (minutes * 60_000) / targets.length)) && held;
  await target.close();
}
process.exit(held ? 0 : 1);
