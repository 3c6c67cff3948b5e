import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import type { AuditRow } from '../../domain/audit/audit-events.ts';

export const EXPORT_FORMATS = ['csv', 'jsonl'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** The columns: everything that the hash of a row covers, the hash, and the code that needs the key. */
const COLUMNS = [
  'seq',
  'at',
  'action',
  'result',
  'actorTenant',
  'actorId',
  'actorName',
  'subjectTenant',
  'subjectId',
  'subjectName',
  'clientId',
  'keyId',
  'conversationId',
  'reference',
  'detail',
  'version',
  'previousHash',
  'hash',
  'mac',
  'macKeyId',
  'macSince',
] as const;

/**
 * Writes any number of rows as fast as `out` takes them. Ends early, without an error, if nobody reads any more. In CSV a
 * text that a spreadsheet would take for a formula gets a quote before it: to verify the rows elsewhere, use JSON lines.
 */
export async function writeAudit(rows: AsyncIterable<AuditRow>, format: ExportFormat, out: Writable): Promise<void> {
  try {
    const csv = () => stringify({ header: true, columns: [...COLUMNS], escape_formulas: true });
    if (format === 'csv') await pipeline(Readable.from(records(rows)), csv(), out, { end: false });
    else await pipeline(Readable.from(lines(rows)), out, { end: false });
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EPIPE')) throw cause;
  }
}

async function* records(
  rows: AsyncIterable<AuditRow>,
): AsyncGenerator<Readonly<Record<string, string | number | null>>> {
  for await (const row of rows) yield flat(row);
}

async function* lines(rows: AsyncIterable<AuditRow>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(flat(row))}\n`;
}

function flat(row: AuditRow): Readonly<Record<(typeof COLUMNS)[number], string | number | null>> {
  const { seq, at, action, result, actor, subject, clientId, keyId, conversationId, reference, detail } = row;
  return {
    ...{ seq, at: at.toISOString(), action, result },
    ...{ actorTenant: actor?.tid ?? null, actorId: actor?.oid ?? null, actorName: actor?.name ?? null },
    ...{ subjectTenant: subject?.tid ?? null, subjectId: subject?.oid ?? null, subjectName: subject?.name ?? null },
    ...{ clientId: clientId ?? null, keyId: keyId ?? null, conversationId: conversationId ?? null },
    ...{ reference, detail, version: row.version, previousHash: row.previousHash, hash: row.hash },
    ...{ mac: row.mac?.value ?? null, macKeyId: row.mac?.keyId ?? null, macSince: row.mac?.since ?? null },
  };
}
