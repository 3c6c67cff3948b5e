import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

const PAGE = fileURLToPath(new URL('../README.md', import.meta.url));

/**
 * What was run, on which machine, and when: figures say little without it. `load`: how many processes wanted to run
 * before it began, on average.
 */
export function provenance(command: string, load: number, now: Date): string {
  const [{ model = 'unknown' } = {}] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const machine = `${availableParallelism()} × ${model}, ${memory}, ${process.platform}, Node ${process.version}`;
  return `\`${command}\`, ${revision()}, on ${machine}, with a load of ${load.toFixed(1)} before it began, ${now.toISOString().slice(0, 10)}.`;
}

/** Writes the figures of a part into README.md, in place of those of the last time. */
export function keep(part: string, figures: string): void {
  writeFileSync(PAGE, withFigures(readFileSync(PAGE, 'utf8'), part, figures));
}

/** The page with other figures between the two marks of the part. Throws if it does not have them. */
export function withFigures(page: string, part: string, figures: string): string {
  const [begin, end] = [`<!-- ${part} -->`, `<!-- end of ${part} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`README.md has no marks for the figures of ${part}`);
  return `${page.slice(0, from + begin.length)}\n\n${figures}\n\n${page.slice(to)}`;
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
