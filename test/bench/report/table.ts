/** What one part of the benchmark has found. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

/** Draws the table in Markdown, with columns that are as wide as their widest cell. */
export function markdown({ title, columns, rows, notes }: Table): string {
  const widths = columns.map((column, i) => Math.max(3, column.length, ...rows.map((row) => (row[i] ?? '').length)));
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, i) => (cells[i] ?? '').padEnd(width)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  const listed = notes.map((note) => `- ${note}`);
  return [`## ${title}`, '', line(columns), rule, ...rows.map(line), '', ...listed].join('\n').trimEnd();
}
