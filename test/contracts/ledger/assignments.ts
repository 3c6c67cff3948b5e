import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AssignmentForm, Pair } from '../../../bot/domain/access/assignment.ts';
import type { AssignmentResult } from '../../../bot/ports/access/assignments.ts';
import type { Ledger } from '../../../bot/ports/shared/ledger.ts';
import { actionsAfter, aMessage, aWish, ODD, upper } from '../samples/access.ts';
import { event, later, NOW, someone, UNRECORDABLE } from '../samples/ledger.ts';
import { aName, clearAway } from '../samples/reminders.ts';

/** The contract of every store of assignments. */
export function assignmentsContract(name: string, open: () => Promise<Ledger>): void {
  describe(`assignments on ${name}`, () => {
    let ledger: Ledger;
    let before: number;
    beforeAll(async () => {
      ledger = await open();
    });
    beforeEach(async () => {
      await clearAway(ledger);
      before = (await ledger.audit.head()).seq;
    });
    const recorded = () => actionsAfter(ledger, before);
    const managers = async (...clientIds: readonly string[]) =>
      (await ledger.assignments.managersOf(clientIds)).map(({ clientId, person }) => ({ clientId, person }));
    const aPair = (clientId: string = randomUUID()): Pair => ({ clientId, person: aName() });
    const standing = async (...pairs: readonly Pair[]) => {
      await ledger.assignments.change(aWish({ add: pairs }));
      before = (await ledger.audit.head()).seq;
      return pairs;
    };
    const loud = ({ clientId, person }: Pair): Pair => ({
      clientId: clientId.toUpperCase(),
      person: { ...upper(person), name: person.name },
    });
    const NOTHING: AssignmentResult = { kind: 'done', added: [], removed: [], unchanged: [], abandoned: [] };

    it('list who manages an application, since when, assigned and confirmed by which person, in the order of application and age', async () => {
      const [first = '', second = ''] = [randomUUID(), randomUUID()].sort();
      const [ada, grace, by] = [aName('Ada'), aName('Grace'), aName('Admin')];
      const add = (clientId: string, person: typeof ada, ms: number) =>
        ledger.assignments.change(
          aWish({ at: later(ms), by, confirmedBy: 'Edsger', add: [loud({ clientId, person })] }),
        );
      await add(second, ada, 3);
      await add(second, grace, 2);
      await ledger.assignments.add(grace, first.toUpperCase(), event({ at: later(4), actor: undefined }));
      const all = [
        { clientId: first, person: grace, since: later(4), by: undefined, confirmedBy: '' },
        { clientId: second, person: grace, since: later(2), by, confirmedBy: 'Edsger' },
        { clientId: second, person: ada, since: later(3), by, confirmedBy: 'Edsger' },
      ];
      expect(await ledger.assignments.managersOf([second.toUpperCase(), first, second, randomUUID()])).toEqual(all);
      const mine = (await ledger.assignments.all()).filter(({ clientId }) => [first, second].includes(clientId));
      expect(mine).toEqual(all);
      expect(await ledger.assignments.managersOf([])).toEqual([]);
      expect(await ledger.assignments.of(upper(grace))).toEqual([first, second]);
    });

    it('say which of some applications somebody manages, each once, ids in any case', async () => {
      const shared = randomUUID();
      await standing(aPair(shared), aPair(shared));
      expect(await ledger.assignments.managedOf([shared.toUpperCase(), shared, randomUUID()])).toEqual([shared]);
      expect(await ledger.assignments.managedOf([])).toEqual([]);
    });

    it('name all applications that somebody manages, each once and in order, a thousand at a time', async () => {
      const pairs = Array.from({ length: 1_001 }, () => aPair());
      await standing(...pairs, ...pairs.slice(0, 5).map(({ clientId }) => aPair(clientId)));
      const named: string[] = [];
      for (let last: string | undefined = ''; last !== undefined; last = named.at(-1)) {
        const more = await ledger.assignments.managedAfter(last.toUpperCase());
        if (more.length === 0) break;
        expect(more.length).toBeLessThanOrEqual(1_000);
        named.push(...more);
      }
      expect(named).toEqual([...new Set(named)].sort());
      expect(named).toEqual(expect.arrayContaining(pairs.map(({ clientId }) => clientId)));
    });

    it('are made by the actor of the audit row if they are made one by one', async () => {
      const [pair, actor] = [aPair(), aName('Admin')];
      await expect(ledger.assignments.add(pair.person, pair.clientId, UNRECORDABLE)).rejects.toThrow();
      expect(await managers(pair.clientId)).toEqual([]);
      await ledger.assignments.add(pair.person, pair.clientId, event({ actor }));
      expect(await ledger.assignments.add({ ...pair.person, name: 'New' }, pair.clientId, event())).toBe(false);
      expect(await ledger.assignments.managersOf([pair.clientId])).toMatchObject([{ ...pair, by: actor }]);
      await expect(ledger.assignments.remove(pair.person, pair.clientId, UNRECORDABLE)).rejects.toThrow();
      expect(await managers(pair.clientId)).toEqual([pair]);
    });

    it('change together, with one row for each pair that really changes, and with their messages', async () => {
      const clientId = randomUUID();
      const [leaving, staying] = await standing(aPair(clientId), aPair(clientId));
      if (leaving === undefined || staying === undefined) throw new Error('two stand');
      const [coming, stranger] = [aPair(clientId), aPair(clientId)];
      const message = aMessage();
      let told: unknown;
      const wish = aWish({
        add: [loud(coming), coming, staying],
        remove: [loud(leaving), stranger],
        messages: (done) => {
          told = done;
          return [message];
        },
      });
      const done = { added: [coming], removed: [leaving] };
      expect(await ledger.assignments.change(wish)).toEqual({
        kind: 'done',
        ...done,
        unchanged: [staying, stranger],
        abandoned: [],
      });
      expect(told).toEqual(done);
      expect(await managers(clientId)).toEqual(expect.arrayContaining([staying, coming]));
      expect(await managers(clientId)).toHaveLength(2);
      expect(await ledger.audit.rows(before)).toMatchObject([
        { action: 'assignment.added', clientId, subject: coming.person },
        { action: 'assignment.removed', clientId, subject: leaving.person },
      ]);
      expect(await ledger.outbox.claimNext(NOW, later(9), 'teams')).toMatchObject(message);
    });

    it('stay as they are, without a row, if the wish changes nothing', async () => {
      const [pair] = await standing(aPair());
      if (pair === undefined) throw new Error('one stands');
      const never = aPair(pair.clientId);
      const result = await ledger.assignments.change(aWish({ at: later(9), add: [pair], remove: [never] }));
      expect(result).toEqual({ ...NOTHING, unchanged: [pair, never] });
      expect(await ledger.assignments.change(aWish())).toEqual(NOTHING);
      expect(await ledger.assignments.managersOf([pair.clientId])).toMatchObject([{ since: NOW }]);
      expect(await recorded()).toEqual([]);
    });

    it('take the last manager from an application only if the wish allows it', async () => {
      const [one, two, other] = [randomUUID(), randomUUID(), aPair()];
      const pairs = await standing(aPair(one), aPair(one), aPair(two), aPair(two), other);
      const remove = pairs.filter((pair) => pair !== other).slice(0, 3);
      const wish = aWish({ add: [aPair()], remove, messages: () => [aMessage()] });
      expect(await ledger.assignments.change(wish)).toEqual({ kind: 'last', clientIds: [one] });
      expect(await managers(one, two)).toHaveLength(4);
      expect(await ledger.assignments.of(wish.add[0]?.person ?? aName())).toEqual([]);
      expect(await recorded()).toEqual([]);
      expect(await ledger.outbox.claimNext(NOW, later(9), 'teams')).toBeUndefined();
      expect(await ledger.assignments.change({ ...wish, lastToo: true })).toMatchObject({
        kind: 'done',
        removed: remove,
        abandoned: [one],
      });
      expect(await managers(one, two)).toEqual([pairs[3]]);
      expect(await recorded()).toHaveLength(4);
    });

    it('pass from the last manager to another in one change', async () => {
      const clientId = randomUUID();
      const remove = await standing(aPair(clientId));
      const add = [aPair(clientId)];
      expect(await ledger.assignments.change(aWish({ add, remove }))).toMatchObject({ kind: 'done', abandoned: [] });
      expect(await managers(clientId)).toEqual(add);
    });

    it('do not change if one of the rows or messages cannot be written', async () => {
      const clientId = randomUUID();
      const remove = await standing(aPair(clientId));
      const add = [aPair(clientId)];
      const [used, message] = [aMessage(), aMessage()];
      await ledger.assignments.change(aWish({ messages: () => [used] }));
      const wish = aWish({ add, remove, messages: () => [message] });
      const audit = (_pair: Pair, change: 'added' | 'removed') => (change === 'added' ? event() : UNRECORDABLE);
      await expect(ledger.assignments.change({ ...wish, audit })).rejects.toThrow();
      const messages = () => [message, used];
      await expect(ledger.assignments.change({ ...wish, messages })).rejects.toThrow();
      expect(await managers(clientId)).toEqual(remove);
      expect(await recorded()).toEqual([]);
      expect(await ledger.outbox.claimNext(NOW, later(9), 'teams')).toMatchObject({ id: used.id });
      expect(await ledger.outbox.claimNext(NOW, later(9), 'teams')).toBeUndefined();
    });

    it('change by the hundred at once', async () => {
      const clientIds = Array.from({ length: 30 }, () => randomUUID());
      const person = aName();
      const pairs = clientIds.flatMap((clientId) =>
        Array.from({ length: 40 }, (_, i) => (i === 0 ? { clientId, person } : aPair(clientId))),
      );
      expect(await ledger.assignments.change(aWish({ add: pairs }))).toMatchObject({ kind: 'done', unchanged: [] });
      expect(await recorded()).toHaveLength(1_200);
      expect(await ledger.assignments.of(person)).toEqual([...clientIds].sort());
      const result = await ledger.assignments.change(aWish({ remove: pairs, lastToo: true }));
      expect(result).toMatchObject({ kind: 'done', added: [] });
      expect(result.kind === 'done' && [...result.abandoned].sort()).toEqual([...clientIds].sort());
      expect(await managers(...clientIds)).toEqual([]);
    });

    it('keep names with U+0000 or half a surrogate pair without a fault', async () => {
      const clientId = randomUUID();
      const add = [{ clientId, person: aName(ODD) }];
      await ledger.assignments.change(aWish({ by: aName(ODD), confirmedBy: ODD, add }));
      const [kept] = await ledger.assignments.managersOf([clientId]);
      expect(kept?.by?.name).toBe(ODD);
      expect(kept?.person.name).toContain('[x](javascript:x)');
      expect(kept?.confirmedBy).toContain('<at>y</at>');
    });

    function aForm(over: Partial<AssignmentForm> = {}): Omit<AssignmentForm, 'state' | 'warnedOf'> {
      const applications = [{ clientId: randomUUID(), displayName: ODD }];
      const asker = { ...someone(), name: ODD };
      return { nonce: randomUUID(), act: 'assign', asker, people: [aName(ODD)], applications, openedAt: NOW, ...over };
    }
    const opened = async (over: Partial<AssignmentForm> = {}) => {
      const form = aForm(over);
      await ledger.assignments.openForm(form);
      return form.nonce;
    };
    const stateOf = async (nonce: string) => (await ledger.assignments.findForm(nonce))?.state;

    it('have forms that are found as they were opened, one for each nonce', async () => {
      const form = aForm({ act: 'unassign' });
      const { asker, people, applications } = form;
      await ledger.assignments.openForm({
        ...form,
        asker: { ...asker, person: upper(asker.person) },
        people: people.map((person) => ({ ...upper(person), name: person.name })),
        applications: applications.map((one) => ({ ...one, clientId: one.clientId.toUpperCase() })),
      });
      expect(await ledger.assignments.findForm(form.nonce)).toEqual({ ...form, state: 'open', warnedOf: [] });
      await expect(ledger.assignments.openForm(aForm({ nonce: form.nonce }))).rejects.toThrow();
      expect(await ledger.assignments.findForm(randomUUID())).toBeUndefined();
      expect(await ledger.assignments.findForm('a\0b\ud800')).toBeUndefined();
    });

    it('keep in a form which applications it has warned about', async () => {
      const nonce = await opened();
      expect(await ledger.assignments.warn(nonce, ['A', 'b'])).toBe(true);
      expect(await ledger.assignments.findForm(nonce)).toMatchObject({ state: 'warned', warnedOf: ['a', 'b'] });
      expect(await ledger.assignments.warn(nonce, ['c'])).toBe(true);
      expect(await ledger.assignments.findForm(nonce)).toMatchObject({ state: 'warned', warnedOf: ['c'] });
      expect(await ledger.assignments.warn(randomUUID(), [])).toBe(false);
    });

    it('take the last manager with a form only from applications that the form has warned about', async () => {
      const [first, second] = [aPair(), aPair()];
      await ledger.assignments.change(aWish({ add: [first, second] }));
      const form = await opened();
      const wish = aWish({ form, remove: [first, second], lastToo: true });
      const ids = [first.clientId, second.clientId].sort();
      await ledger.assignments.warn(form, [first.clientId.toUpperCase()]);
      const refused = await ledger.assignments.change(wish);
      expect(refused.kind === 'last' && [...refused.clientIds].sort()).toEqual(ids);
      await ledger.assignments.warn(form, ids);
      expect(await ledger.assignments.change(wish)).toMatchObject({ kind: 'done' });
    });

    it.each([false, true])('use up a form with one change, warned: %s', async (warned) => {
      const form = await opened();
      if (warned) await ledger.assignments.warn(form, []);
      const [first, second] = [aPair(), aPair()];
      const failing = aWish({ form, add: [first], audit: () => UNRECORDABLE });
      await expect(ledger.assignments.change(failing)).rejects.toThrow();
      expect(await stateOf(form)).toBe(warned ? 'warned' : 'open');
      const changes = await Promise.all(
        [first, second].map((pair) => ledger.assignments.change(aWish({ form, add: [pair] }))),
      );
      expect(changes.map(({ kind }) => kind).sort()).toEqual(['done', 'form-used']);
      expect(await managers(first.clientId, second.clientId)).toHaveLength(1);
      expect(await recorded()).toEqual(['assignment.added']);
      expect(await stateOf(form)).toBe('used');
      expect(await ledger.assignments.warn(form, [])).toBe(false);
      const unknown = aWish({ form: 'a\0b', add: [second] });
      expect(await ledger.assignments.change(unknown)).toEqual({ kind: 'form-used' });
    });

    it('leave a form open if it would remove the last manager, and use it up if nothing changes', async () => {
      const form = await opened();
      const remove = await standing(aPair());
      expect(await ledger.assignments.change(aWish({ form, remove }))).toMatchObject({ kind: 'last' });
      expect(await stateOf(form)).toBe('open');
      expect(await ledger.assignments.change(aWish({ form, add: remove }))).toMatchObject({ unchanged: remove });
      expect(await stateOf(form)).toBe('used');
    });
  });
}
