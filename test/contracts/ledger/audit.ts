import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAuditSigner } from '../../../bot/adapters/node/audit-signer.ts';
import { type AuditPoint, GENESIS, trimmedDetail } from '../../../bot/domain/audit/audit-chain.ts';
import type { AuditEvent } from '../../../bot/domain/audit/audit-events.ts';
import type { AuditSigner } from '../../../bot/ports/audit/audit-anchor.ts';
import type { AuditQuery } from '../../../bot/ports/audit/audit-record.ts';
import type { Ledger } from '../../../bot/ports/shared/ledger.ts';
import { verifyRecord } from '../../../bot/usecases/audit/verify-audit.ts';
import { digest, event, later, NOW, someone, UNRECORDABLE } from '../samples/ledger.ts';
import { aName, aReminder, clearAway, deliveryOf, POSTED, takenUp } from '../samples/reminders.ts';

const YEAR = 365 * 86_400_000;
const signer = createAuditSigner([{ id: 'k1', key: Buffer.alloc(32, 1) }]);

/** The contract of every audit record. */
export function auditContract(name: string, open: (signer?: AuditSigner) => Promise<Ledger>): void {
  describe(`the audit record on ${name}`, () => {
    let ledger: Ledger;
    beforeAll(async () => {
      ledger = await open(signer);
    });
    const recorded = async (over: Partial<AuditEvent> = {}) => {
      await ledger.audit.record(event(over));
      return (await ledger.audit.rows()).at(-1);
    };
    const verified = () => verifyRecord(ledger.audit, [], digest, signer.check);
    const isWhole = async () => expect((await verified()).flaws).toEqual([]);
    const trimmedRow = (last: AuditPoint) => event({ action: 'audit.trimmed', detail: trimmedDetail(last) });

    it('keeps every part of an event, ids in lower case, and reads it back as it was hashed', async () => {
      const [actor, subject] = [aName('Ada'), aName('Grace')];
      const given = event({
        at: later(7),
        actor: { ...actor, oid: actor.oid.toUpperCase() },
        action: 'secret.create.intended',
        result: 'intended',
        subject,
        clientId: randomUUID().toUpperCase(),
        keyId: 'Key-1',
        conversationId: '19:c@thread.tacv2',
        reference: 'R-1',
        detail: 'ends 2027-11-24',
      });
      const { seq } = await ledger.audit.head();
      const row = await recorded(given);
      expect(row).toEqual({
        ...given,
        ...{ actor, clientId: given.clientId?.toLowerCase() },
        ...{ seq: seq + 1, version: 2, previousHash: row?.previousHash, hash: row?.hash, mac: row?.mac },
      });
      await isWhole();
    });

    describe('of refusals', () => {
      const HOUR = 3_600_000;
      const refusal = (at: number, detail: string, clientId?: string) =>
        event({ at: later(at), action: 'access.refused', result: 'refused', detail, clientId, reference: detail });
      const rowsAfter = async (seq: number) =>
        (await ledger.audit.rows(seq)).map(({ detail, reference }) => [detail, reference]);

      it('has one row for those that are alike within an hour, and one that counts the others', async () => {
        const [{ seq }, { person }] = [await ledger.audit.head(), someone()];
        const refuse = (at: number) => ledger.audit.refuse(refusal(at, 'form', 'app'), person);
        for (let times = 0; times < 50; times += 1) expect(await refuse(times)).toBe('form');
        expect(await rowsAfter(seq)).toEqual([['form', 'form']]);
        await ledger.audit.recordRefusals(later(HOUR - 1));
        expect(await rowsAfter(seq)).toHaveLength(1);
        await ledger.audit.recordRefusals(later(HOUR));
        await ledger.audit.recordRefusals(later(HOUR));
        expect(await rowsAfter(seq)).toEqual([
          ['form', 'form'],
          ['form, 49 times more', 'form'],
        ]);
        await refuse(HOUR + 1);
        await refuse(3 * HOUR);
        expect((await rowsAfter(seq)).slice(2)).toEqual([
          ['form', 'form'],
          ['form', 'form'],
        ]);
        await isWhole();
      });

      it('tells people and applications apart, until a person is refused too many different things', async () => {
        const [{ seq }, { person }, other] = [await ledger.audit.head(), someone(), someone()];
        for (let kind = 0; kind < 40; kind += 1) await ledger.audit.refuse(refusal(0, 'form', `app ${kind}`), person);
        expect((await rowsAfter(seq)).map(([detail]) => detail)).toEqual([...Array(15).fill('form'), 'others']);
        await ledger.audit.refuse(refusal(0, 'form', 'app 0'), other.person);
        expect(await rowsAfter(seq)).toHaveLength(17);
      });

      it('threat 38, the record or the forms are flooded: grows by less than 1,000 rows a day for one person, whatever they try', async () => {
        const [{ seq }, { person }] = [await ledger.audit.head(), someone()];
        for (let hour = 0; hour < 3; hour += 1) {
          for (let kind = 0; kind < 20; kind += 1) {
            const refuse = () => ledger.audit.refuse(refusal(hour * HOUR, `${hour} ${kind}`), person);
            await Promise.all([refuse(), refuse()]);
          }
          await ledger.audit.recordRefusals(later(hour * HOUR));
        }
        expect((await ledger.audit.head()).seq - seq).toBeLessThan((1_000 / 24) * 3);
      });
    });

    it('keeps an absent part of an event absent', async () => {
      const bare = event({ at: later(8) });
      expect(await recorded(bare)).toMatchObject(bare);
    });

    it('stays whole with U+0000 and half surrogate pairs in names, texts and ids', async () => {
      const odd = 'a\0b\ud800c\udc00';
      const over = { conversationId: odd, reference: odd, detail: odd, clientId: '\ud800', keyId: '\udc00' };
      const row = await recorded({ actor: aName(odd), subject: aName(odd), ...over });
      expect(row?.detail).toBe('ab\ufffdc\ufffd');
      await isWhole();
    });

    it('refuses an id that no text can hold, and an invalid instant', async () => {
      await expect(ledger.audit.record(UNRECORDABLE)).rejects.toThrow();
      await expect(ledger.audit.record(event({ at: new Date(Number.NaN) }))).rejects.toThrow();
      await isWhole();
    });

    it('ends in a head that is signed with each new row', async () => {
      const row = await recorded();
      const head = await ledger.audit.head();
      expect(head).toMatchObject({ seq: row?.seq, hash: row?.hash, signature: { keyId: 'k1' } });
      expect(head.signature && signer.check(head, head.signature)).toBe('good');
    });

    it('returns as many rows after a given row as were asked for', async () => {
      const { seq } = await ledger.audit.head();
      for (const detail of ['1', '2', '3']) await recorded({ detail });
      const details = async (...asked: Parameters<Ledger['audit']['rows']>) =>
        (await ledger.audit.rows(...asked)).map((row) => row.detail);
      expect(await details(seq)).toEqual(['1', '2', '3']);
      expect(await details(seq, 2)).toEqual(['1', '2']);
      expect(await details(seq + 3)).toEqual([]);
      expect((await ledger.audit.rows()).length).toBeGreaterThan(3);
    });

    it('finds rows newest first, page by page, of some or all applications, since an instant', async () => {
      const [one, two, other] = [randomUUID(), randomUUID(), randomUUID()];
      const since = later(2 * YEAR);
      await recorded({ clientId: one, at: later(2 * YEAR - 1), detail: 'before' });
      for (const [i, clientId] of [one, two, other, one, undefined].entries())
        await recorded({ clientId, at: later(2 * YEAR + i), detail: `n${i}` });
      const find = async (clientIds: readonly string[] | undefined, offset = 0, limit = 10) => {
        const { rows, total } = await ledger.audit.find({ clientIds, since, offset, limit });
        return [rows.map(({ detail }) => detail).join(' '), total];
      };
      expect(await find(undefined)).toEqual(['n4 n3 n2 n1 n0', 5]);
      expect(await find([one.toUpperCase(), two])).toEqual(['n3 n1 n0', 3]);
      expect(await find([one, two], 1, 1)).toEqual(['n1', 3]);
      expect(await find([one], 2)).toEqual(['', 2]);
      expect(await find([])).toEqual(['', 0]);
      expect(await find(['a\0b', randomUUID()])).toEqual(['', 0]);
    });

    it('finds the settled rows of some actions and some people', async () => {
      const [clientId, ada, grace] = [randomUUID(), aName('Ada'), aName('Grace')];
      const since = later(4 * YEAR);
      const about = (over: Partial<AuditEvent>) => recorded({ clientId, at: since, ...over });
      await about({ action: 'secret.created', actor: ada, detail: 'a' });
      await about({ action: 'secret.created', actor: ada, result: 'intended', detail: 'b' });
      await about({ action: 'secret.deleted', actor: grace, detail: 'c' });
      await about({ action: 'sweep.run', actor: undefined, detail: 'd' });
      const find = async (over: Partial<AuditQuery>) => {
        const { rows, total } = await ledger.audit.find({ clientIds: [clientId], since, offset: 0, limit: 9, ...over });
        expect(rows).toHaveLength(total);
        return rows.map(({ detail }) => detail).join('');
      };
      expect(await find({})).toBe('dcba');
      expect(await find({ acts: ['secret.created', 'secret.deleted'] })).toBe('ca');
      expect(await find({ actors: [{ ...ada, oid: ada.oid.toUpperCase() }] })).toBe('ba');
      expect(await find({ acts: ['secret.created', 'sweep.run'], actors: [ada, grace] })).toBe('a');
      expect(await find({ actors: [] })).toBe('');
      expect(await find({ acts: [] })).toBe('');
    });

    it('tells who has done anything, with the newest of their names, and counts reminders', async () => {
      const [clientId, ada, grace] = [randomUUID(), aName('Ada'), aName('Grace')];
      const since = later(5 * YEAR);
      const about = (over: Partial<AuditEvent>) => recorded({ clientId, at: since, ...over });
      for (const name of ['', ada.name]) await about({ actor: { ...ada, name } });
      await about({ actor: grace, action: 'reminder.sent' });
      for (const _ of [1, 2]) await about({ actor: undefined, action: 'reminder.sent' });
      await recorded({ clientId: randomUUID(), at: since, actor: aName('Else') });
      await recorded({ clientId, at: later(5 * YEAR - 1), actor: aName('Before') });
      const summary = await ledger.audit.summary({ clientIds: [clientId], since });
      expect(summary).toEqual({ people: [ada, grace], reminders: 3 });
      expect(await ledger.audit.summary({ clientIds: [], since })).toEqual({ people: [], reminders: 0 });
    });

    it('writes thousands of rows at once in their order, all of them or none', { timeout: 60_000 }, async () => {
      await clearAway(ledger);
      const [due] = await takenUp(ledger, aReminder());
      const id = due?.digest.id ?? '';
      const many = Array.from({ length: 2_500 }, (_, i) => event({ action: 'reminder.sent', detail: `${i}` }));
      const { seq } = await ledger.audit.head();
      await expect(deliveryOf(ledger).sent(id, POSTED, [...many, UNRECORDABLE])).rejects.toThrow();
      expect((await ledger.audit.head()).seq).toBe(seq);
      await deliveryOf(ledger).sent(id, POSTED, many);
      expect((await ledger.audit.rows(seq)).map(({ detail }) => Number(detail))).toEqual(many.map((_, i) => i));
      await isWhole();
    });

    it('makes one chain of rows that many write at once, and can be verified in the meantime', async () => {
      const { seq } = await ledger.audit.head();
      const writers = Array.from({ length: 20 }, (_, i) => recorded({ detail: `n${i}`, actor: aName(), keyId: 'k' }));
      const meanwhile = verified();
      await Promise.all(writers);
      expect((await meanwhile).flaws).toEqual([]);
      expect((await ledger.audit.head()).seq).toBe(seq + 20);
      await isWhole();
    });

    it('trims and records nothing if no row is old enough', async () => {
      await recorded();
      const before = await ledger.audit.head();
      expect(await ledger.audit.trim(later(-100 * YEAR), trimmedRow)).toBe(0);
      expect(await ledger.audit.head()).toEqual(before);
    });

    it('trims nothing if the trimming cannot be recorded', async () => {
      const rows = await ledger.audit.rows();
      await expect(ledger.audit.trim(later(50 * YEAR), () => UNRECORDABLE)).rejects.toThrow();
      expect(await ledger.audit.rows()).toEqual(rows);
      await isWhole();
    });

    it('is trimmed up to the first row that is not older, records that, and stays whole', async () => {
      const before = later(10 * YEAR);
      const last = await recorded({ at: later(10 * YEAR - 1) });
      await recorded({ at: before, detail: 'kept' });
      await recorded({ at: NOW, detail: 'by a clock that lags' });
      const rows = (await ledger.audit.rows()).length;
      expect(await ledger.audit.trim(before, (point) => ({ ...trimmedRow(point), at: before }))).toBe(rows - 2);
      const { seq, hash } = last ?? GENESIS;
      expect(await ledger.audit.base()).toEqual({ seq, hash, trimmedAt: before });
      const left = (await ledger.audit.rows()).map(({ detail }) => detail);
      expect(left).toEqual(['kept', 'by a clock that lags', trimmedDetail({ seq, hash })]);
      expect((await ledger.audit.rows()).map((row) => row.seq)).toEqual([seq + 1, seq + 2, seq + 3]);
      await isWhole();
    });

    it('can be trimmed again, and down to the row that records the trimming', async () => {
      await recorded({ at: NOW });
      expect(await ledger.audit.trim(later(20 * YEAR), trimmedRow)).toBe(4);
      expect(await ledger.audit.rows()).toMatchObject([{ action: 'audit.trimmed' }]);
      await isWhole();
      await recorded({ at: later(30 * YEAR) });
      expect(await ledger.audit.trim(later(20 * YEAR), trimmedRow)).toBe(1);
      await isWhole();
    });
  });
}
