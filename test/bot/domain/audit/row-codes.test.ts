import { describe, expect, it } from 'vitest';
import { createAuditSigner } from '../../../../bot/adapters/node/audit-signer.ts';
import type { AuditRow } from '../../../../bot/domain/audit/audit-events.ts';
import { digest, event } from '../../../contracts/samples/ledger.ts';
import { type Content, chained, endOf, flawsOf } from './audit-chain-samples.ts';

const signer = createAuditSigner([{ id: 'k1', key: Buffer.alloc(32, 1) }]);
const another = createAuditSigner([{ id: 'k2', key: Buffer.alloc(32, 2) }]);
const content = (detail: string): Content => ({ ...event({ detail }), version: 2 });
const ROWS = chained(['1', '2', '3', '4', '5'].map(content));

/** Gives the rows their codes. Each vouches for itself, or from the row on that is named; those of `without` have none. */
function coded(
  rows: readonly AuditRow[],
  { without = [], since = {} }: { without?: readonly number[]; since?: Readonly<Record<number, number>> } = {},
  by = signer,
): readonly AuditRow[] {
  return rows.map((row) => {
    const from = since[row.seq] ?? row.seq;
    return without.includes(row.seq) ? row : { ...row, mac: { ...by.signRow({ ...row, since: from }), since: from } };
  });
}
const flaws = (rows: readonly AuditRow[]) => flawsOf(rows, { checkRow: signer.checkRow });

describe('the codes of rows', () => {
  it('are right if the key has written all of them', () => {
    expect(flaws(coded(ROWS))).toEqual([]);
  });

  it('tell the rows that were written again without the key', () => {
    const again = chained(['other', '3', '4', '5'].map(content), ROWS[0]);
    const rows = [ROWS[0], ...again].flatMap((row) => row ?? []);
    const macs = coded(ROWS).map(({ mac }) => mac);
    const forged = rows.map((row, index) => ({ ...row, mac: macs[index] }));
    expect(flaws(forged)).toEqual([2, 3, 4, 5].map((seq) => ({ kind: 'row-forged', seq })));
  });

  it('tell the rows of a key that is not given', () => {
    const rows = [...coded(ROWS.slice(0, 4)), ...coded(ROWS.slice(4), {}, another)];
    expect(flaws(rows)).toEqual([{ kind: 'key-unknown', seq: 5, keyId: 'k2' }]);
  });

  it('may be missing if the next code vouches for those rows, and are found missing if it does not', () => {
    expect(flaws(coded(ROWS, { without: [2, 3], since: { 4: 2 } }))).toEqual([]);
    expect(flaws(coded(ROWS, { without: [2, 3] }))).toEqual([{ kind: 'rows-unsigned', from: 2, to: 3 }]);
    expect(flaws(coded(ROWS, { without: [2, 3], since: { 4: 3 } }))).toEqual([
      { kind: 'rows-unsigned', from: 2, to: 3 },
    ]);
  });

  it('may be missing before the first of them: the record is older than the key', () => {
    expect(flaws(coded(ROWS, { without: [1, 2] }))).toEqual([]);
  });

  it('are not looked at without a key', () => {
    expect(flawsOf(coded(ROWS, {}, another))).toEqual([]);
  });
});

it('a row that says that the head was forged is found, with a key and without', () => {
  const rows = chained([content('1'), { ...content('head of row 1'), action: 'audit.forged' }]);
  for (const facts of [{}, { checkRow: signer.checkRow }]) {
    expect(flawsOf(rows, facts)).toEqual([{ kind: 'forgery-recorded', seq: 2 }]);
  }
});

it('a head with the number of the last row and another hash is found', () => {
  const head = { ...endOf(ROWS), hash: digest('other'), signature: undefined };
  expect(flawsOf(ROWS, { head })).toEqual([{ kind: 'wrong-end', seq: 5, headSeq: 5 }]);
});
