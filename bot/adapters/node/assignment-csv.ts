import { CsvError, parse } from 'csv-parse/sync';
import type { FileRow } from '../../domain/access/assignment-file.ts';

const COLUMNS = ['application', 'person'] as const;
const HEADER = `its first line must name the columns ${COLUMNS.join(' and ')}, with a comma between them, and no others`;
/** The column names in exports of directories, letters only. */
const ALSO_CALLED = new Map<string, (typeof COLUMNS)[number]>([
  ...['user', 'manager', 'oid', 'objectid', 'userobjectid', 'upn', 'userprincipalname', 'mail', 'email'].map(
    (name) => [name, 'person'] as const,
  ),
  ...['app', 'appid', 'applicationid', 'clientid', 'displayname', 'applicationname'].map(
    (name) => [name, 'application'] as const,
  ),
]);

/** A file that cannot be read as assignments; the message says why, and in which line. */
export class AssignmentFileError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'AssignmentFileError';
  }
}

interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * Reads CSV in UTF-8 with a header. The two columns may be in either order, and empty lines are skipped. Throws
 * AssignmentFileError.
 */
export function readAssignmentRows(file: Uint8Array): readonly FileRow[] {
  const [header, ...records] = readRecords(decoded(file));
  const names = header?.fields.map(columnOf) ?? [];
  if ([...names].sort().join() !== COLUMNS.join()) throw new AssignmentFileError(HEADER);
  const [person, application] = [names.indexOf('person'), names.indexOf('application')];
  return records.map(({ line, fields }) => {
    const row = { line, person: fields[person] ?? '', application: fields[application] ?? '' };
    if (row.application === '') throw new AssignmentFileError(`line ${line} names no application`);
    return row;
  });
}

function columnOf(name: string): string {
  const letters = name.toLowerCase().replaceAll(/[^a-z]/g, '');
  return ALSO_CALLED.get(letters) ?? name.toLowerCase();
}

function decoded(file: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch (cause) {
    if (cause instanceof TypeError) throw new AssignmentFileError('it is not a text in UTF-8');
    throw cause;
  }
}

function readRecords(text: string): readonly CsvRecord[] {
  const records: CsvRecord[] = [];
  const keep = (fields: readonly string[], { lines }: { readonly lines: number }) => {
    records.push({ line: lines, fields });
    return null;
  };
  try {
    parse(text, {
      bom: true,
      trim: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      on_record: keep,
    });
    return records;
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new AssignmentFileError(`it is not CSV: ${cause.message}`);
  }
}
