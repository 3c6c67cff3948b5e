import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../../bot/ports/shared/ledger.ts';
import { event, later, NOW, UNRECORDABLE } from '../samples/ledger.ts';
import { aName, aReminder, clearAway, deliveryOf, POSTED, posted, secretOf, takenUp } from '../samples/reminders.ts';

/** The contract of every store of digests. */
export function digestsContract(name: string, open: () => Promise<Ledger>): void {
  describe(`digests on ${name}`, () => {
    let ledger: Ledger;
    beforeAll(async () => {
      ledger = await open();
    });
    beforeEach(() => clearAway(ledger));
    const next = (ms: number) => deliveryOf(ledger).claimNext(later(ms), later(ms + 60_000), 'teams');
    const end = (reminder: ReturnType<typeof aReminder>, ms: number) =>
      ledger.reminders.endDeleted([secretOf(reminder)], later(ms));
    const claim = (reminder: ReturnType<typeof aReminder>, ms: number) => {
      const { clientId, keyId } = secretOf(reminder);
      return ledger.reminders.claim(clientId, keyId, { by: aName(), at: later(ms) }, true, event());
    };

    it('gives each digest once, the longest due first, and none before its time', async () => {
      await ledger.reminders.plan([aReminder()], NOW);
      await ledger.reminders.buildDigests(later(2), () => 'second');
      await ledger.reminders.plan([aReminder()], NOW);
      await ledger.reminders.buildDigests(later(1), () => 'first');
      expect(await next(0)).toBeUndefined();
      expect(await next(2)).toMatchObject({
        digest: { id: 'first' },
        posted: undefined,
        attempts: 1,
        at: later(1),
        mayBeRepeated: false,
      });
      expect((await next(2))?.digest.id).toBe('second');
      expect(await next(2)).toBeUndefined();
      await deliveryOf(ledger).sent('first', undefined, [event()]);
      await deliveryOf(ledger).drop('second', event());
    });

    it('keeps the digests for mail apart from those for Teams', async () => {
      const { tid, oid } = aName();
      const [inTeams, byMail] = [aReminder(), aReminder({ destination: { kind: 'mail', person: { tid, oid } } })];
      await ledger.reminders.plan([byMail, inTeams], NOW);
      await ledger.reminders.buildDigests(NOW, randomUUID);
      expect((await next(1))?.digest.items[0]?.keyId).toBe(inTeams.keyId);
      expect(await next(1)).toBeUndefined();
      const mail = () => deliveryOf(ledger).claimNext(later(1), later(60_001), 'mail');
      expect((await mail())?.digest.items[0]?.keyId).toBe(byMail.keyId);
      expect(await mail()).toBeUndefined();
    });

    it('redraws digests before it sends new ones', async () => {
      const changed = aReminder();
      const id = await posted(ledger, changed);
      await ledger.reminders.plan([aReminder()], NOW);
      await ledger.reminders.buildDigests(NOW, randomUUID);
      await claim(changed, 5);
      expect(await next(9)).toMatchObject({ digest: { id }, posted: POSTED });
      expect(await next(9)).toMatchObject({ posted: undefined });
    });

    it('gives each of many senders at one moment a different digest', async () => {
      const count = 6;
      await ledger.reminders.plan(
        Array.from({ length: count }, () => aReminder()),
        NOW,
      );
      expect(await ledger.reminders.buildDigests(NOW, randomUUID)).toBe(count);
      const taken = await Promise.all(Array.from({ length: count + 2 }, () => next(0)));
      expect(new Set(taken.flatMap((due) => due?.digest.id ?? [])).size).toBe(count);
    });

    it('gives a digest to another sender if the first has died, and remembers that it may have arrived', async () => {
      const [due] = await takenUp(ledger, aReminder());
      expect(due?.mayBeRepeated).toBe(false);
      expect(await next(59_999)).toBeUndefined();
      expect(await next(60_000)).toMatchObject({ attempts: 2, mayBeRepeated: true });
      await deliveryOf(ledger).postpone(due?.digest.id ?? '', later(70_000), 'x', false);
      expect(await next(70_000)).toMatchObject({ attempts: 3, mayBeRepeated: true });
    });

    it('gives the digests of a process that is gone to another one', async () => {
      const [due] = await takenUp(ledger, aReminder());
      await ledger.operations.expireLeases();
      expect(await next(1)).toMatchObject({ digest: { id: due?.digest.id }, mayBeRepeated: true });
    });

    it.each([true, false])('puts a digest off, and knows whether it may have arrived: %s', async (maybe) => {
      const [due] = await takenUp(ledger, aReminder());
      await deliveryOf(ledger).postpone(due?.digest.id ?? '', later(5_000), '429', maybe);
      expect(await next(4_999)).toBeUndefined();
      expect(await next(5_000)).toMatchObject({ attempts: 2, mayBeRepeated: maybe });
    });

    it('sends a digest once, with an audit row for each reminder', async () => {
      const [due] = await takenUp(ledger, aReminder());
      const id = due?.digest.id ?? '';
      const rows = ['k1', 'k2', 'k3'].map((keyId) => event({ action: 'reminder.sent', keyId }));
      const before = (await ledger.audit.rows()).length;
      await expect(deliveryOf(ledger).sent(id, POSTED, [...rows, UNRECORDABLE])).rejects.toThrow();
      expect((await ledger.audit.rows()).length).toBe(before);
      expect((await next(60_000))?.digest.id).toBe(id);
      await deliveryOf(ledger).sent(id, POSTED, rows);
      await deliveryOf(ledger).sent(id, POSTED, rows);
      expect((await ledger.audit.rows()).slice(before)).toMatchObject(rows);
      expect(await next(999_999)).toBeUndefined();
    });

    it('tells the sender of a digest if all its items have ended', async () => {
      const over = aReminder();
      await ledger.reminders.plan([over], NOW);
      await ledger.reminders.buildDigests(NOW, randomUUID);
      await end(over, 2);
      const due = await next(3);
      expect(due?.digest.items.map(({ ending }) => ending?.how)).toEqual(['deleted']);
      expect(await deliveryOf(ledger).drop(due?.id ?? '', event())).toBe(true);
      expect(await next(999)).toBeUndefined();
    });

    it('dates a digest by the day on which it is sent, and counts its age from its plan', async () => {
      await ledger.reminders.plan([aReminder()], NOW);
      await ledger.reminders.buildDigests(NOW, randomUUID);
      const late = await next(5 * 86_400_000);
      expect(late).toMatchObject({ digest: { asOf: later(5 * 86_400_000) }, at: NOW });
      await deliveryOf(ledger).drop(late?.digest.id ?? '', event());
    });

    it('forgets a digest that was not sent, so that its reminders can be planned again', async () => {
      const reminder = aReminder();
      const [due] = await takenUp(ledger, reminder);
      const id = due?.digest.id ?? '';
      await expect(ledger.reminders.forget(id, UNRECORDABLE)).rejects.toThrow();
      expect(await ledger.reminders.find(id)).toBeDefined();
      await ledger.reminders.forget(id, event());
      expect(await ledger.reminders.find(id)).toBeUndefined();
      expect(await ledger.reminders.plan([reminder], NOW)).toBe(1);
      const sent = await posted(ledger);
      await ledger.reminders.forget(sent, event());
      expect((await ledger.reminders.find(sent))?.items).toHaveLength(1);
    });

    it('still shows an item that has ended if another item has not', async () => {
      const over = aReminder({ end: later(1) });
      await ledger.reminders.plan([over, aReminder({ destination: over.destination, end: later(2) })], NOW);
      await ledger.reminders.buildDigests(NOW, randomUUID);
      await end(over, 3);
      expect((await next(3))?.digest.items.map(({ ending }) => ending?.how)).toEqual(['deleted', undefined]);
    });

    it('redraws a digest after a claim and after an ending, and counts these attempts separately', async () => {
      const reminder = aReminder();
      const id = await posted(ledger, reminder);
      expect(await next(999)).toBeUndefined();
      await claim(reminder, 1_000);
      const drawn = await next(1_000);
      expect(drawn).toMatchObject({ digest: { id }, posted: POSTED, attempts: 1, mayBeRepeated: false });
      expect(drawn?.digest.items[0]?.claim?.at).toEqual(later(1_000));
      await deliveryOf(ledger).postpone(id, later(5_000), '429', false);
      expect(await next(4_999)).toBeUndefined();
      expect(await next(5_000)).toMatchObject({ digest: { id }, attempts: 2 });
      await deliveryOf(ledger).redrawn(id);
      expect(await next(99_999)).toBeUndefined();
      await end(reminder, 100_000);
      expect(await next(100_000)).toMatchObject({
        digest: { id, items: [{ ending: { how: 'deleted' } }] },
        attempts: 1,
      });
      await deliveryOf(ledger).redrawn(id);
    });

    it('redraws a digest again if it changed while it was sent or redrawn', async () => {
      const reminder = aReminder();
      const [due] = await takenUp(ledger, reminder);
      const id = due?.digest.id ?? '';
      await claim(reminder, 1);
      expect(await next(1)).toBeUndefined();
      await deliveryOf(ledger).sent(id, POSTED, [event({ at: later(2) })]);
      expect((await next(2))?.posted).toEqual(POSTED);
      await claim(reminder, 3);
      expect(await next(3)).toBeUndefined();
      await deliveryOf(ledger).redrawn(id);
      expect((await next(4))?.digest.id).toBe(id);
      await deliveryOf(ledger).redrawn(id);
      expect(await next(5)).toBeUndefined();
    });

    it('redraws a digest again if it changed while it was sent, even if nothing of it is recorded', async () => {
      const reminder = aReminder();
      const [due] = await takenUp(ledger, reminder);
      const id = due?.digest.id ?? '';
      await claim(reminder, 1);
      await deliveryOf(ledger).sent(id, POSTED, []);
      expect(await next(1)).toMatchObject({ digest: { id }, posted: POSTED });
    });

    it('redraws a digest if the process that redrew it has died', async () => {
      const reminder = aReminder();
      const id = await posted(ledger, reminder);
      await claim(reminder, 1);
      await next(1);
      expect(await next(60_000)).toBeUndefined();
      expect(await next(60_001)).toMatchObject({ digest: { id }, posted: POSTED, attempts: 2 });
    });

    it('keeps a throttled redrawing waiting, even if something changes in the meantime', async () => {
      const reminder = aReminder();
      const id = await posted(ledger, reminder);
      await claim(reminder, 1);
      await next(1);
      await deliveryOf(ledger).postpone(id, later(5_000), '429', false);
      await claim(reminder, 2);
      expect(await next(4_999)).toBeUndefined();
      expect((await next(5_000))?.digest.items[0]?.claim?.at).toEqual(later(2));
    });

    it('redraws nothing if the place of the message is not known', async () => {
      const reminder = aReminder({ destination: { kind: 'mail', person: aName() } });
      const [due] = await takenUp(ledger, reminder);
      await claim(reminder, 1);
      await deliveryOf(ledger).sent(due?.digest.id ?? '', undefined, [event()]);
      await claim(reminder, 2);
      expect(await next(999_999)).toBeUndefined();
    });

    it('makes a digest a dead letter when it is given up, and a dead letter can be sent again or dropped', async () => {
      const [first, second] = await takenUp(ledger, aReminder(), aReminder());
      const [retried, dropped] = [first?.digest.id ?? '', second?.digest.id ?? ''];
      const dead = async () =>
        (await deliveryOf(ledger).dead()).filter(({ digest }) => [retried, dropped].includes(digest.id));
      await expect(deliveryOf(ledger).giveUp(retried, 'x', UNRECORDABLE)).rejects.toThrow();
      expect(await dead()).toEqual([]);
      await deliveryOf(ledger).giveUp(retried, 'first\0', event({ at: later(1) }));
      await deliveryOf(ledger).giveUp(dropped, '403', event({ at: later(2) }));
      expect(await dead()).toMatchObject([
        { digest: { id: retried, items: [{ number: 1 }] }, since: later(1) },
        { digest: { id: dropped }, since: later(2), code: '403' },
      ]);
      expect(await next(999_999)).toBeUndefined();
      await expect(deliveryOf(ledger).retry(retried, later(3), UNRECORDABLE)).rejects.toThrow();
      expect(await deliveryOf(ledger).retry(retried, later(3), event())).toBe(true);
      expect(await deliveryOf(ledger).retry(retried, later(3), event())).toBe(false);
      await expect(deliveryOf(ledger).drop(dropped, UNRECORDABLE)).rejects.toThrow();
      expect(await deliveryOf(ledger).drop(dropped, event())).toBe(true);
      expect(await deliveryOf(ledger).drop(dropped, event())).toBe(false);
      expect(await dead()).toEqual([]);
      expect(await next(2)).toBeUndefined();
      expect(await next(3)).toMatchObject({ digest: { id: retried }, attempts: 1 });
      await deliveryOf(ledger).sent(retried, POSTED, [event()]);
      expect(await deliveryOf(ledger).drop(retried, event())).toBe(false);
      expect(await deliveryOf(ledger).retry(randomUUID(), NOW, event())).toBe(false);
    });
  });
}
