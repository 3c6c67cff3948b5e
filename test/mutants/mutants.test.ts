import { expect, it } from 'vitest';
import { MUTANTS } from './list/index.ts';
import { mutantProblems, mutated } from './mutant.ts';

it('each mutant changes a text that is in its file once, into TypeScript, and names tests that exist', async () => {
  const problems = await Promise.all(MUTANTS.map((mutant) => mutantProblems('.', mutant)));
  expect(problems.flat()).toEqual([]);
});

it('there are 150 mutants at least, and no two are the same', () => {
  const changes = MUTANTS.map(({ file, text, instead }) => `${file}\n${text}\n${instead}`);
  expect(new Set(changes).size).toBe(changes.length);
  expect(changes.length).toBeGreaterThanOrEqual(150);
});

it('a mutant whose text is gone, or is there twice, is an error', () => {
  const mutant = { file: 'a.ts', text: 'one', instead: 'two', breaks: '', tests: [] };
  expect(mutated('the one', mutant)).toBe('the two');
  expect(() => mutated('none', { ...mutant, text: 'other' })).toThrow('0 times');
  expect(() => mutated('one one', mutant)).toThrow('2 times');
});
