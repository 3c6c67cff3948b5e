/** Prints what a file of load tests has measured, as a table of two columns. */
export function printFigures(title: string, figures: Readonly<Record<string, string | number>>): void {
  const rows = Object.entries(figures);
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
  console.log([title, ...lines].join('\n'));
}

/** Seconds since an instant of `performance.now()`, for people. */
export function secondsSince(start: number): string {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}
