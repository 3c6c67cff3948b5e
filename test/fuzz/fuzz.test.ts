import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storedCases, tryCases } from './fuzz.ts';
import type { OpenTarget } from './target.ts';
import { TARGETS } from './targets/index.ts';

/** Few cases, so that all targets together take some seconds. `npm run fuzz` tries as many as its time allows. */
const CASES = 150;
const WITHIN_MS = 3_000;

describe.each(TARGETS)('$name', ({ name, open }) => {
  let target: OpenTarget;
  beforeAll(async () => {
    target = await open();
  });
  afterAll(() => target.close());

  it('keeps its promises for every case that has failed before', async () => {
    for (const [line, given] of await storedCases(name))
      await expect(target.run(given), `line ${line} of the corpus`).resolves.toBeUndefined();
  });

  it.each([
    ['of one seed', 20_261_130],
    ['of a seed of this run', Math.floor(Math.random() * 0x7fffffff)],
  ])('keeps its promises for cases %s', async (_which, seed) => {
    const { cases, failure } = await tryCases(target, seed, CASES, WITHIN_MS);
    expect(failure).toBeUndefined();
    expect(cases).toBeGreaterThan(0);
  });
});
