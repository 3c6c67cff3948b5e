import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface Threat {
  readonly number: number;
  readonly words: string;
  readonly proof: string;
}

/** The rows of the table, in their order. */
function rowsOf(page: string): readonly Threat[] {
  return [...page.matchAll(/^\| (\d+) +\| (.+?) +\| .+? +\| `(.+?)` +\|$/gm)].map(
    ([, number, words = '', proof = '']) => {
      return { number: Number(number), words: words.replaceAll('`', ''), proof };
    },
  );
}

/** The titles of tests that name a threat: the file, the number, and what follows it. */
function titled(): readonly { readonly file: string; readonly number: number; readonly rest: string }[] {
  return globSync('test/**/*.ts').flatMap((file) => {
    const titles = readFileSync(file, 'utf8').matchAll(/\(\s*(['"`])threat (\d+), (.*)/g);
    return [...titles].map(([, , number, rest = '']) => ({
      file: file.replaceAll('\\', '/'),
      number: Number(number),
      rest,
    }));
  });
}

const THREATS = rowsOf(readFileSync('test/threats/README.md', 'utf8'));
const TITLES = titled();

it('has 46 threats, numbered without a gap', () => {
  expect(THREATS.map(({ number }) => number)).toEqual(Array.from({ length: 46 }, (_, index) => index + 1));
  expect(new Set(THREATS.map(({ words }) => words)).size).toBe(46);
});

it.each(THREATS)('has a test of threat $number, $words, in the file that it names', ({ number, words, proof }) => {
  const own = TITLES.filter((title) => title.number === number && title.rest.startsWith(`${words}:`));
  expect(own.map(({ file }) => file)).toContain(proof);
});

it('knows every threat that a test names, by its words', () => {
  const strays = TITLES.filter(({ number, rest }) => {
    return !THREATS.some((threat) => threat.number === number && rest.startsWith(`${threat.words}:`));
  });
  expect(strays).toEqual([]);
});
