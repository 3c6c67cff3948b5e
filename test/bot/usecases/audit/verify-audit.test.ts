import { describe, expect, it } from 'vitest';
import { createAuditSigner } from '../../../../bot/adapters/node/audit-signer.ts';
import { trimmedDetail, type WrittenHead } from '../../../../bot/domain/audit/audit-chain.ts';
import type { Audit } from '../../../../bot/ports/audit/audit-record.ts';
import { verifyRecord } from '../../../../bot/usecases/audit/verify-audit.ts';
import { digest, event, later, NOW } from '../../../contracts/samples/ledger.ts';
import { recordMany } from '../../../ledger/audit-rows.ts';
import { createTestLedger } from '../../../ledger/test-ledger.ts';

const signer = createAuditSigner([{ id: 'k1', key: Buffer.alloc(32, 1) }]);
const YEAR = 365 * 86_400_000;

async function filled(count: number): Promise<Audit> {
  const { audit } = await createTestLedger(signer);
  await recordMany(
    Array.from({ length: count }, (_, i) => event({ at: later(i), detail: `n${i}` })),
    signer,
  );
  return audit;
}
const verify = (audit: Audit, written: readonly WrittenHead[] = []) =>
  verifyRecord(audit, written, digest, signer.check);
const trim = (audit: Audit, before: Date) =>
  audit.trim(before, (last) => event({ at: later(YEAR), action: 'audit.trimmed', detail: trimmedDetail(last) }));

/** The audit record. Something happens before each page of it is read. */
function whileReading(audit: Audit, happen: (page: number) => Promise<unknown>): Audit {
  let page = 0;
  return {
    ...audit,
    rows: async (...asked) => {
      page += 1;
      await happen(page);
      return audit.rows(...asked);
    },
  };
}

describe('verifying the audit record', () => {
  it.each([0, 1, 999, 1000, 1001, 2000, 2500])('reads all %i rows, and the head', async (count) => {
    const audit = await filled(count);
    expect(await verify(audit)).toEqual({ rows: count, head: await audit.head(), flaws: [] });
  });

  it('asks for a bounded number of rows at a time', async () => {
    const audit = await filled(2_500);
    const limits: (number | undefined)[] = [];
    const counting: Audit = {
      ...audit,
      rows: (after, limit) => {
        limits.push(limit);
        return audit.rows(after, limit);
      },
    };
    await verify(counting);
    expect(limits.every((limit) => limit !== undefined && limit <= 1_000)).toBe(true);
  });

  it('takes no row for a flaw that is appended in the meantime, and reads it the next time', async () => {
    const audit = await filled(1_500);
    const head = await audit.head();
    const growing = whileReading(audit, (page) => (page < 5 ? audit.record(event()) : Promise.resolve()));
    expect(await verify(growing)).toEqual({ rows: 1_500, head, flaws: [] });
    expect((await verify(audit)).rows).toBeGreaterThan(1_500);
  });

  it('reads again if the record was trimmed in the meantime', async () => {
    const audit = await filled(1_500);
    const trimming = whileReading(audit, async (page) => page === 2 && trim(audit, later(1_200)));
    expect(await verify(trimming)).toMatchObject({ rows: 301, flaws: [] });
  });

  it('finds a row past the head, even if no head knows of it', async () => {
    const audit = await filled(3);
    const head = await audit.head();
    await audit.record(event({ detail: 'put there' }));
    const forged: Audit = { ...audit, head: async () => head };
    expect(await verify(forged)).toMatchObject({ rows: 4, flaws: [{ kind: 'wrong-end', seq: 4, headSeq: 3 }] });
  });

  it('finds rows that lie before the beginning', async () => {
    const audit = await filled(3);
    const all = await audit.rows();
    await trim(audit, later(2));
    const [first] = all;
    const kept: Audit = { ...audit, rows: async () => (first === undefined ? [] : [first, ...(await audit.rows())]) };
    expect((await verify(kept)).flaws[0]).toEqual({ kind: 'unlinked', seq: 1 });
  });

  it('compares the record with the heads that were written out', async () => {
    const audit = await filled(3);
    const written = { ...(await audit.head()), at: NOW };
    expect((await verify(audit, [written])).flaws).toEqual([]);
    const another = { ...written, hash: digest('another') };
    expect((await verify(audit, [another])).flaws).toEqual([{ kind: 'rewritten', seq: 3, writtenAt: NOW }]);
  });
});
