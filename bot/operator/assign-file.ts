import { readFile } from 'node:fs/promises';
import { AssignmentFileError, readAssignmentRows } from '../adapters/node/assignment-csv.ts';
import { createLog } from '../adapters/node/log.ts';
import { readConfig, readEnvironment } from '../config/index.ts';
import { createCore } from '../core.ts';
import { openDatabase } from '../database.ts';
import type { FilePair, FilePlan, FileRow, UnknownLine } from '../domain/access/assignment-file.ts';
import type { ApplicationRef } from '../domain/shared/application.ts';
import { plainText } from '../domain/shared/text.ts';
import { print, WrongUse } from './command-line.ts';

const NAME_LIMIT = 120;

/**
 * Plans what an assignment file changes, prints the plan and, unless it is a dry run, applies it. Returns the exit code:
 * 0, or 1 if a line of the file was left out.
 */
export async function assignFile(path: string, dryRun: boolean): Promise<number> {
  const rows = await readRows(path);
  const settings = readConfig(readEnvironment());
  const database = await openDatabase(settings);
  try {
    // The messages to people are in the ledger. The running bot sends them, or the bot when it starts next.
    const { usecases } = createCore(settings, createLog('error', process.stderr), database, { wake: async () => {} });
    const plan = await usecases.planAssignmentFile(rows);
    printPlan(plan);
    if (dryRun) print('Nothing was changed.');
    else print(doneLine(await usecases.applyAssignmentFile(plan)));
    return plan.unknown.length === 0 ? 0 : 1;
  } finally {
    await database.close();
  }
}

async function readRows(path: string): Promise<readonly FileRow[]> {
  const file = await readFile(path).catch(() => undefined);
  if (file === undefined) throw new WrongUse(`The file ${path} cannot be read.`);
  try {
    return readAssignmentRows(file);
  } catch (cause) {
    if (cause instanceof AssignmentFileError) throw new WrongUse(`The file ${path} cannot be used: ${cause.message}.`);
    throw cause;
  }
}

function printPlan({ added, removed, unchanged, spared, unknown, short }: FilePlan): void {
  printGroup('To be added', added.map(pairLine));
  printGroup('To be removed', removed.map(pairLine));
  printGroup('Unchanged', unchanged.map(pairLine));
  printGroup(
    'Not removed, because they may be meant by a line that is unknown',
    spared.map((pair) => `${pairLine(pair)}: line ${pair.line}`),
  );
  printGroup('Unknown, and left out', unknown.map(unknownLine));
  for (const { application, managers } of short) {
    print(`Warning: ${applicationName(application)} is left with ${managers === 0 ? 'nobody' : 'one manager'}.`);
  }
  const counts = [
    `${added.length} to add`,
    `${removed.length} to remove`,
    `${unchanged.length} unchanged`,
    `${spared.length} not removed`,
    `${unknown.length} unknown`,
  ];
  print(`${counts.join(', ')}.`);
}

function printGroup(title: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  print(`${title}:`);
  for (const line of lines) print(`  ${line}`);
}

function pairLine({ person, application }: FilePair): string {
  return `${shown(person.name)} (${person.oid}) – ${applicationName(application)}`;
}

function applicationName({ displayName, clientId }: ApplicationRef): string {
  return `${shown(displayName)} (${clientId})`;
}

function unknownLine({ line, what, words }: UnknownLine): string {
  const quoted = `"${plainText(words, NAME_LIMIT)}"`;
  if (what === 'nobody') return `line ${line}: says that ${quoted} is to have nobody, and another line names somebody`;
  return `line ${line}: the ${what} ${quoted} was not found, or more than one`;
}

function shown(name: string): string {
  return plainText(name, NAME_LIMIT) || '(no name)';
}

function doneLine({ added, removed, reference }: { added: number; removed: number; reference: string }): string {
  return `Done: ${added} added, ${removed} removed. Reference in the audit record: ${reference}`;
}
