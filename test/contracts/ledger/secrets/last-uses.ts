import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keysOf } from '../../../../bot/domain/secrets/unexpected.ts';
import type { Ledger } from '../../../../bot/ports/shared/ledger.ts';
import { event, later, NOW } from '../../samples/ledger.ts';

const AGO = new Date(NOW.getTime() - 365 * 86_400_000);

/** The contract of every store of last uses. */
export function lastUsesContract(name: string, open: () => Promise<Ledger>): void {
  describe(`last uses on ${name}`, () => {
    let ledger: Ledger;
    beforeAll(async () => {
      ledger = await open();
    });
    /** Nobody reads the report, and the last reading is older than all that the tests ask for. */
    beforeEach(() => ledger.lastUses.putOff(AGO, true));
    const aSecret = () => ({ clientId: randomUUID(), keyId: randomUUID() });
    const read = async (link?: string) =>
      ledger.lastUses.keep({ uses: [], newest: undefined, link, until: later(60_000) });
    const soon = (ms = 0) => ledger.lastUses.takeUp(later(ms), later(ms), later(ms + 1_000));

    it('keep the first and the last use of each secret, with ids in any case', async () => {
      const [secret, other] = [aSecret(), aSecret()];
      const upper = { clientId: secret.clientId.toUpperCase(), keyId: secret.keyId.toUpperCase() };
      await ledger.lastUses.note([
        { ...secret, at: later(5) },
        { ...upper, at: later(9) },
        { ...other, at: NOW },
      ]);
      const known = await ledger.lastUses.of([upper.clientId, randomUUID()]);
      expect([...known.uses]).toEqual([[secret.keyId, { first: later(5), last: later(9) }]]);
    });

    it('come with what an application has apart from client secrets, in one statement', async () => {
      const [secret, other] = [aSecret(), aSecret()];
      await ledger.lastUses.note([
        { ...secret, at: later(5) },
        { ...other, at: NOW },
      ]);
      const certificate = { keyId: randomUUID(), name: 'pump', start: NOW, end: later(90) };
      const application = { clientId: secret.clientId, displayName: 'Partner-NL-Matchwell-DM' };
      const credentials = keysOf({ ...application, secrets: [], certificates: [certificate] });
      const look = { at: NOW, newId: randomUUID, audit: () => event() };
      await ledger.watchedApplications.noteKeys(
        [{ application, print: 'one', credentials, kinds: ['certificate'] }],
        look,
      );
      const { clientId } = secret;
      const known = await ledger.lastUses.withOthers([clientId.toUpperCase()]);
      expect(known.uses).toEqual(await ledger.lastUses.of([clientId]));
      expect(known.others).toEqual(await ledger.watchedApplications.of([clientId]));
      expect(known.others).toHaveLength(1);
    });

    it('never let the last use go back in time', async () => {
      const secret = aSecret();
      for (const at of [later(10), later(3), later(20), later(15)]) await ledger.lastUses.note([{ ...secret, at }]);
      await ledger.lastUses.note([]);
      const { uses } = await ledger.lastUses.of([secret.clientId]);
      expect(uses.get(secret.keyId)).toEqual({ first: later(3), last: later(20) });
    });

    it('say what the last complete reading covered, and nothing of one that is under way', async () => {
      const before = (await ledger.lastUses.of([])).report;
      expect(await soon(1_000)).toEqual({ link: undefined });
      const secret = aSecret();
      const page = { uses: [{ ...secret, at: later(4) }], newest: later(800), until: later(60_000) };
      await ledger.lastUses.keep({ ...page, link: 'https://graph.test/2' });
      expect(await ledger.lastUses.of([secret.clientId])).toEqual({
        report: before,
        uses: new Map([[secret.keyId, { first: later(4), last: later(4) }]]),
      });
      await ledger.lastUses.keep({ ...page, newest: later(700), link: undefined });
      expect((await ledger.lastUses.of([])).report).toEqual({ readAt: later(1_000), newest: later(800) });
    });

    it('keep the newest entry if a later reading shows only older ones', async () => {
      await soon(2_000);
      await ledger.lastUses.keep({ uses: [], newest: later(900), link: undefined, until: later(3_000) });
      await soon(4_000);
      await ledger.lastUses.keep({ uses: [], newest: later(1), link: undefined, until: later(5_000) });
      expect((await ledger.lastUses.of([])).report).toEqual({ readAt: later(4_000), newest: later(900) });
    });

    it('give a reading to one process, which may go on with each page, and to the next when it has lapsed', async () => {
      expect(await soon(10_000)).toEqual({ link: undefined });
      expect(await soon(10_500)).toBeUndefined();
      await read('https://graph.test/next');
      expect(await soon(59_000)).toBeUndefined();
      expect(await soon(60_000)).toEqual({ link: 'https://graph.test/next' });
      await read();
      expect((await ledger.lastUses.of([])).report?.readAt).toEqual(later(10_000));
    });

    it('are read again only if the last reading began before the given moment', async () => {
      await soon(100_000);
      await read();
      expect(await ledger.lastUses.takeUp(later(200_000), later(100_000), later(201_000))).toBeUndefined();
      expect(await ledger.lastUses.takeUp(later(200_000), later(100_001), later(201_000))).toEqual({ link: undefined });
    });

    it('put a reading off, with the page at which it was left or from its beginning', async () => {
      await soon(300_000);
      await read('https://graph.test/left');
      await ledger.lastUses.putOff(later(310_000), false);
      expect(await soon(309_999)).toBeUndefined();
      expect(await soon(310_000)).toEqual({ link: 'https://graph.test/left' });
      await ledger.lastUses.putOff(later(320_000), true);
      expect(await soon(320_000)).toEqual({ link: undefined });
      await read();
    });

    it('forget uses before a moment, and keep the others', async () => {
      const [old, fresh] = [aSecret(), aSecret()];
      await ledger.lastUses.note([
        { ...old, at: new Date(AGO.getTime() - 1) },
        { ...fresh, at: AGO },
      ]);
      await ledger.lastUses.forget(AGO);
      const { uses } = await ledger.lastUses.of([old.clientId, fresh.clientId]);
      expect([...uses.keys()]).toEqual([fresh.keyId]);
    });
  });
}
