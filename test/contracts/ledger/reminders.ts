import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Stage } from '../../../bot/domain/reminders/ladder.ts';
import type { Ledger } from '../../../bot/ports/shared/ledger.ts';
import { event, later, NOW, settledOperation, UNRECORDABLE } from '../samples/ledger.ts';
import { aName, aReminder, clearAway, posted, secretOf, takenUp } from '../samples/reminders.ts';

/** The contract of every store of reminders: planning, digests, claims and endings. */
export function remindersContract(name: string, open: () => Promise<Ledger>): void {
  describe(`reminders on ${name}`, () => {
    let ledger: Ledger;
    beforeAll(async () => {
      ledger = await open();
    });
    beforeEach(() => clearAway(ledger));
    const claimed = async (keyId: string, clientId: string, by = aName(), takeOver = false, at = NOW) =>
      ledger.reminders.claim(clientId, keyId, { by, at }, takeOver, event({ action: 'reminder.claimed' }));

    it('plans each secret, stage and destination once, ids in any case, and hands out receipts', async () => {
      const person = { tid: randomUUID(), oid: randomUUID() };
      const reminder = aReminder({ destination: { kind: 'mail', person } });
      const { clientId, keyId } = secretOf(reminder);
      const upper = { tid: person.tid.toUpperCase(), oid: person.oid.toUpperCase() };
      const same = aReminder({
        ...reminder,
        application: { ...reminder.application, clientId: clientId.toUpperCase() },
        destination: { kind: 'mail', person: upper },
      });
      const others = [
        aReminder({ ...reminder, stage: 21 }),
        aReminder({ ...reminder, destination: { kind: 'chat', person } }),
        aReminder({ ...reminder, destination: { kind: 'administrators' }, cutOff: true }),
      ];
      expect(await ledger.reminders.plan([reminder, same], NOW)).toBe(1);
      expect(await ledger.reminders.plan([same, ...others, reminder], NOW)).toBe(3);
      const receipts = await ledger.reminders.receipts([clientId.toUpperCase(), randomUUID()]);
      expect(receipts).toHaveLength(4);
      for (const { stage, destination, cutOff } of [reminder, ...others])
        expect(receipts).toContainEqual({ clientId, keyId, stage, destination, cutOff });
      expect(await ledger.reminders.receipts([])).toEqual([]);
      expect(await ledger.reminders.plan([], NOW)).toBe(0);
    });

    it('joins the waiting reminders into one digest for each destination, numbered by expiry, as they were planned', async () => {
      const soon = aReminder({ secretName: 'zoë', newer: true, cutOff: true, stage: 1, end: later(1000) });
      const late = aReminder({ destination: soon.destination, stage: 7, end: later(7000) });
      const elsewhere = aReminder();
      const digests = await takenUp(ledger, late, soon, elsewhere);
      expect(digests).toHaveLength(2);
      const joined = digests.find(({ digest }) => digest.items.length === 2);
      const { destination, ...first } = soon;
      const { destination: _same, ...second } = late;
      expect(joined?.digest).toEqual({
        id: joined?.digest.id,
        destination,
        asOf: NOW,
        items: [
          { ...first, number: 1, claim: undefined, ending: undefined, alsoTold: [] },
          { ...second, number: 2, claim: undefined, ending: undefined, alsoTold: [] },
        ],
      });
      expect(await ledger.reminders.find(joined?.digest.id ?? '')).toEqual(joined?.digest);
      expect(await ledger.reminders.buildDigests(NOW, randomUUID)).toBe(0);
      expect(await ledger.reminders.find('a\0b')).toBeUndefined();
    });

    it('joins a thousand reminders and more for one destination into one digest', { timeout: 60_000 }, async () => {
      const { destination } = aReminder();
      const many = Array.from({ length: 2_500 }, () => aReminder({ destination }));
      const [due, ...others] = await takenUp(ledger, ...many);
      expect(others).toEqual([]);
      expect(due?.digest.items.map(({ number }) => number)).toEqual(many.map((_, i) => i + 1));
    });

    it('makes a digest for each of more destinations than one statement takes, with items and numbers of its own', async () => {
      const destinations = Array.from({ length: 101 }, () => aReminder().destination);
      const planned = destinations.flatMap((destination, i) => [
        aReminder({ destination, end: later(2_000), secretName: `${i} late` }),
        aReminder({ destination, end: later(1_000), secretName: `${i} soon` }),
      ]);
      await ledger.reminders.plan(planned, NOW);
      const ids: string[] = [];
      const newId = () => ids[ids.push(randomUUID()) - 1] ?? '';
      expect(await ledger.reminders.buildDigests(NOW, newId)).toBe(destinations.length);
      const digests = await Promise.all(ids.map((id) => ledger.reminders.find(id)));
      const said = digests.map((digest) => digest?.items.map(({ secretName, number }) => `${number} ${secretName}`));
      const expected = destinations.map((_destination, i) => [`1 ${i} soon`, `2 ${i} late`]);
      expect(new Set(said.map(String))).toEqual(new Set(expected.map(String)));
    });

    it('puts only the latest stage of a secret into a digest', async () => {
      const left = aReminder({ stage: 7 });
      const [due, ...others] = await takenUp(ledger, left, aReminder({ ...left, stage: 6 }));
      expect(due?.digest.items.map(({ stage }): Stage => stage)).toEqual([6]);
      expect(others).toEqual([]);
    });

    it('keeps untrusted names with U+0000 or half a surrogate pair without a fault', async () => {
      const application = { clientId: randomUUID(), displayName: 'a\0b\ud800' };
      const reminder = aReminder({ application, secretName: 'c\0\udc00', hint: '\0' });
      expect(await takenUp(ledger, reminder)).toHaveLength(1);
      expect((await claimed(reminder.keyId, application.clientId, aName('\0\ud800'))).at).toEqual(NOW);
    });

    it('hands out all claims, with ids in lower case', async () => {
      const [keyId, clientId, by] = [randomUUID(), randomUUID(), aName()];
      await claimed(keyId, clientId.toUpperCase(), by);
      const own = (await ledger.reminders.claims()).filter((one) => one.keyId === keyId);
      expect(own).toEqual([{ clientId, keyId, claim: { by, at: NOW } }]);
    });

    it('keeps the first claim until somebody takes over, and shows it in every digest', async () => {
      const reminder = aReminder();
      const { clientId, keyId } = secretOf(reminder);
      const digestId = await posted(ledger, reminder);
      const [first, second] = [aName('First'), aName('Second')];
      const before = (await ledger.audit.rows()).length;
      expect(await claimed(keyId, clientId.toUpperCase(), first)).toEqual({ by: first, at: NOW });
      expect(await claimed(keyId, clientId, second, false, later(1))).toEqual({ by: first, at: NOW });
      expect(await claimed(keyId, clientId, first, true, later(2))).toEqual({ by: first, at: NOW });
      expect((await ledger.audit.rows()).length).toBe(before + 1);
      expect((await ledger.reminders.find(digestId))?.items[0]?.claim).toEqual({ by: first, at: NOW });
      expect(await claimed(keyId, clientId, second, true, later(3))).toEqual({ by: second, at: later(3) });
      expect((await ledger.audit.rows()).length).toBe(before + 2);
      const refused = ledger.reminders.claim(clientId, keyId, { by: first, at: NOW }, true, UNRECORDABLE);
      await expect(refused).rejects.toThrow();
      expect((await ledger.reminders.find(digestId))?.items[0]?.claim?.by).toEqual(second);
    });

    it('keeps one of many claims at one moment', async () => {
      const { clientId, keyId } = secretOf(aReminder());
      const all = await Promise.all(Array.from({ length: 6 }, () => claimed(keyId, clientId)));
      expect(new Set(all.map(({ by }) => by.oid)).size).toBe(1);
    });

    it('ends the reminders of keys that are gone once, and only of the given applications', async () => {
      const [gone, kept, unseen] = [aReminder(), aReminder(), aReminder()];
      const later6 = aReminder({ ...gone, stage: 6, destination: { kind: 'administrators' } });
      const digestId = await posted(ledger, gone);
      await ledger.reminders.plan([later6, kept, unseen], NOW);
      const present = [
        { clientId: gone.application.clientId.toUpperCase(), keyIds: [randomUUID()] },
        { clientId: kept.application.clientId, keyIds: [kept.keyId] },
      ];
      const missing = await ledger.reminders.missing(present);
      expect(missing).toEqual([secretOf(gone)]);
      expect(await ledger.reminders.missing([])).toEqual([]);
      expect(await ledger.reminders.endDeleted(missing, later(5))).toBe(2);
      expect(await ledger.reminders.endDeleted(missing, later(6))).toBe(0);
      expect(await ledger.reminders.endDeleted([], later(6))).toBe(0);
      expect(await ledger.reminders.missing(present)).toEqual([]);
      const ending = { how: 'deleted', by: undefined, at: later(5) };
      expect((await ledger.reminders.find(digestId))?.items[0]?.ending).toEqual(ending);
      const joined = await takenUp(ledger);
      expect(joined.flatMap(({ digest }) => digest.items.map(({ keyId }) => keyId)).sort()).toEqual(
        [kept.keyId, unseen.keyId].sort(),
      );
    });

    it('ends the reminders of a secret that was deleted here, with the name of the person', async () => {
      const reminder = aReminder();
      const digestId = await posted(ledger, reminder);
      const { application, keyId } = reminder;
      const { asker } = await settledOperation(ledger, { kind: 'delete', application, keyId });
      const by = { ...asker.person, name: asker.name };
      expect((await ledger.reminders.find(digestId))?.items[0]?.ending).toEqual({ how: 'deleted', by, at: later(500) });
      expect((await ledger.outbox.claimNext(later(500), later(900), 'teams'))?.id).toBe(digestId);
    });

    it('keeps that a secret lives longer than the rule of one year', async () => {
      const [long, plain] = [aReminder({ overlong: true }), aReminder()];
      const marked = async (of: typeof long) => (await ledger.reminders.find(await posted(ledger, of)))?.items[0];
      expect(await marked(long)).toMatchObject({ keyId: long.keyId, overlong: true });
      expect(await marked(plain)).not.toHaveProperty('overlong');
    });

    it('names the newer secret, and redraws a digest if that is another one or has another name', async () => {
      const newerSecret = { keyId: randomUUID(), name: 'zoë\0' };
      const reminder = aReminder({ newer: true, newerSecret });
      const digestId = await posted(ledger, reminder);
      const named = async () => (await ledger.reminders.find(digestId))?.items[0]?.newerSecret;
      expect(await named()).toEqual({ ...newerSecret, name: 'zoë' });
      const refresh = (one: typeof newerSecret | undefined) => {
        const state = { newer: true, cutOff: false, ...(one === undefined ? {} : { newerSecret: one }) };
        return ledger.reminders.refresh([{ ...secretOf(reminder), ...state }], later(500));
      };
      expect(await refresh(newerSecret)).toBe(0);
      for (const other of [
        { ...newerSecret, name: 'other' },
        { keyId: randomUUID(), name: 'zoë' },
      ]) {
        expect(await refresh(other)).toBe(1);
        expect(await named()).toEqual(other);
        expect((await ledger.outbox.claimNext(later(500), later(900), 'teams'))?.id).toBe(digestId);
        await ledger.outbox.redrawn(digestId);
      }
      await ledger.reminders.refresh([{ ...secretOf(reminder), newer: false, cutOff: false }], later(600));
      expect((await ledger.reminders.find(digestId))?.items[0]).not.toHaveProperty('newerSecret');
    });

    it('takes over the secrets of the directory, and redraws the digests that said otherwise', async () => {
      const { application, destination } = aReminder();
      const [changed, same] = [
        aReminder({ application, cutOff: true, destination }),
        aReminder({ application, destination }),
      ];
      const foreign = aReminder({ cutOff: true });
      const digestId = await posted(ledger, changed, same);
      const foreignId = await posted(ledger, foreign);
      const standings = [
        { ...secretOf(changed), newer: true, cutOff: false },
        { ...secretOf(same), newer: false, cutOff: false },
      ];
      expect(await ledger.reminders.refresh(standings, later(500))).toBe(1);
      const items = (await ledger.reminders.find(digestId))?.items ?? [];
      const flags = items.map(({ keyId, newer, cutOff }) => ({ keyId, newer, cutOff }));
      expect(flags).toContainEqual({ keyId: changed.keyId, newer: true, cutOff: false });
      expect(flags).toContainEqual({ keyId: same.keyId, newer: false, cutOff: false });
      expect((await ledger.reminders.find(foreignId))?.items[0]).toMatchObject({ newer: false, cutOff: true });
      expect((await ledger.outbox.claimNext(later(500), later(900), 'teams'))?.id).toBe(digestId);
      await ledger.outbox.redrawn(digestId);
      expect(await ledger.reminders.refresh(standings, later(600))).toBe(0);
      expect(await ledger.reminders.refresh([], later(600))).toBe(0);
      const since = [{ ...secretOf(same), newer: false, cutOff: true }];
      expect(await ledger.reminders.refresh(since, later(600))).toBe(0);
      expect(await ledger.outbox.claimNext(later(99_999), later(199_999), 'teams')).toBeUndefined();
    });
  });
}
