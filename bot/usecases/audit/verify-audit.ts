import {
  type AuditFlaw,
  type AuditHead,
  type ChainFacts,
  type ChainVerifier,
  createChainVerifier,
  type WrittenHead,
} from '../../domain/audit/audit-chain.ts';
import type { AuditRow, HashFunction } from '../../domain/audit/audit-events.ts';
import type { Audit } from '../../ports/audit/audit-record.ts';

type Source = Pick<Audit, 'rows' | 'head' | 'base'>;

export interface RecordVerdict {
  /** How many rows were read. */
  readonly rows: number;
  /** Where the record ended when the reading began. Rows that were appended later are read the next time. */
  readonly head: AuditHead;
  readonly flaws: readonly AuditFlaw[];
}

const PAGE = 1_000;
/** No row may come before the beginning, so that such rows are read and found, too. */
const BEGINNING = Number.MIN_SAFE_INTEGER;
/** If the record is trimmed while it is read, it is read again. It is trimmed once a day at most. */
const TRIES = 3;

/**
 * Reads the whole record, page by page, and finds what is wrong with it. Appending may go on meanwhile. `written`: heads
 * that were written out before this; `check` is undefined if no key is set. Throws LedgerFault.
 */
export async function verifyRecord(
  audit: Source,
  written: readonly WrittenHead[],
  digest: HashFunction,
  check: ChainFacts['check'],
  checkRow?: ChainFacts['checkRow'],
): Promise<RecordVerdict> {
  for (let tries = 1; ; tries++) {
    // In this order: the row that says that the record was trimmed up to this base is before this head.
    const base = await audit.base();
    const head = await audit.head();
    const verifier = createChainVerifier({ base, head, written, digest, check, checkRow });
    const rows = await readUpTo(audit, head, verifier);
    const flaws = verifier.end();
    if (tries === TRIES || (await audit.base()).seq === base.seq) return { rows, head, flaws };
  }
}

/** Feeds the verifier the rows up to the head, and one row past it if there is one. Returns how many. */
async function readUpTo(audit: Source, head: AuditHead, verifier: ChainVerifier): Promise<number> {
  let count = 0;
  for await (const row of rowsUpTo(audit, head)) {
    verifier.next(row);
    count += 1;
  }
  const beyond = await pastTheHead(audit, head);
  if (beyond === undefined) return count;
  verifier.next(beyond);
  return count + 1;
}

async function* rowsUpTo(audit: Source, head: AuditHead): AsyncGenerator<AuditRow> {
  for (let after = BEGINNING; after < head.seq; ) {
    const page = await audit.rows(after, PAGE);
    yield* page.filter(({ seq }) => seq <= head.seq);
    after = page.length < PAGE ? head.seq : (page.at(-1)?.seq ?? head.seq);
  }
}

/** A row past the head. Appending moves the head, so that such a row was put there in another way. */
async function pastTheHead(audit: Source, head: AuditHead): Promise<AuditRow | undefined> {
  for (let { seq: end } = head; ; ) {
    const [beyond] = await audit.rows(end, 1);
    if (beyond === undefined) return undefined;
    const { seq: now } = await audit.head();
    if (now <= end) return beyond;
    end = now;
  }
}
