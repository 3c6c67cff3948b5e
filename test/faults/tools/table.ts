import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** What came of the faults of one kind. */
export interface Row {
  readonly promise: string;
  /** Faults that were really injected; one that was planned and did not happen is not counted. */
  readonly tried: number;
  /** Those after which the promise was kept. */
  readonly survived: number;
  readonly lost: number;
  /** Messages that came once more. */
  readonly doubled: number;
}

/** The variable with the file that collects the rows of a run. It is not set in `npm test`, which prints no table. */
export const ROWS_FILE = 'FAULTS_ROWS';

export function note(row: Row): void {
  const file = process.env[ROWS_FILE];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(row)}\n`);
}

/** The rows of all files of a run, and their sum. */
export function tableOf(file: string): string {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  const rows = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Row);
  const sum = (name: 'tried' | 'survived' | 'lost' | 'doubled') => rows.reduce((all, row) => all + row[name], 0);
  const total: Row = {
    ...{ promise: 'all', tried: sum('tried'), survived: sum('survived'), lost: sum('lost'), doubled: sum('doubled') },
  };
  const width = Math.max(...[...rows, total].map(({ promise }) => promise.length), 'promise'.length);
  const cells = (promise: string, ...figures: readonly (string | number)[]) =>
    `${promise.padEnd(width)} ${figures.map((figure) => String(figure).padStart(9)).join('')}`;
  return [
    cells('promise', 'tried', 'survived', 'lost', 'doubled'),
    ...[...rows.sort((a, b) => a.promise.localeCompare(b.promise)), total].map((row) =>
      cells(row.promise, row.tried, row.survived, row.lost, row.doubled),
    ),
  ].join('\n');
}
