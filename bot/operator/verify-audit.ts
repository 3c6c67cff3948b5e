import { readFile } from 'node:fs/promises';
import { counted } from '../../cards/shared/dates.ts';
import { HeadLineError, readWrittenHeads } from '../adapters/node/audit-anchor.ts';
import { createRandom } from '../adapters/node/random.ts';
import type { AuditFlaw, WrittenHead } from '../domain/audit/audit-chain.ts';
import type { AuditSigner } from '../ports/audit/audit-anchor.ts';
import type { Audit } from '../ports/audit/audit-record.ts';
import { type RecordVerdict, verifyRecord } from '../usecases/audit/verify-audit.ts';
import { print, WrongUse } from './command-line.ts';

/** Verifies the whole record and prints what it found. Returns the exit code: 0 if the record is intact, 1 if it is not. */
export async function verify(
  audit: Audit,
  signer: AuditSigner | undefined,
  headFiles: readonly string[],
): Promise<number> {
  const written = (await Promise.all(headFiles.map(readHeads))).flat();
  const check = signer?.check;
  const verdict = await verifyRecord(audit, written, createRandom().hash, check, signer?.checkRow);
  const base = await audit.base();
  const forged = written.filter((head) => head.signature && check?.(head, head.signature) === 'bad');
  const findings = [...verdict.flaws.map(flawSentence), ...forged.map(forgedSentence)];
  for (const finding of findings) print(finding);
  print(`${counted(verdict.rows, 'row')}, ${findings.length === 0 ? 'intact' : 'NOT intact'}${range(verdict, base)}.`);
  print(headsSentence(written, base.seq, findings.length === 0));
  print(signatureSentence(verdict, check === undefined));
  return findings.length === 0 ? 0 : 1;
}

async function readHeads(path: string): Promise<readonly WrittenHead[]> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) throw new WrongUse(`The file ${path} cannot be read, so no heads can be compared with it.`);
  try {
    return readWrittenHeads(text);
  } catch (cause) {
    if (cause instanceof HeadLineError) throw new Error(`in ${path} ${cause.message}`);
    throw cause;
  }
}

function range({ head }: RecordVerdict, base: Awaited<ReturnType<Audit['base']>>): string {
  const rows = head.seq === base.seq ? '' : `, from row ${base.seq + 1} to row ${head.seq}`;
  const trimmed = base.seq === 0 ? '' : `; rows up to ${base.seq} were trimmed`;
  return base.trimmedAt === undefined ? `${rows}${trimmed}` : `${rows}${trimmed} at ${base.trimmedAt.toISOString()}`;
}

/** A head that is older than the record's first row cannot be compared: its row was trimmed. */
function headsSentence(written: readonly WrittenHead[], baseSeq: number, intact: boolean): string {
  if (written.length === 0)
    return 'No heads that were written out were compared: set AUDIT_HEADS_FILE, or use --heads.';
  const older = written.filter(({ seq }) => seq < baseSeq).length;
  const trimmed = older === 0 ? '' : `; ${older} are of rows that were trimmed`;
  const compared = written.length - older;
  return `${counted(compared, 'written head')} ${intact ? agree(compared) : 'compared'}${trimmed}.`;
}

function agree(count: number): string {
  return count === 1 ? 'agrees' : 'agree';
}

function signatureSentence({ head }: RecordVerdict, unchecked: boolean): string {
  if (unchecked) return 'The signature of the head was not checked: AUDIT_KEY is not set.';
  if (head.signature === undefined) return 'The head is not signed.';
  return `The signature of the head was checked with the key ${head.signature.keyId}.`;
}

function forgedSentence({ seq, at }: WrittenHead): string {
  return `The head of row ${seq}, written out at ${at.toISOString()}, has a signature that does not fit it.`;
}

/** One plain sentence that says which row is wrong, and in what way. */
function flawSentence(flaw: AuditFlaw): string {
  switch (flaw.kind) {
    case 'changed':
      return `Row ${flaw.seq} was changed: what it says does not match its hash.`;
    case 'missing':
      return flaw.from === flaw.to ? `Row ${flaw.from} is missing.` : `Rows ${flaw.from} to ${flaw.to} are missing.`;
    case 'unlinked':
      return `Row ${flaw.seq} does not follow on the row before it: one of the two was put there later.`;
    case 'wrong-end':
      return `The record ends at row ${flaw.seq}, but its head is row ${flaw.headSeq}: the newest rows are gone, changed, or not ours.`;
    case 'head-unsigned':
      return `The head, at row ${flaw.seq}, is not signed: it was written without AUDIT_KEY, or not by the bot.`;
    case 'head-forged':
      return `The head, at row ${flaw.seq}, has a signature that does not fit it.`;
    case 'key-unknown':
      return `The head, at row ${flaw.seq}, is signed with the key ${flaw.keyId}, which is not in AUDIT_KEY.`;
    case 'rewritten':
      return `Row ${flaw.seq} is not the one that was written out at ${flaw.writtenAt.toISOString()}: the record was rewritten, or cut before it.`;
    case 'row-forged':
      return `Row ${flaw.seq} was not written with the key: it, or a row before it, was rewritten.`;
    case 'rows-unsigned':
      return flaw.from === flaw.to
        ? `Row ${flaw.from} was written without AUDIT_KEY, or not by the bot.`
        : `Rows ${flaw.from} to ${flaw.to} were written without AUDIT_KEY, or not by the bot.`;
    case 'forgery-recorded':
      return `Row ${flaw.seq} says that the head of the record was not one that the bot had signed.`;
    case 'trimmed-unrecorded':
      return `The rows up to ${flaw.seq} are gone, and no row says that they were trimmed.`;
  }
}
