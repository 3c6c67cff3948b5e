import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import type { ReportRow } from '../../domain/access/report.ts';

export const REPORT_FORMATS = ['csv', 'json'] as const;
type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Other tools read these names: one that is here once stays, and new ones go to the end. */
const COLUMNS = [
  'application',
  'clientId',
  'organisation',
  'country',
  'managers',
  'canConnect',
  'secretName',
  'keyId',
  'end',
  'daysLeft',
  'state',
  'claimedBy',
] as const satisfies readonly (keyof ReportRow)[];

/**
 * Writes the rows as fast as `out` takes them. Ends early, without an error, if nobody reads any more. In CSV a text that a
 * spreadsheet would take for a formula gets a quote before it; numbers stay as they are.
 */
export async function writeReport(rows: readonly ReportRow[], format: ReportFormat, out: Writable): Promise<void> {
  try {
    if (format === 'csv') await pipeline(Readable.from(rows), csv(), out, { end: false });
    else await pipeline(Readable.from(json(rows)), out, { end: false });
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EPIPE')) throw cause;
  }
}

function csv() {
  const cast = { boolean: (value: boolean) => (value ? 'yes' : 'no') };
  return stringify({ header: true, columns: [...COLUMNS], escape_formulas: true, cast });
}

/** One array, with a row on each line. */
function* json(rows: readonly ReportRow[]): Generator<string> {
  yield '[';
  for (const [index, row] of rows.entries()) yield `${index === 0 ? '' : ','}\n${JSON.stringify(row)}`;
  yield '\n]\n';
}
