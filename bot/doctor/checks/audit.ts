import { readFile } from 'node:fs/promises';
import { counted } from '../../../cards/shared/dates.ts';
import { HeadLineError, readWrittenHeads } from '../../adapters/node/audit-anchor.ts';
import { createRandom } from '../../adapters/node/random.ts';
import type { AuditFlaw, AuditPoint, WrittenHead } from '../../domain/audit/audit-chain.ts';
import type { Audit } from '../../ports/audit/audit-record.ts';
import { verifyRecord } from '../../usecases/audit/verify-audit.ts';
import { type Check, type Finding, failure, pass, warning } from '../check.ts';
import type { CheckContext } from '../context.ts';
import { withDatabase } from '../prerequisites.ts';

/** So many rows are read within a moment; `npm run audit -- verify` reads all of them. */
const NEWEST = 5_000;
const SET_KEY =
  'Set AUDIT_KEY as it was (in Azure the parameter auditKeySecretUri), for each process and command that writes to the database.';
const VERIFY = 'Run npm run audit -- verify, which names each row; bot/decisions/0013 says what each finding means.';

export const auditTriggers: Check = {
  title: 'Record append-only',
  look: (context) =>
    withDatabase(context, async (inspection) => {
      const { applied } = await inspection.migrations();
      if (applied.length === 0) return failure('There is no record yet.', 'See “Migrations”.');
      const missing = await inspection.missingAuditTriggers();
      if (missing.length === 0) return pass('Its triggers are in place.');
      const advice =
        'Find out who took them away, run npm run audit -- verify, and create them again as bot/adapters/postgres/migrations does.';
      return failure(`Missing or switched off: ${missing.join(', ')}.`, advice);
    }),
};

export const auditRecord: Check = {
  title: 'Record whole',
  look: (context) => withDatabase(context, ({ ledger }) => verifyNewest(context, ledger.audit)),
};

/** The owner of the tables can rewrite the record from some row on. Only a copy of its head elsewhere shows that. */
export const auditAnchor: Check = {
  title: 'Record anchored',
  look: async ({ settings: { auditKeys, auditHeadsFile } }) => {
    const anchors = [
      ...(auditKeys === undefined ? [] : ['its head is signed']),
      ...(auditHeadsFile === undefined ? [] : ['heads go to a file']),
    ];
    if (anchors.length > 0) return pass(`In addition to the log, ${anchors.join(' and ')}.`);
    const advice =
      'Set AUDIT_KEY (in Azure a Key Vault reference) or AUDIT_HEADS_FILE, or keep the log where the database’s administrators cannot write.';
    return warning('It is anchored by the log alone: neither AUDIT_KEY nor AUDIT_HEADS_FILE is set.', advice);
  },
};

async function verifyNewest({ settings, signer }: CheckContext, audit: Audit): Promise<Finding> {
  const written = await writtenHeads(settings.auditHeadsFile);
  if (typeof written === 'string')
    return warning(written, 'See that AUDIT_HEADS_FILE is the file of this deployment and is complete.');
  const newest = await newestOf(audit);
  const verdict = await verifyRecord(newest.audit, written, createRandom().hash, signer?.check, signer?.checkRow);
  const flaws = verdict.flaws.filter(({ kind }) => !newest.cut || kind !== 'trimmed-unrecorded');
  if (flaws.length > 0) return failure(`It is not intact: ${[...new Set(flaws.map(flawWords))].join(', ')}.`, VERIFY);
  const { signature } = verdict.head;
  // A process without the key appends nothing to a record that is signed, and what cannot be recorded does not happen.
  if (signer === undefined && signature !== undefined)
    return failure(
      `Its head is signed with the key ${signature.keyId}, and AUDIT_KEY is not set: nothing can be recorded, so the bot changes nothing.`,
      SET_KEY,
    );
  const rows = newest.cut
    ? `The newest ${counted(verdict.rows, 'row')} are intact`
    : `All ${counted(verdict.rows, 'row')} intact`;
  return pass(`${rows}; ${counted(written.length, 'written head')} compared.`);
}

/** The written heads; a sentence if the file cannot be used. The list is empty if no file is set or none was written. */
async function writtenHeads(file: string | undefined): Promise<readonly WrittenHead[] | string> {
  if (file === undefined) return [];
  try {
    return readWrittenHeads(await readFile(file, 'utf8'));
  } catch (cause) {
    if (cause instanceof HeadLineError) return `In AUDIT_HEADS_FILE ${cause.message}.`;
    return 'AUDIT_HEADS_FILE cannot be read here.';
  }
}

/** A view of the record that begins with its newest rows; `cut` is false if those are all of its rows. */
async function newestOf(
  audit: Audit,
): Promise<{ readonly audit: Pick<Audit, 'rows' | 'head' | 'base'>; readonly cut: boolean }> {
  const [{ seq: end }, { seq: begin }] = [await audit.head(), await audit.base()];
  if (end - begin <= NEWEST) return { audit, cut: false };
  const [before] = await audit.rows(end - NEWEST - 1, 1);
  if (before === undefined) return { audit, cut: false };
  const base: AuditPoint = { seq: before.seq, hash: before.hash };
  return {
    cut: true,
    audit: {
      head: () => audit.head(),
      base: async () => ({ ...base, trimmedAt: undefined }),
      rows: (after = 0, limit) => audit.rows(Math.max(after, base.seq), limit),
    },
  };
}

function flawWords({ kind }: AuditFlaw): string {
  switch (kind) {
    case 'changed':
      return 'a row was changed';
    case 'missing':
      return 'rows are missing';
    case 'unlinked':
      return 'a row was put in';
    case 'wrong-end':
      return 'its newest rows do not match its head';
    case 'head-unsigned':
      return 'its head is not signed';
    case 'head-forged':
      return 'the signature of its head is not ours';
    case 'key-unknown':
      return 'its head is signed with a key that is not in AUDIT_KEY';
    case 'rewritten':
      return 'it does not match a head that was written out';
    case 'row-forged':
      return 'a row was not written with the key';
    case 'rows-unsigned':
      return 'rows were written without the key';
    case 'forgery-recorded':
      return 'a row says that its head was forged';
    case 'trimmed-unrecorded':
      return 'its beginning is gone';
  }
}
