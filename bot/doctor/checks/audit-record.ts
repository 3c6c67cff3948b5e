import { readFile } from 'node:fs/promises';
import { counted } from '../../../cards/shared/dates.ts';
import { HeadLineError, readWrittenHeads } from '../../adapters/node/audit-anchor.ts';
import { createRandom } from '../../adapters/node/random.ts';
import type { AuditFlaw, AuditPoint, WrittenHead } from '../../domain/audit/audit-chain.ts';
import type { Audit } from '../../ports/audit/audit-record.ts';
import { verifyRecord } from '../../usecases/audit/verify-audit.ts';
import { type Check, type Finding, failure, pass, warning } from '../check.ts';
import { withDatabase } from '../with.ts';
import type { World } from '../world.ts';

/** As many rows as are read in a moment; the command reads all. */
const NEWEST = 5_000;
const VERIFY = 'Run npm run audit -- verify, which names each row; bot/decisions/0013 says what each finding means.';

export const auditRecord: Check = {
  title: 'Record whole',
  look: (world) => withDatabase(world, ({ ledger }) => verify(world, ledger.audit)),
};

async function verify({ settings, signer }: World, audit: Audit): Promise<Finding> {
  const written = await writtenHeads(settings.auditHeadsFile);
  if (typeof written === 'string')
    return warning(written, 'See that AUDIT_HEADS_FILE is this deployment’s, and whole.');
  const newest = await newestOf(audit);
  const verdict = await verifyRecord(newest.audit, written, createRandom().hash, signer?.check);
  const flaws = verdict.flaws.filter(({ kind }) => !newest.cut || kind !== 'trimmed-unrecorded');
  if (flaws.length > 0) return failure(`It is not intact: ${[...new Set(flaws.map(wordsFor))].join(', ')}.`, VERIFY);
  const rows = newest.cut
    ? `The newest ${counted(verdict.rows, 'row')} are intact`
    : `All ${counted(verdict.rows, 'row')} intact`;
  return pass(`${rows}; ${counted(written.length, 'written head')} compared.`);
}

/** A sentence where the file cannot be used. None where no file is set, or none was written yet. */
async function writtenHeads(file: string | undefined): Promise<readonly WrittenHead[] | string> {
  if (file === undefined) return [];
  try {
    return readWrittenHeads(await readFile(file, 'utf8'));
  } catch (cause) {
    if (cause instanceof HeadLineError) return `In AUDIT_HEADS_FILE ${cause.message}.`;
    return 'AUDIT_HEADS_FILE cannot be read here.';
  }
}

/** The record as if it began with the row before its newest ones. */
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

function wordsFor({ kind }: AuditFlaw): string {
  switch (kind) {
    case 'changed':
      return 'a row was changed';
    case 'missing':
      return 'rows are missing';
    case 'unlinked':
      return 'a row was put in';
    case 'wrong-end':
      return 'its newest rows are not its own';
    case 'head-unsigned':
      return 'its head is not signed';
    case 'head-forged':
      return 'the signature of its head is not ours';
    case 'key-unknown':
      return 'its head is signed with a key that is not in AUDIT_KEY';
    case 'rewritten':
      return 'a head that was written out says otherwise';
    case 'trimmed-unrecorded':
      return 'its beginning is gone';
  }
}
