import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AwayManager } from '../../../bot/domain/access/away.ts';
import type { OutboxMessage } from '../../../bot/domain/messages/outbox.ts';
import { type Asker, named } from '../../../bot/domain/shared/person.ts';
import type { AwayLook } from '../../../bot/ports/access/away-people.ts';
import type { Ledger } from '../../../bot/ports/shared/ledger.ts';
import { actionsAfter, aWish } from '../samples/access.ts';
import { event, later, NOW, someone } from '../samples/ledger.ts';
import { clearAway, deliveryOf } from '../samples/reminders.ts';

/** The contract of every store of the managers who are away. */
export function awayPeopleContract(name: string, open: () => Promise<Ledger>): void {
  describe(`managers who are away on ${name}`, () => {
    let ledger: Ledger;
    beforeAll(async () => {
      ledger = await open();
    });

    const manages = async (asker: Asker, ...clientIds: readonly string[]) => {
      for (const clientId of clientIds) await ledger.assignments.add(named(asker), clientId, event());
      return asker;
    };
    const upper = ({ person }: Asker) => ({
      tid: person.tid.toUpperCase(),
      oid: person.oid.toUpperCase(),
      name: 'Ada',
    });
    /** What the look told of these applications, as `name how: application (managers who are there)`. */
    const look = async (over: Partial<AwayLook>, among: readonly string[], messages: readonly OutboxMessage[] = []) => {
      const told: AwayManager[] = [];
      const answer = await ledger.awayPeople.note({
        ...{ at: NOW, away: [], back: [] },
        audit: (subject, change) => event({ action: `manager.${change}`, subject }),
        ended: ({ person }) => event({ action: 'session.ended', subject: person }),
        tell: (news) => {
          told.push(...news);
          return messages;
        },
        ...over,
      });
      expect(answer).toBe(told.length > 0);
      return told.flatMap(({ how, applications }) =>
        applications
          .filter(({ clientId }) => among.includes(clientId))
          .map(({ clientId, others }) => `${how} ${among.indexOf(clientId)} ${others.length}`),
      );
    };
    const away = (asker: Asker, how: 'left' | 'disabled' = 'left') => ({ away: [{ person: named(asker), how }] });

    it('are those that a look has seen, with what they manage and who else does, and others are not', async () => {
      const [first, second] = [randomUUID(), randomUUID()];
      const ada = await manages(someone(), first, second);
      const grace = await manages(someone(), second);
      await ledger.knownApplications.seen([{ clientId: first, displayName: 'Partner-NL-A-DM' }]);
      await look({ away: [{ person: upper(ada), how: 'disabled' }] }, []);
      const since = { how: 'disabled', since: NOW } as const;
      expect(await ledger.awayPeople.of([ada.person, grace.person, someone().person])).toEqual([
        { person: { ...ada.person, name: 'Ada' }, ...since },
      ]);
      expect(await ledger.awayPeople.of([])).toEqual([]);
      const found = (await ledger.awayPeople.managers()).find(({ person }) => person.oid === ada.person.oid);
      expect(found).toEqual({
        ...{ person: { ...ada.person, name: 'Ada' }, ...since },
        applications: [
          { clientId: second, displayName: '', others: [named(grace)] },
          { clientId: first, displayName: 'Partner-NL-A-DM', others: [] },
        ],
      });
    });

    it('are asked of all who manage something, each once', async () => {
      const ada = await manages(someone(), randomUUID(), randomUUID());
      const grace = await manages(someone(), randomUUID());
      await look(away(ada), []);
      const everybody = await ledger.awayPeople.everyManager();
      const mine = everybody.filter(({ person }) => [ada, grace].some((one) => one.person.oid === person.oid));
      expect(mine).toHaveLength(2);
      expect(mine).toContainEqual({ person: named(ada), how: 'left' });
      expect(mine).toContainEqual({ person: named(grace), how: undefined });
    });

    it('are marked in every list of managers, and stay managers there', async () => {
      const clientId = randomUUID();
      const [ada, grace] = [await manages(someone(), clientId), await manages(someone(), clientId)];
      await look(away(ada), []);
      const marks = (await ledger.assignments.managersOf([clientId])).map(({ person, away: mark }) => [
        person.oid,
        mark,
      ]);
      expect(new Map(marks as [string, unknown][])).toEqual(
        new Map([
          [ada.person.oid, { how: 'left', since: NOW }],
          [grace.person.oid, undefined],
        ]),
      );
      expect(await ledger.assignments.manages(ada.person, clientId)).toBe(true);
      expect((await ledger.assignments.all()).filter((one) => one.clientId === clientId && one.away)).toHaveLength(1);
    });

    it('have the name that was known when they went, if their assignment has none', async () => {
      const [clientId, ada] = [randomUUID(), someone()];
      await ledger.assignments.add({ ...ada.person, name: '' }, clientId, event());
      await look(away(ada), []);
      expect((await ledger.assignments.managersOf([clientId])).map(({ person }) => person)).toEqual([named(ada)]);
    });

    it('staff nothing: the last one who is there is not removed unasked, and who is away is', async () => {
      const clientId = randomUUID();
      const [ada, grace] = [await manages(someone(), clientId), await manages(someone(), clientId)];
      await look(away(ada), []);
      const remove = (asker: Asker) =>
        ledger.assignments.change(aWish({ remove: [{ clientId, person: named(asker) }] }));
      expect(await remove(grace)).toEqual({ kind: 'last', clientIds: [clientId] });
      expect(await remove(ada)).toMatchObject({ kind: 'done', abandoned: [] });
    });

    it('are not among those whom the bot can reach, until they are back', async () => {
      const ada = await manages(someone(), randomUUID());
      await ledger.conversations.remember(ada);
      await look(away(ada), []);
      expect(await ledger.conversations.met([ada.person])).toEqual([]);
      await look({ back: [ada.person] }, []);
      expect(await ledger.conversations.met([ada.person])).toEqual([ada]);
    });

    it('are told of once for each application, and once more after they were back', async () => {
      const ids = [randomUUID(), randomUUID()];
      const [first = '', second = ''] = ids;
      const ada = await manages(someone(), first);
      await manages(someone(), first);
      expect(await look(away(ada, 'disabled'), ids)).toEqual(['disabled 0 1']);
      expect(await look({}, ids)).toEqual([]);
      expect(await look(away(ada, 'left'), ids)).toEqual([]);
      await manages(ada, second);
      expect(await look({}, ids)).toEqual(['left 1 0']);
      await ledger.assignments.remove(ada.person, second, event());
      await look({}, ids);
      await manages(ada, second);
      expect(await look({}, ids)).toEqual(['left 1 0']);
      await look({ back: [ada.person] }, ids);
      expect((await look(away(ada), ids)).sort()).toEqual(['left 0 1', 'left 1 0']);
    });

    it('keep since when they are away if a look sees nothing else', async () => {
      const ada = await manages(someone(), randomUUID());
      await look(away(ada, 'disabled'), []);
      await look({ at: later(10) }, []);
      expect(await ledger.awayPeople.of([ada.person])).toMatchObject([{ how: 'disabled', since: NOW }]);
      await look({ at: later(20), ...away(ada, 'left') }, []);
      expect(await ledger.awayPeople.of([ada.person])).toMatchObject([{ how: 'left', since: later(20) }]);
    });

    it('are forgotten when they manage nothing any more', async () => {
      const clientId = randomUUID();
      const ada = await manages(someone(), clientId);
      await look(away(ada), []);
      await ledger.assignments.remove(ada.person, clientId, event());
      expect(await ledger.awayPeople.of([ada.person])).toHaveLength(1);
      await look({}, []);
      expect(await ledger.awayPeople.of([ada.person])).toEqual([]);
    });

    it('lose their sessions, and older tokens start none', async () => {
      const clientId = randomUUID();
      const [ada, grace] = [await manages(someone(), clientId), await manages(someone(), clientId)];
      const start = (asker: Asker, issuedAt: Date) => {
        const claims = { person: asker.person, name: 'Ada', roles: [], acrs: [], authTime: NOW, issuedAt };
        return ledger.sessions.start({ ...claims, signedInAt: NOW, expiresAt: later(1_000) }, event());
      };
      for (const asker of [ada, grace]) await start(asker, NOW);
      const before = (await ledger.audit.head()).seq;
      await look({ at: later(1), ...away(ada) }, []);
      expect(await actionsAfter(ledger, before)).toEqual(['manager.left', 'session.ended']);
      expect(await ledger.sessions.find(ada.person, NOW)).toBeUndefined();
      expect(await ledger.sessions.find(grace.person, NOW)).toBeDefined();
      expect(await start(ada, NOW)).toBe(false);
      expect(await ledger.awayPeople.of([ada.person])).toHaveLength(1);
    });

    it('are back when Entra has signed them in since then, and keep the session', async () => {
      const ada = await manages(someone(), randomUUID());
      await look(away(ada, 'disabled'), []);
      const before = (await ledger.audit.head()).seq;
      const claims = { person: ada.person, name: 'Ada', roles: [], acrs: [], authTime: NOW, issuedAt: later(2) };
      const session = { ...claims, signedInAt: later(2), expiresAt: later(1_000) };
      expect(await ledger.sessions.start(session, event({ action: 'session.started' }))).toBe(true);
      expect(await ledger.awayPeople.of([ada.person])).toEqual([]);
      expect(await actionsAfter(ledger, before)).toEqual(['session.started', 'manager.back']);
      await look({ at: later(3) }, []);
      expect(await ledger.sessions.find(ada.person, NOW)).toBeDefined();
    });

    it('are written once if two looks have seen the same', async () => {
      const ada = await manages(someone(), randomUUID());
      const before = (await ledger.audit.head()).seq;
      await Promise.all([look({ at: later(1), ...away(ada) }, []), look({ at: later(1), ...away(ada) }, [])]);
      await look({ at: later(5), ...away(ada) }, []);
      expect(await ledger.awayPeople.of([ada.person])).toMatchObject([{ how: 'left', since: later(1) }]);
      expect(await actionsAfter(ledger, before)).toEqual(['manager.left']);
    });

    it('are back when that is known before the next look, with one row for each who was away', async () => {
      const [ada, grace] = [await manages(someone(), randomUUID()), await manages(someone(), randomUUID())];
      await look(away(ada), []);
      const before = (await ledger.audit.head()).seq;
      await ledger.awayPeople.back([ada.person, grace.person], (subject) => event({ action: 'manager.back', subject }));
      expect(await ledger.awayPeople.of([ada.person])).toEqual([]);
      expect((await ledger.audit.rows(before)).map(({ subject }) => subject?.oid)).toEqual([ada.person.oid]);
    });

    it('are recorded when they go and when they come back, and nobody else is', async () => {
      const [ada, grace] = [await manages(someone(), randomUUID()), await manages(someone(), randomUUID())];
      const before = (await ledger.audit.head()).seq;
      await look(away(ada, 'disabled'), []);
      await look({ back: [ada.person, grace.person] }, []);
      expect(await actionsAfter(ledger, before)).toEqual(['manager.disabled', 'manager.back']);
      expect((await ledger.audit.rows(before)).map(({ subject }) => subject?.oid)).toEqual(
        Array(2).fill(ada.person.oid),
      );
    });

    it('put the messages into the outbox with it, and none if there is nothing to tell', async () => {
      await clearAway(ledger);
      const message = { id: randomUUID(), to: { kind: 'administrators' } as const, at: NOW };
      const content = { kind: 'alarm', notice: { kind: 'undelivered', count: 0 } } as const;
      await look({}, [], [{ ...message, id: randomUUID(), content }]);
      expect(await ledger.outbox.claimNext(later(1), later(2), 'teams')).toBeUndefined();
      await look(away(await manages(someone(), randomUUID())), [], [{ ...message, content }]);
      expect((await ledger.outbox.claimNext(later(1), later(2), 'teams'))?.id).toBe(message.id);
      await deliveryOf(ledger).sent(message.id, undefined, []);
    });
  });
}
