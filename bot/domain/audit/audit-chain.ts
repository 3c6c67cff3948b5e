import { type AuditRow, auditHash, GENESIS_HASH, type HashFunction } from './audit-events.ts';

/** A point in the chain: a row by its number and hash. */
export interface AuditPoint {
  readonly seq: number;
  readonly hash: string;
}

/**
 * The end of the chain, with the signature of the process that appended last. The signature is undefined if no key is
 * set.
 */
export interface AuditHead extends AuditPoint {
  readonly signature: AuditSignature | undefined;
}

/** A row that the key vouches for, and with it for the rows from `since` on: their writer had no key or does not sign rows. */
export interface VouchedRow extends AuditPoint {
  readonly since: number;
}

export interface AuditSignature {
  /** The key that signed. */
  readonly keyId: string;
  /** The signature in Base64url. */
  readonly value: string;
}

/** A head that was written to a place outside the database. */
export interface WrittenHead extends AuditHead {
  readonly at: Date;
}

export type SignatureCheck = 'good' | 'bad' | 'unknown-key';

/** What is wrong with the record, and where. */
export type AuditFlaw =
  /** The row's content does not match its hash. */
  | { readonly kind: 'changed'; readonly seq: number }
  /** Rows are gone from the middle. */
  | { readonly kind: 'missing'; readonly from: number; readonly to: number }
  /** A row does not follow on the one before: it, or the one before, was put there later. */
  | { readonly kind: 'unlinked'; readonly seq: number }
  /** The newest rows are gone, or rows were added past the head. */
  | { readonly kind: 'wrong-end'; readonly seq: number; readonly headSeq: number }
  /** The head's signature is missing or not ours. */
  | { readonly kind: 'head-unsigned' | 'head-forged'; readonly seq: number }
  /** The head, or a head written outside the database, was signed with a key that is not among the keys given. */
  | { readonly kind: 'key-unknown'; readonly seq: number; readonly keyId: string }
  /** A head written outside the database says something else: the record was rewritten, or cut below that row. */
  | { readonly kind: 'rewritten'; readonly seq: number; readonly writtenAt: Date }
  /** The row was not written with the key: it, or a row before it, was rewritten. */
  | { readonly kind: 'row-forged'; readonly seq: number }
  /** Rows amid signed ones that no key vouches for. */
  | { readonly kind: 'rows-unsigned'; readonly from: number; readonly to: number }
  /** This row says that the bot found a head that its key did not sign. */
  | { readonly kind: 'forgery-recorded'; readonly seq: number }
  /** The beginning is gone, and no row of the record says that it was trimmed. */
  | { readonly kind: 'trimmed-unrecorded'; readonly seq: number };

export interface ChainFacts {
  /** The last row that was trimmed. Sequence number 0 and GENESIS_HASH if none was. */
  readonly base: AuditPoint;
  readonly head: AuditHead;
  /** Heads that were written outside the database, in any order. */
  readonly written: readonly WrittenHead[];
  readonly digest: HashFunction;
  /** Undefined if no key is set. Then signatures are not checked. */
  readonly check: ((point: AuditPoint, signature: AuditSignature) => SignatureCheck) | undefined;
  /** As `check`, for rows. */
  readonly checkRow?: ((row: VouchedRow, signature: AuditSignature) => SignatureCheck) | undefined;
}

export const GENESIS: AuditPoint = { seq: 0, hash: GENESIS_HASH };

/** The words by which a row says that the record was trimmed up to a point. */
export function trimmedDetail({ seq, hash }: AuditPoint): string {
  return `up to row ${seq}, hash ${hash}`;
}

/**
 * Goes through the rows once, in order, however many there are. Then `end` checks the whole record. See decision 0013:
 * the audit record is a chain whose head is kept outside the database.
 */
export interface ChainVerifier {
  next(row: AuditRow): void;
  /** Everything found, in the order of the record. */
  end(): readonly AuditFlaw[];
}

/**
 * Flaws that are reported at most. If a chain is broken once, every later row may be broken, too, and nobody reads
 * more.
 */
const ENOUGH = 20;

export function createChainVerifier({ base, head, written, digest, check, checkRow }: ChainFacts): ChainVerifier {
  const flaws: AuditFlaw[] = [];
  const found = (flaw: AuditFlaw) => {
    if (flaws.length < ENOUGH) flaws.push(flaw);
  };
  const expected = Map.groupBy(written, ({ seq }) => seq);
  let last: AuditPoint = base;
  let attested = base.seq === 0;
  const compare = (point: AuditPoint) => {
    for (const one of expected.get(point.seq) ?? []) {
      if (one.hash !== point.hash) found({ kind: 'rewritten', seq: point.seq, writtenAt: one.at });
    }
    expected.delete(point.seq);
  };
  compare(base);
  const nextMac = createMacVerifier(checkRow, found);
  return {
    next(row) {
      if (row.seq > last.seq + 1) found({ kind: 'missing', from: last.seq + 1, to: row.seq - 1 });
      else if (row.seq <= last.seq || row.previousHash !== last.hash) found({ kind: 'unlinked', seq: row.seq });
      if (row.hash !== auditHash(row, digest)) found({ kind: 'changed', seq: row.seq });
      if (row.action === 'audit.trimmed' && row.detail === trimmedDetail(base)) attested = true;
      nextMac(row);
      compare(row);
      last = { seq: row.seq, hash: row.hash };
    },
    end() {
      if (!attested) found({ kind: 'trimmed-unrecorded', seq: base.seq });
      if (head.seq !== last.seq || head.hash !== last.hash)
        found({ kind: 'wrong-end', seq: last.seq, headSeq: head.seq });
      for (const flaw of signatureFlaws(head, check)) found(flaw);
      // The heads that are left were written out, but their rows do not exist (any more). Rows below the base were trimmed.
      for (const one of [...expected.values()].flat()) {
        if (one.seq > base.seq) found({ kind: 'rewritten', seq: one.seq, writtenAt: one.at });
      }
      return flaws;
    },
  };
}

/**
 * Looks at the rows' own codes. Rows before the first of them are older than the codes, or no key was set. Rows without one
 * at the end are what the signature of the head is for.
 */
function createMacVerifier(check: ChainFacts['checkRow'], found: (flaw: AuditFlaw) => void): (row: AuditRow) => void {
  let unsignedFrom: number | undefined;
  let isKeyed = false;
  return ({ seq, hash, action, mac }) => {
    if (action === 'audit.forged') found({ kind: 'forgery-recorded', seq });
    if (check === undefined) return;
    if (mac === undefined) {
      unsignedFrom ??= seq;
      return;
    }
    const result = check({ seq, hash, since: mac.since }, mac);
    if (result === 'bad') found({ kind: 'row-forged', seq });
    if (result === 'unknown-key') found({ kind: 'key-unknown', seq, keyId: mac.keyId });
    if (isKeyed && unsignedFrom !== undefined && mac.since > unsignedFrom)
      found({ kind: 'rows-unsigned', from: unsignedFrom, to: seq - 1 });
    unsignedFrom = undefined;
    isKeyed = true;
  };
}

function signatureFlaws(head: AuditHead, check: ChainFacts['check']): readonly AuditFlaw[] {
  if (check === undefined || head.seq === 0) return [];
  const { seq, signature } = head;
  if (signature === undefined) return [{ kind: 'head-unsigned', seq }];
  const result = check(head, signature);
  if (result === 'good') return [];
  return result === 'bad' ? [{ kind: 'head-forged', seq }] : [{ kind: 'key-unknown', seq, keyId: signature.keyId }];
}
