import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { named } from '../../../bot/domain/shared/person.ts';
import type { KeptMessage } from '../../../bot/ports/secrets/ephemeral-messages.ts';
import type { Ledger } from '../../../bot/ports/shared/ledger.ts';
import { event, intent, later, NOW, openedOperation, POLICY, UNRECORDABLE } from '../samples/ledger.ts';

const FAR = later(100 * 365 * 86_400_000);

/** The contract of every store of created secrets and of the messages that show their values. */
export function messagesContract(name: string, open: () => Promise<Ledger>): void {
  describe(`created secrets and their messages on ${name}`, () => {
    let ledger: Ledger;
    beforeAll(async () => {
      ledger = await open();
    });
    beforeEach(async () => {
      for (const { nonce } of await claim(FAR, later(FAR.getTime())))
        await ledger.messages.removed(nonce, 'time', event());
    });
    const toRemove = ({ clientId, keyId }: KeptMessage) =>
      event({ action: 'message.removal.intended', clientId, keyId });
    const claim = (now: Date, until: Date, limit = 10, audit = toRemove) =>
      ledger.messages.claimDue(now, until, limit, audit);
    const recorded = async (work: () => Promise<unknown>) => {
      const before = (await ledger.audit.rows()).length;
      await work();
      return (await ledger.audit.rows()).slice(before);
    };
    const begun = async () => {
      const operation = await openedOperation(ledger);
      await ledger.operations.begin(operation.nonce, intent, event());
      return operation;
    };
    /** Creates a secret with a message that shows its value. The message is due some time after NOW. */
    const delivered = async (ms: number): Promise<KeptMessage> => {
      const { nonce, asker, application } = await begun();
      const keyId = randomUUID();
      await ledger.operations.added(nonce, keyId, 'abc', event(), POLICY);
      const where = { conversation: asker.conversation, activityId: 'a', targeted: true };
      const message = { nonce, asker, ...where, removeAt: later(ms) };
      expect(await ledger.operations.settle(nonce, 'done', event(), message)).toBe(true);
      return { ...message, clientId: application.clientId, keyId };
    };

    it('records a created secret once, or not at all', async () => {
      const { nonce, asker, application } = await begun();
      await ledger.assignments.add(named(asker), application.clientId, event());
      const claims = { person: asker.person, name: '', roles: [], acrs: [], authTime: NOW, issuedAt: NOW };
      await ledger.sessions.start({ ...claims, signedInAt: NOW, expiresAt: later(1_000) }, event());
      const created = event({ action: 'secret.created', clientId: application.clientId, keyId: 'key-1' });
      await expect(ledger.operations.added(nonce, 'key-1', 'abc', UNRECORDABLE, POLICY)).rejects.toThrow();
      expect((await ledger.operations.find(nonce))?.state).toBe('intended');
      const add = () => ledger.operations.added(nonce, 'key-1', 'abc', created, POLICY);
      expect(await recorded(add)).toMatchObject([created]);
      expect(await recorded(add)).toEqual([]);
      expect(await ledger.operations.createdKeyIds(application.clientId)).toEqual(['key-1']);
    });

    it('settles once, with the message to remove and the secret that it shows', async () => {
      const message = await delivered(5);
      const { nonce } = message;
      expect(await ledger.operations.settle(nonce, 'undone', event())).toBe(false);
      expect((await ledger.operations.find(nonce))?.state).toBe('done');
      expect(await ledger.messages.find(nonce)).toEqual(message);
      expect(await ledger.messages.find('a\0b')).toBeUndefined();
    });

    it('gives a message to one claimant at a time, records an intent for each claim, and gives it again after the lease', async () => {
      const message = await delivered(5);
      expect(await recorded(() => claim(later(4), later(9)))).toEqual([]);
      const claims = async () => {
        const all = await Promise.all([1, 2, 3].map(() => claim(later(5), later(9))));
        expect(all.flat()).toEqual([message]);
      };
      expect(await recorded(claims)).toMatchObject([toRemove(message)]);
      expect(await claim(later(8), later(20))).toEqual([]);
      const again = async () => expect(await claim(later(9), later(20))).toEqual([message]);
      expect(await recorded(again)).toMatchObject([toRemove(message)]);
    });

    it('gives no more messages than asked for, the longest due first, with their rows in that order', async () => {
      const [third, first, second] = [await delivered(30), await delivered(10), await delivered(20)];
      const two = async () => expect(await claim(later(30), later(99), 2)).toEqual([first, second]);
      expect(await recorded(two)).toMatchObject([toRemove(first), toRemove(second)]);
      expect(await claim(later(30), later(99), 2)).toEqual([third]);
    });

    it('keeps a message if the intent or the removal cannot be recorded', async () => {
      const message = await delivered(5);
      const second = await delivered(6);
      const secondFails = (each: KeptMessage) => (each.nonce === second.nonce ? UNRECORDABLE : toRemove(each));
      const refused = async () => expect(claim(later(6), later(99), 10, secondFails)).rejects.toThrow();
      expect(await recorded(refused)).toEqual([]);
      expect(await claim(later(6), later(99))).toEqual([message, second]);
      await expect(ledger.messages.removed(message.nonce, 'time', UNRECORDABLE)).rejects.toThrow();
      expect(await ledger.messages.find(message.nonce)).toEqual(message);
    });

    it('puts a failed removal off, and records the first failure alone', async () => {
      const message = await delivered(5);
      await claim(later(5), later(9));
      const counted: number[] = [];
      const fail = (ms: number | undefined, audit = event({ action: 'message.removal.failed' })) =>
        ledger.messages.failed(message.nonce, {
          nextTry: (failures) => {
            counted.push(failures);
            return ms === undefined ? undefined : later(ms);
          },
          audit,
          left: [],
        });
      await expect(fail(50, UNRECORDABLE)).rejects.toThrow();
      expect(await recorded(() => fail(50))).toMatchObject([{ action: 'message.removal.failed' }]);
      expect(await claim(later(49), later(60))).toEqual([]);
      expect(await recorded(async () => expect(await claim(later(50), later(60))).toEqual([message]))).toEqual([]);
      expect(await recorded(async () => expect(await fail(70)).toEqual(later(70)))).toEqual([]);
      expect(await fail(undefined)).toBeUndefined();
      expect(await ledger.messages.find(message.nonce)).toBeUndefined();
      expect(counted.slice(-3)).toEqual([1, 2, 3]);
      expect(await recorded(() => fail(90))).toEqual([]);
    });

    it('lets a failed removal be due earlier than its message was', async () => {
      const message = await delivered(1_000);
      const audit = event({ action: 'message.removal.failed' });
      await ledger.messages.failed(message.nonce, { nextTry: () => later(30), audit, left: [] });
      expect(await claim(later(30), later(60))).toEqual([{ ...message, removeAt: later(30) }]);
    });

    it('removes a message once, with one row', async () => {
      const { nonce } = await delivered(5);
      const remove = () => ledger.messages.removed(nonce, 'time', event({ at: NOW, action: 'message.removed' }));
      expect(await recorded(remove)).toMatchObject([{ action: 'message.removed' }]);
      expect(await recorded(remove)).toEqual([]);
      expect(await ledger.messages.find(nonce)).toBeUndefined();
    });
  });
}
