import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

const PAGE = fileURLToPath(new URL('../README.md', import.meta.url));
const BEGIN = '<!-- figures: npm run bench -- --keep writes what follows -->';

/** What was run, on which machine, and when: figures say little without it. */
export function provenance(command: string, now: Date): string {
  const [{ model = 'unknown' } = {}] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const machine = `${availableParallelism()} × ${model}, ${memory}, ${process.platform}, Node ${process.version}`;
  return [
    `- Command: \`${command}\``,
    `- Source: ${revision()}`,
    `- Machine: ${machine}`,
    `- Date: ${now.toISOString().slice(0, 10)}`,
  ].join('\n');
}

/** Writes the figures into README.md, in place of those of the last time. */
export function keep(figures: string): void {
  writeFileSync(PAGE, withFigures(readFileSync(PAGE, 'utf8'), figures));
}

/** The page up to its mark, and the figures after it. Throws if it has no mark. */
export function withFigures(page: string, figures: string): string {
  const end = page.indexOf(BEGIN);
  if (end === -1) throw new Error('README.md has no mark for the figures');
  return `${page.slice(0, end + BEGIN.length)}\n\n${figures}\n`;
}

function revision(): string {
  try {
    const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
    const changed = git('status', '--porcelain', '--', 'bot', 'cards', 'infra') === '' ? '' : ', with changes';
    return `commit ${git('rev-parse', '--short', 'HEAD')}${changed}`;
  } catch {
    return 'unknown';
  }
}
