import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Files that are in the repository or would be added to it. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((path) => path !== '' && existsSync(path));
const folders = new Set(files.flatMap(parentsOf));
const documents = files
  .filter((path) => path.endsWith('.md'))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

const DECISIONS = 'bot/decisions';
const INDEX = `${DECISIONS}/README.md`;
const SECTIONS = ['Context', 'Decision', 'Alternatives considered', 'Consequences'];
/** Documents that lead through the code: their paths must be true. Records of decisions speak of their own time. */
const GUIDES = documents.filter(({ path }) => path === INDEX || !path.startsWith(`${DECISIONS}/`));

interface DecisionRecord {
  readonly path: string;
  readonly number: string;
  readonly text: string;
  readonly title: string;
  readonly date: string;
  readonly status: string;
}

const records: readonly DecisionRecord[] = documents
  .filter(({ path }) => path.startsWith(`${DECISIONS}/`) && path !== INDEX)
  .map(({ path, text }) => ({
    path,
    text,
    number: path.slice(DECISIONS.length + 1).slice(0, 4),
    title: /^# (.+)\n/.exec(text)?.[1] ?? '',
    date: /^Date: (.+)$/m.exec(text)?.[1] ?? '',
    status: /^Status: (.+)$/m.exec(text)?.[1] ?? '',
  }));

function parentsOf(path: string): readonly string[] {
  const parent = dirname(path);
  return parent === '.' ? [] : [parent, ...parentsOf(parent)];
}

/** Text outside of blocks of code. */
function proseOf(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, '');
}

/** A heading's address in the page, as GitHub makes it. */
function anchorsOf(text: string): ReadonlySet<string> {
  const headings = [...proseOf(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-'),
    ),
  );
}

/** What is wrong with the links of a document, one line each. */
function brokenLinksOf({ path, text }: { readonly path: string; readonly text: string }): readonly string[] {
  const links = [...proseOf(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links
    .filter((link) => !/^[a-z]+:/.test(link))
    .flatMap((link) => {
      const [target = '', anchor] = link.split('#');
      const to = target === '' ? path : normalize(join(dirname(path), target)).replace(/\/$/, '');
      if (!files.includes(to) && !folders.has(to)) return [`${path} links to ${link}, which does not exist`];
      if (anchor === undefined || anchorsOf(readFileSync(to, 'utf8')).has(anchor)) return [];
      return [`${path} links to ${link}, but ${to} has no such heading`];
    });
}

/** Paths in backticks that begin in one of our folders, as `bot/app.ts` and `cards/help/`. */
function missingPathsOf({ path, text }: { readonly path: string; readonly text: string }): readonly string[] {
  const quoted = [...proseOf(text).matchAll(/`([^`\n]+)`/g)].map(([, words = '']) => words);
  const paths = quoted.filter((words) =>
    /^(\.ci|\.github|\.vscode|appPackage|bot|cards|infra|test)\/[\w./-]*$/.test(words),
  );
  return paths
    .map((words) => words.replace(/\/$/, ''))
    .filter((words) => !files.includes(words) && !folders.has(words))
    .map((words) => `${path} names \`${words}\`, which does not exist`);
}

const sources = files
  .filter((path) => /^(bot|cards|infra|test)\/.*\.(ts|js|sql|bicep)$/.test(path))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

/** The numbers of the records that a source sends its reader to; a comment may break its line inside the link. */
function linksToRecordsOf(text: string): readonly string[] {
  return [...text.matchAll(/\bdecision\s+(?:\*\s+|\/\/\s+|--\s+)?(\d{4})\b/gi)].map(([, number = '']) => number);
}

describe('documents', () => {
  it('finds the documents of the project', () => {
    const found = documents.map(({ path }) => path);
    expect(found).toEqual(
      expect.arrayContaining(['README.md', INDEX, 'bot/README.md', 'test/README.md', 'infra/README.md']),
    );
    expect(records.length).toBeGreaterThan(15);
  });

  it('every relative link points to a file, a folder or a heading that exists', () => {
    expect(documents.flatMap(brokenLinksOf)).toEqual([]);
  });

  it('every path that a guide names in backticks exists', () => {
    expect(GUIDES.flatMap(missingPathsOf)).toEqual([]);
  });

  it('every npm script that a guide names exists', () => {
    const { scripts }: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(
      readFileSync('package.json', 'utf8'),
    );
    const named = GUIDES.flatMap(({ path, text }) =>
      [...text.matchAll(/\bnpm run ([a-z][a-z:-]*)/g)].map(([, script = '']) => ({ path, script })),
    );
    const unknown = named.filter(({ script }) => !Object.hasOwn(scripts, script));
    expect(
      unknown.map(({ path, script }) => `${path} names npm run ${script}, which package.json does not have`),
    ).toEqual([]);
  });

  it('README.md has at most 90 lines', () => {
    expect(readFileSync('README.md', 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(90);
  });
});

describe('records of decisions', () => {
  it('are numbered from 0001 without a gap, and each number is given once', () => {
    const numbers = records.map(({ number }) => number).sort();
    expect(numbers).toEqual(numbers.map((_, index) => String(index + 1).padStart(4, '0')));
  });

  it.each(records)(
    '$path has a title, a date, a status and the four sections in their order',
    ({ text, title, date, status }) => {
      expect(title, 'the first line is "# " and the decision as a sentence').not.toBe('');
      expect(date, 'a line "Date: YYYY-MM-DD"').toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(status, 'a line "Status: accepted" or "Status: superseded by [decision NNNN](…)"').toMatch(
        /^(accepted|superseded by \[decision \d{4}\]\(\d{4}-[a-z0-9-]+\.md\))(\.|$)/,
      );
      expect([...proseOf(text).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual(SECTIONS);
    },
  );

  it.each(records)('$path is in the index with its title, date and status', ({ path, number, title, date, status }) => {
    const rows = readFileSync(INDEX, 'utf8').split('\n');
    const cells = rows.map((row) => row.split('|').map((cell) => cell.trim())).find(([, first]) => first === number);
    const expected = [number, `[${title}](${path.slice(DECISIONS.length + 1)})`, date, status.split(/[. ]/)[0]];
    expect(cells?.slice(1, 5), `the row of ${number} in ${INDEX}`).toEqual(expected);
    expect(cells?.[5], `what ${number} decides, in one line`).toMatch(/\w/);
  });

  it('the index has no row without a record', () => {
    const rows = [...readFileSync(INDEX, 'utf8').matchAll(/^\| (\d{4}) /gm)].map(([, number]) => number);
    expect(rows).toEqual(records.map(({ number }) => number).sort());
  });

  it.each(records)('$path is linked from the code that it explains', ({ number }) => {
    const linking = sources.filter(({ text }) => linksToRecordsOf(text).includes(number)).map(({ path }) => path);
    expect(linking, `no source file says "See decision ${number}: …"`).not.toEqual([]);
  });

  it('every record that the code speaks of exists', () => {
    const known = new Set(records.map(({ number }) => number));
    const unknown = sources.flatMap(({ path, text }) =>
      linksToRecordsOf(text)
        .filter((number) => !known.has(number))
        .map((number) => `${path} speaks of decision ${number}, which does not exist`),
    );
    expect(unknown).toEqual([]);
  });
});
