import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Rotation } from '../../../bot/domain/rotation/rotation.ts';
import type { Ledger } from '../../../bot/ports/shared/ledger.ts';
import {
  event,
  intent,
  later,
  NOW,
  openedOperation,
  POLICY,
  settledOperation,
  UNRECORDABLE,
} from '../samples/ledger.ts';
import { aName, aReminder, clearAway, posted } from '../samples/reminders.ts';

/** The contract of every store of rotations. */
export function rotationsContract(name: string, open: () => Promise<Ledger>): void {
  describe(`rotations on ${name}`, () => {
    let ledger: Ledger;
    beforeAll(async () => {
      ledger = await open();
    });
    beforeEach(() => clearAway(ledger));
    const secret = (over = {}) => ({ keyId: randomUUID(), name: 'n', hint: 'abc', end: later(9_999), ...over });
    const by = (ms = 0) => ({ by: aName(), at: later(ms) });
    const aRotation = (): Parameters<Ledger['rotations']['start']>[0] => ({
      id: randomUUID(),
      application: { clientId: randomUUID(), displayName: 'Partner-NL-X-DM' },
      old: secret(),
      by: by(),
    });
    const started = (over: Partial<ReturnType<typeof aRotation>> = {}) =>
      ledger.rotations.start({ ...aRotation(), ...over }, event({ action: 'rotation.started' }));
    const found = async ({ id }: Rotation) => ledger.rotations.find(id);
    const audited = async (work: () => Promise<unknown>) => {
      const before = (await ledger.audit.rows()).length;
      await work();
      return (await ledger.audit.rows()).length - before;
    };

    it('tells how the secrets of rotations, operations and reminders were called, even if they are gone', async () => {
      const rotation = await started();
      const reminder = aReminder();
      await posted(ledger, reminder, { ...reminder, stage: 21 });
      const { clientId } = rotation.application;
      const { keyId, name: called, hint } = rotation.old;
      const due = { clientId: reminder.application.clientId, keyId: reminder.keyId };
      const named = await ledger.rotations.secretsNamed([
        { clientId: clientId.toUpperCase(), keyId },
        { clientId: randomUUID(), keyId },
        { clientId, keyId: 'a\0b' },
        due,
      ]);
      expect(new Set(named)).toEqual(
        new Set([
          { clientId, keyId, name: called, hint },
          { ...due, name: reminder.secretName, hint: reminder.hint },
        ]),
      );
      expect(await ledger.rotations.secretsNamed([])).toEqual([]);
    });

    it('begins a rotation once for each secret, and finds it again, with ids in any case', async () => {
      const given = aRotation();
      const { clientId } = given.application;
      const rotation = await started(given);
      expect(rotation).toEqual({
        id: given.id,
        application: given.application,
        old: given.old,
        state: 'open',
        started: given.by,
        fresh: undefined,
        updated: undefined,
        confirmed: undefined,
        ended: undefined,
        firstUsed: undefined,
      });
      const again = {
        ...given,
        id: randomUUID(),
        application: { ...given.application, clientId: clientId.toUpperCase() },
      };
      expect(await audited(async () => expect(await started(again)).toEqual(rotation))).toBe(0);
      expect(await found(rotation)).toEqual(rotation);
      expect(await ledger.rotations.find(again.id)).toBeUndefined();
      expect(await ledger.rotations.find('a\0b')).toBeUndefined();
    });

    it('begins one rotation when many begin it at the same time', async () => {
      const given = aRotation();
      const all = await Promise.all(Array.from({ length: 6 }, () => started({ ...given, id: randomUUID() })));
      expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    });

    it('begins nothing that cannot be recorded', async () => {
      const given = aRotation();
      await expect(ledger.rotations.start(given, UNRECORDABLE)).rejects.toThrow();
      expect(await ledger.rotations.find(given.id)).toBeUndefined();
    });

    it('lists the open rotations of the given applications, newest first', async () => {
      const { application } = aRotation();
      const [older, newer] = [await started({ application, by: by(1) }), await started({ application, by: by(2) })];
      const over = await started({ application });
      await ledger.rotations.end(over.id, 'abandoned', by(), event());
      await started();
      const open = await ledger.rotations.open([application.clientId.toUpperCase()]);
      expect(open.map(({ id }) => id)).toEqual([newer.id, older.id]);
      expect(await ledger.rotations.open([])).toEqual([]);
    });

    it('takes each step once, in order, with its audit row', async () => {
      const rotation = await started();
      const { id } = rotation;
      const tick = (step: 'updated' | 'confirmed', who = by()) => ledger.rotations.tick(id, step, who, event());
      expect(await tick('updated')).toBe(false);
      expect(await tick('confirmed')).toBe(false);
      const [fresh, creator, updater, confirmer] = [secret(), by(1), by(2), by(3)];
      await expect(ledger.rotations.adopt(id, fresh, creator, UNRECORDABLE)).rejects.toThrow();
      expect((await found(rotation))?.fresh).toBeUndefined();
      expect(await ledger.rotations.adopt(id, fresh, creator, event())).toBe(true);
      expect(await audited(() => ledger.rotations.adopt(id, secret(), by(), event()))).toBe(0);
      expect(await tick('confirmed')).toBe(false);
      await expect(ledger.rotations.tick(id, 'updated', by(), UNRECORDABLE)).rejects.toThrow();
      expect(await audited(() => tick('updated', updater))).toBe(1);
      expect(await tick('updated')).toBe(false);
      expect(await tick('confirmed', confirmer)).toBe(true);
      expect(await audited(() => tick('confirmed'))).toBe(0);
      expect(await found(rotation)).toMatchObject({
        fresh: { secret: fresh, adopted: true, ...creator },
        updated: updater,
        confirmed: confirmer,
      });
    });

    it('takes a step once if two take it at the same time', async () => {
      const { id } = await started();
      await ledger.rotations.adopt(id, secret(), by(), event());
      const all = await Promise.all([1, 2, 3].map((ms) => ledger.rotations.tick(id, 'updated', by(ms), event())));
      expect(all.filter(Boolean)).toHaveLength(1);
    });

    it('ends a rotation once, and takes no step after that', async () => {
      const rotation = await started();
      const ender = by(4);
      const end = () => ledger.rotations.end(rotation.id, 'abandoned', ender, event());
      await expect(ledger.rotations.end(rotation.id, 'replaced', ender, UNRECORDABLE)).rejects.toThrow();
      expect((await found(rotation))?.state).toBe('open');
      expect(await end()).toBe(true);
      expect(await audited(end)).toBe(0);
      expect(await ledger.rotations.adopt(rotation.id, secret(), by(), event())).toBe(false);
      expect(await found(rotation)).toMatchObject({ state: 'abandoned', ended: ender, fresh: undefined });
    });

    it('ends the reminders of a secret that is marked as replaced, until it is rotated again', async () => {
      const reminder = aReminder();
      const digestId = await posted(ledger, reminder);
      const item = async () => (await ledger.reminders.find(digestId))?.items[0];
      const { application, keyId } = reminder;
      const rotation = await started({ application, old: secret({ keyId }) });
      const ender = by(4);
      await ledger.rotations.end(rotation.id, 'replaced', ender, event());
      expect((await item())?.ending).toEqual({ how: 'replaced', ...ender });
      const replaced = () => ledger.rotations.replaced([application.clientId.toUpperCase(), randomUUID()]);
      expect(await replaced()).toEqual([{ clientId: application.clientId, keyId }]);
      expect((await ledger.outbox.claimNext(later(4), later(9), 'teams'))?.id).toBe(digestId);
      await ledger.outbox.redrawn(digestId);
      const again = await started({ application, old: secret({ keyId }), by: by(5) });
      expect(again.id).not.toBe(rotation.id);
      expect((await found(rotation))?.state).toBe('reopened');
      expect((await item())?.ending).toBeUndefined();
      expect(await replaced()).toEqual([]);
      expect((await ledger.outbox.claimNext(later(5), later(9), 'teams'))?.id).toBe(digestId);
    });

    it('keeps the reminders of a secret if its rotation is abandoned', async () => {
      const reminder = aReminder();
      const digestId = await posted(ledger, reminder);
      const rotation = await started({ application: reminder.application, old: secret({ keyId: reminder.keyId }) });
      await ledger.rotations.end(rotation.id, 'abandoned', by(), event());
      expect((await ledger.reminders.find(digestId))?.items[0]?.ending).toBeUndefined();
    });

    it('goes back to step 1 if the new secret is gone, and keeps the first use of a new secret', async () => {
      const rotation = await started();
      const { id } = rotation;
      await ledger.rotations.used(id, later(1));
      await ledger.rotations.adopt(id, secret(), by(), event());
      await ledger.rotations.tick(id, 'updated', by(), event());
      await ledger.rotations.tick(id, 'confirmed', by(), event());
      for (const ms of [30, 20, 25]) await ledger.rotations.used(id, later(ms));
      expect((await found(rotation))?.firstUsed).toEqual(later(20));
      await expect(ledger.rotations.newGone(id, UNRECORDABLE)).rejects.toThrow();
      expect((await found(rotation))?.fresh).toBeDefined();
      const gone = () => ledger.rotations.newGone(id, event({ action: 'rotation.new-gone' }));
      expect(await audited(gone)).toBe(1);
      expect(await found(rotation)).toEqual(rotation);
      expect(await audited(gone)).toBe(0);
    });

    it('ends the rotation and its reminders if the old secret is gone, without the name of a person', async () => {
      const reminder = aReminder();
      const digestId = await posted(ledger, reminder);
      const rotation = await started({ application: reminder.application, old: secret({ keyId: reminder.keyId }) });
      await expect(ledger.rotations.oldGone(rotation.id, later(6), UNRECORDABLE)).rejects.toThrow();
      expect((await found(rotation))?.state).toBe('open');
      const gone = (ms: number) => ledger.rotations.oldGone(rotation.id, later(ms), event());
      expect(await audited(() => gone(7))).toBe(1);
      expect(await audited(() => gone(8))).toBe(0);
      const unknown = { by: undefined, at: later(7) };
      expect(await found(rotation)).toMatchObject({ state: 'deleted', ended: unknown });
      expect((await ledger.reminders.find(digestId))?.items[0]?.ending).toEqual({ how: 'deleted', ...unknown });
    });

    it('takes a finished creation as step 1, and begins no second creation', async () => {
      const rotation = await started();
      const { application, id: rotationId } = rotation;
      const waiting = await openedOperation(ledger, { application, rotationId });
      const keyId = randomUUID();
      const { asker } = await settledOperation(ledger, { application, rotationId, keyId });
      expect((await found(rotation))?.fresh).toEqual({
        secret: { keyId, name: intent.secretName, hint: 'abc', end: intent.secretEnd },
        by: { ...asker.person, name: asker.name },
        at: later(500),
        adopted: false,
      });
      expect((await ledger.operations.find(waiting.nonce))?.rotationId).toBe(rotationId);
      expect(await ledger.operations.begin(waiting.nonce, intent, event())).toBe('step-taken');
      expect((await ledger.operations.find(waiting.nonce))?.state).toBe('open');
    });

    it('keeps a new secret that was adopted in the meantime, and a rotation that is over', async () => {
      const [adopting, ending] = [await started(), await started()];
      const adopted = secret();
      for (const { application, id: rotationId } of [adopting, ending]) {
        const { nonce } = await openedOperation(ledger, { application, rotationId });
        expect(await ledger.operations.begin(nonce, intent, event())).toBe('begun');
        if (rotationId === adopting.id) await ledger.rotations.adopt(rotationId, adopted, by(), event());
        else await ledger.rotations.end(rotationId, 'abandoned', by(), event());
        await ledger.operations.added(nonce, randomUUID(), 'xyz', event(), POLICY);
        expect(await ledger.operations.settle(nonce, 'done', event())).toBe(true);
      }
      expect((await found(adopting))?.fresh?.secret).toEqual(adopted);
      expect((await found(ending))?.fresh).toBeUndefined();
    });

    it('changes no rotation by a creation or a deletion that is undone', async () => {
      const rotation = await started();
      const { application, id: rotationId, old } = rotation;
      for (const kind of ['create', 'delete'] as const) {
        const keyId = kind === 'delete' ? old.keyId : undefined;
        const { nonce } = await openedOperation(ledger, { kind, application, rotationId, keyId });
        await ledger.operations.begin(nonce, intent, event());
        await ledger.operations.settle(nonce, 'undone', event());
      }
      expect(await found(rotation)).toEqual(rotation);
    });

    it('ends with the deletion of the old secret, by any command, and deletes once', async () => {
      const rotation = await started();
      const { application, id: rotationId, old } = rotation;
      const late = await openedOperation(ledger, { kind: 'delete', application, rotationId, keyId: old.keyId });
      const { asker } = await settledOperation(ledger, { kind: 'delete', application, keyId: old.keyId });
      const ended = { by: { ...asker.person, name: asker.name }, at: later(500) };
      expect(await found(rotation)).toMatchObject({ state: 'deleted', ended });
      expect(await ledger.operations.begin(late.nonce, intent, event())).toBe('step-taken');
    });

    it('goes back to step 1 after the deletion of the new secret', async () => {
      const rotation = await started();
      const fresh = secret();
      await ledger.rotations.adopt(rotation.id, fresh, by(), event());
      await ledger.rotations.tick(rotation.id, 'updated', by(), event());
      await settledOperation(ledger, { kind: 'delete', application: rotation.application, keyId: fresh.keyId });
      expect(await found(rotation)).toEqual(rotation);
    });

    it('changes nothing if the deletion cannot be recorded', async () => {
      const rotation = await started();
      const { application, old } = rotation;
      const { nonce } = await openedOperation(ledger, { kind: 'delete', application, keyId: old.keyId });
      await ledger.operations.begin(nonce, intent, event());
      await expect(ledger.operations.settle(nonce, 'done', UNRECORDABLE)).rejects.toThrow();
      expect((await found(rotation))?.state).toBe('open');
      expect((await ledger.operations.find(nonce))?.state).toBe('intended');
      await ledger.operations.settle(nonce, 'undone', event({ at: NOW }));
    });

    it('draws the digests of the old secret again with each step, and with none that was not taken', async () => {
      const reminder = aReminder();
      const digestId = await posted(ledger, reminder);
      const old = secret({ keyId: reminder.keyId });
      const given = { ...aRotation(), application: reminder.application, old };
      const isRedrawn = async () => {
        const due = await ledger.outbox.claimNext(later(500), later(900), 'teams');
        if (due !== undefined) await ledger.outbox.redrawn(due.id);
        return due?.id === digestId;
      };
      const { id } = await started(given);
      expect(await isRedrawn()).toBe(true);
      await started({ ...given, id: randomUUID() });
      expect(await isRedrawn()).toBe(false);
      const steps = [
        () => ledger.rotations.adopt(id, secret(), by(1), event()),
        () => ledger.rotations.tick(id, 'updated', by(2), event()),
        () => ledger.rotations.newGone(id, event()),
        () => ledger.rotations.end(id, 'abandoned', by(3), event()),
      ];
      for (const step of steps) {
        await step();
        expect(await isRedrawn()).toBe(true);
        await step();
        expect(await isRedrawn()).toBe(false);
      }
    });
  });
}
