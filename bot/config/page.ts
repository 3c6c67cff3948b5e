import { TABLE } from './table.ts';

const [BEGIN, END] = ['<!-- settings: begin -->', '<!-- settings: end -->'];
const HEAD = ['Setting', 'Default', 'Meaning'];

/** The page with the table of settings between its two markers. Throws if the markers are missing. */
export function withSettings(page: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`The page has no ${BEGIN} … ${END}.`);
  return `${page.slice(0, begin)}${BEGIN}\n\n${settingsTable()}\n\n${page.slice(end)}`;
}

/** One row of Markdown for each setting, with columns as wide as the formatter makes them. */
function settingsTable(): string {
  const rows = Object.values(TABLE).map(({ names, fallback, meaning }) => [
    names.map((name) => `\`${name}\``).join(' or '),
    fallback,
    meaning,
  ]);
  const table = [HEAD, ...rows];
  const widths = HEAD.map((_, column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)));
  const rule = widths.map((width) => '-'.repeat(width));
  return [HEAD, rule, ...rows]
    .map((cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`)
    .join('\n');
}
