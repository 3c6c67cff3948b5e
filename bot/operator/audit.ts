import { parseArgs } from 'node:util';
import { createAuditAnchor, headLine } from '../adapters/node/audit-anchor.ts';
import { EXPORT_FORMATS, writeAudit } from '../adapters/node/audit-export.ts';
import { createAuditSigner } from '../adapters/node/audit-signer.ts';
import { createLog } from '../adapters/node/log.ts';
import { createLedger } from '../adapters/postgres/index.ts';
import { readConfig, readEnvironment, type Settings } from '../config/index.ts';
import { openDatabase } from '../database.ts';
import type { AuditRow } from '../domain/audit/audit-events.ts';
import type { AuditSigner } from '../ports/audit/audit-anchor.ts';
import type { Audit } from '../ports/audit/audit-record.ts';
import { print, runCommand, WrongUse } from './command-line.ts';
import { verify } from './verify-audit.ts';

const USAGE = [
  'Usage: npm run audit -- head',
  '       npm run audit -- verify [--heads <file>]…',
  '       npm run audit -- export --format csv|jsonl [--since <YYYY-MM-DD>] [--application <client id>]',
].join('\n');
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PAGE = 500;

interface AuditCommandDeps {
  readonly audit: Audit;
  readonly settings: Settings;
  readonly signer: AuditSigner | undefined;
}

type AuditCommand = (deps: AuditCommandDeps) => Promise<number>;

/** The command that was asked for. Throws WrongUse. */
function readArguments([command, ...given]: readonly string[]): AuditCommand {
  switch (command) {
    case 'head':
      optionsOf(given, {});
      return head;
    case 'verify': {
      const { heads } = optionsOf(given, { heads: { type: 'string', multiple: true } });
      return ({ audit, settings, signer }) => verify(audit, signer, headFiles(settings, heads ?? []));
    }
    case 'export':
      return readExport(given);
    default:
      throw new WrongUse(USAGE);
  }
}

function optionsOf<T extends NonNullable<Parameters<typeof parseArgs>[0]>['options'] & object>(
  args: readonly string[],
  options: T,
) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (cause) {
    throw new WrongUse(`${cause instanceof Error ? cause.message : 'unknown option'}\n${USAGE}`);
  }
}

function readExport(given: readonly string[]): AuditCommand {
  const text = { type: 'string' } as const;
  const { format: wanted, since, application } = optionsOf(given, { format: text, since: text, application: text });
  const format = EXPORT_FORMATS.find((one) => one === wanted);
  if (format === undefined) throw new WrongUse(`--format must be csv or jsonl.\n${USAGE}`);
  if (application !== undefined && !GUID.test(application)) throw new WrongUse('--application must be a client ID.');
  const from = since === undefined ? undefined : dayOf(since);
  return async ({ audit }) => {
    await writeAudit(wantedRows(audit, from, application?.toLowerCase()), format, process.stdout);
    return 0;
  };
}

/** The day's first moment, in UTC. Throws WrongUse. */
function dayOf(text: string): Date {
  const day = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00.000Z` : '');
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(text))
    throw new WrongUse('--since must be a day, such as 2026-01-31.');
  return day;
}

/** Reads the rows page by page, so that a record of any length fits into memory. */
async function* wantedRows(
  audit: Audit,
  since: Date | undefined,
  application: string | undefined,
): AsyncGenerator<AuditRow> {
  for (let after = 0; ; ) {
    const page = await audit.rows(after, PAGE);
    for (const row of page) {
      const isInTime = since === undefined || row.at >= since;
      if (isInTime && (application === undefined || row.clientId === application)) yield row;
    }
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.seq;
  }
}

/** Prints the head of the record as one line, and writes it to the heads file too if one is set. */
async function head({ audit, settings }: AuditCommandDeps): Promise<number> {
  const written = { ...(await audit.head()), at: new Date() };
  await createAuditAnchor({ file: settings.auditHeadsFile, log: createLog('error', process.stderr) }).write(written);
  print(headLine(written));
  return 0;
}

function headFiles({ auditHeadsFile }: Settings, more: readonly string[]): readonly string[] {
  return [...new Set([...(auditHeadsFile === undefined ? [] : [auditHeadsFile]), ...more])];
}

/**
 * `npm run audit`. Exit code: 0 if it was done, 1 if it failed or the record is not intact, 2 if the command was used in
 * a wrong way.
 */
async function main(given: readonly string[]): Promise<number> {
  const command = readArguments(given);
  const settings = readConfig(readEnvironment());
  const signer = settings.auditKeys && createAuditSigner(settings.auditKeys);
  const database = await openDatabase(settings);
  try {
    return await command({ audit: createLedger(database, signer).audit, settings, signer });
  } finally {
    await database.close();
  }
}

await runCommand('The audit record could not be read', main);
