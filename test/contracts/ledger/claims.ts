import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../../bot/ports/shared/ledger.ts';
import { event, later, NOW, UNRECORDABLE } from '../samples/ledger.ts';
import { aName, aReminder, clearAway, posted, secretOf, takenUp } from '../samples/reminders.ts';

/** The contract of every store of claims, and of what is said to be unused. */
export function claimsContract(name: string, open: () => Promise<Ledger>): void {
  describe(`claims on ${name}`, () => {
    let ledger: Ledger;
    beforeAll(async () => {
      ledger = await open();
    });
    beforeEach(() => clearAway(ledger));

    async function claimed() {
      const reminder = aReminder();
      const secret = secretOf(reminder);
      const digest = await posted(ledger, reminder);
      const by = aName();
      await ledger.reminders.claim(secret.clientId, secret.keyId, { by, at: NOW }, false, event());
      const shown = async () => (await ledger.reminders.find(digest))?.items[0];
      return { secret, by, shown };
    }

    it('keep the day that their owner has promised, ids in any case, and lose it when another takes over', async () => {
      const { secret, by, shown } = await claimed();
      const upper = { ...secret, clientId: secret.clientId.toUpperCase() };
      const person = { tid: by.tid.toUpperCase(), oid: by.oid.toUpperCase() };
      expect(await ledger.reminders.promise(upper, person, '2027-01-02', later(1), event())).toBe(true);
      const claim = { by, at: NOW, until: '2027-01-02' };
      expect((await shown())?.claim).toEqual(claim);
      expect(await ledger.reminders.claims([upper.clientId, randomUUID()])).toEqual([{ ...secret, claim }]);
      const other = aName('Other');
      const taken = await ledger.reminders.claim(
        secret.clientId,
        secret.keyId,
        { by: other, at: later(2) },
        true,
        event(),
      );
      expect(taken).toEqual({ by: other, at: later(2) });
    });

    it('are given back by their owner alone, once', async () => {
      const { secret, by, shown } = await claimed();
      const before = (await ledger.audit.rows()).length;
      expect(await ledger.reminders.giveBack(secret, aName(), later(1), event())).toBe(false);
      expect(await ledger.reminders.promise(secret, aName(), '2027-01-02', later(1), event())).toBe(false);
      expect((await ledger.audit.rows()).length).toBe(before);
      await expect(ledger.reminders.giveBack(secret, by, later(1), UNRECORDABLE)).rejects.toThrow();
      expect((await shown())?.claim).toEqual({ by, at: NOW });
      expect(await ledger.reminders.giveBack(secret, by, later(1), event())).toBe(true);
      expect(await ledger.reminders.giveBack(secret, by, later(2), event())).toBe(false);
      expect((await shown())?.claim).toBeUndefined();
      expect((await ledger.audit.rows()).length).toBe(before + 1);
      expect(await ledger.reminders.claims([secret.clientId])).toEqual([]);
    });
  });

  describe(`a digest on ${name}`, () => {
    it('names for each secret where else it was told at that stage', async () => {
      const ledger = await open();
      await clearAway(ledger);
      const reminder = aReminder({ stage: 0 });
      await ledger.reminders.plan([{ ...reminder, destination: { kind: 'administrators' } }], NOW);
      await ledger.reminders.plan([{ ...reminder, stage: 1, destination: { kind: 'chat', person: aName() } }], NOW);
      const digests = await takenUp(ledger, reminder);
      const inChannel = digests.find(({ digest }) => digest.destination.kind === 'channel');
      expect(inChannel?.digest.items).toMatchObject([{ alsoTold: [{ kind: 'administrators' }] }]);
    });
  });

  describe(`applications that are not used any more, on ${name}`, () => {
    it('end their reminders when somebody says so first, until they are forgotten, each with one row', async () => {
      const ledger = await open();
      await clearAway(ledger);
      const reminder = aReminder();
      const { clientId } = reminder.application;
      const digest = await posted(ledger, reminder);
      const by = aName();
      const before = (await ledger.audit.rows()).length;
      await expect(ledger.unusedApplications.mark(clientId, by, later(1), UNRECORDABLE)).rejects.toThrow();
      expect(await ledger.unusedApplications.mark(clientId.toUpperCase(), by, later(1), event())).toBe(true);
      expect(await ledger.unusedApplications.mark(clientId, aName(), later(2), event())).toBe(false);
      expect((await ledger.reminders.find(digest))?.items[0]?.ending).toEqual({ how: 'unused', by, at: later(1) });
      expect(await ledger.unusedApplications.all()).toContain(clientId);
      await ledger.unusedApplications.forget([clientId.toUpperCase(), randomUUID()], () => event());
      await ledger.unusedApplications.forget([clientId], () => event());
      expect(await ledger.unusedApplications.all()).not.toContain(clientId);
      expect((await ledger.audit.rows()).length).toBe(before + 2);
    });
  });
}
