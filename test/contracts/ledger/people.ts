import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SweepReport } from '../../../bot/domain/reminders/sweep.ts';
import { type Asker, named } from '../../../bot/domain/shared/person.ts';
import { ADMIN_ROLE, type Session } from '../../../bot/domain/sign-in/session.ts';
import type { Ledger } from '../../../bot/ports/shared/ledger.ts';
import { event, later, NOW, someone, UNRECORDABLE } from '../samples/ledger.ts';
import { aName } from '../samples/reminders.ts';

/** The contract of every store of people and sweeps. */
export function peopleContract(name: string, open: () => Promise<Ledger>): void {
  describe(`people and sweeps on ${name}`, () => {
    let ledger: Ledger;
    beforeAll(async () => {
      ledger = await open();
    });
    const upper = ({ tid, oid }: { tid: string; oid: string }) => ({ tid: tid.toUpperCase(), oid: oid.toUpperCase() });

    it('finds people in their 1:1 chat if there is one, and otherwise in the conversation where they were met last', async () => {
      const [chatting, roaming, stranger] = [someone(), someone(), someone()];
      const chat = { ...chatting, conversation: { ...chatting.conversation, kind: 'personal' as const, id: 'a:1' } };
      const elsewhere = { ...roaming, conversation: { ...roaming.conversation, id: '19:other@thread.tacv2' } };
      for (const asker of [chat, chatting, roaming, elsewhere]) await ledger.conversations.remember(asker);
      const people = [roaming, stranger, chatting].map(({ person }) => upper(person));
      expect(await ledger.conversations.met(people)).toEqual([elsewhere, chat]);
      expect(await ledger.conversations.met([])).toEqual([]);
    });

    it('does not find a person who cannot be reached any more, until the bot meets them again', async () => {
      const asker = someone();
      const chat = { ...asker, conversation: { ...asker.conversation, kind: 'personal' as const } };
      await ledger.conversations.lost(asker.person);
      await ledger.conversations.remember(chat);
      expect(await ledger.conversations.met([asker.person])).toEqual([chat]);
      await ledger.conversations.lost(upper(asker.person));
      expect(await ledger.conversations.met([asker.person])).toEqual([]);
      await ledger.conversations.remember(asker);
      expect(await ledger.conversations.met([asker.person])).toEqual([chat]);
    });

    it('keeps the people who had the administrators’ role at their last sign-in', async () => {
      const { person } = someone();
      const session = {
        person,
        name: '',
        acrs: [],
        authTime: undefined,
        issuedAt: NOW,
        signedInAt: NOW,
        expiresAt: later(1),
      };
      const isAdministrator = async () => (await ledger.administrators.all()).some(({ oid }) => oid === person.oid);
      const start = (roles: readonly string[], audit = event()) => ledger.sessions.start({ ...session, roles }, audit);
      await start(['other']);
      expect(await isAdministrator()).toBe(false);
      await start([ADMIN_ROLE]);
      await start(['other', ADMIN_ROLE]);
      await ledger.sessions.end(person, event());
      expect(await isAdministrator()).toBe(true);
      await expect(start([], UNRECORDABLE)).rejects.toThrow();
      expect(await isAdministrator()).toBe(true);
      await start([]);
      expect(await isAdministrator()).toBe(false);
    });

    it('keeps how people want their e-mails, and answers in the order of the question', async () => {
      const [plain, silent, unchosen] = [someone().person, someone().person, someone().person];
      await ledger.mailChoices.set(plain, 'off', event({ action: 'mail.chosen' }));
      await ledger.mailChoices.set(plain, 'text', event({ action: 'mail.chosen' }));
      await ledger.mailChoices.set(silent, 'off', event({ action: 'mail.chosen' }));
      await expect(ledger.mailChoices.set(silent, 'html', UNRECORDABLE)).rejects.toThrow();
      expect(await ledger.mailChoices.of([silent, unchosen, upper(plain), silent])).toEqual([
        'off',
        'html',
        'text',
        'off',
      ]);
      expect(await ledger.mailChoices.of([])).toEqual([]);
    });

    it('keeps the last sweep and the last completed one', async () => {
      const report: SweepReport = {
        startedAt: NOW,
        finishedAt: later(5),
        by: aName(),
        applications: 10,
        secrets: 40,
        due: 3,
        digests: 2,
        result: 'completed',
        failures: 0,
        leaversDoubted: true,
      };
      await ledger.sweeps.record(report, event({ action: 'sweep.run' }), []);
      expect(await ledger.sweeps.last()).toEqual(report);
      expect(await ledger.sweeps.lastGood()).toEqual(report);
      const poor = { ...report, by: undefined, applications: 0, result: 'suspicious' as const };
      const failed = { ...poor, result: 'failed' as const, failures: 2 };
      for (const worse of [poor, failed]) {
        await ledger.sweeps.record(worse, event({ action: 'sweep.run' }), []);
        expect(await ledger.sweeps.last()).toEqual(worse);
      }
      expect(await ledger.sweeps.underWaySince()).toBeUndefined();
      for (const since of [report.startedAt, report.finishedAt]) {
        await ledger.sweeps.begin(since);
        expect(await ledger.sweeps.underWaySince()).toEqual(since);
      }
      await expect(ledger.sweeps.record(report, UNRECORDABLE, [])).rejects.toThrow();
      expect(await ledger.sweeps.underWaySince()).toEqual(report.finishedAt);
      expect(await ledger.sweeps.last()).toEqual(failed);
      expect(await ledger.sweeps.lastGood()).toEqual(report);
      await ledger.sweeps.record(failed, event({ action: 'sweep.run' }), []);
      expect(await ledger.sweeps.underWaySince()).toBeUndefined();
    });
  });
}

/** The contract of every store that tells at once who somebody is. */
export function askersContract(name: string, open: () => Promise<Ledger>): void {
  describe(`askers on ${name}`, () => {
    let ledger: Ledger;
    beforeAll(async () => {
      ledger = await open();
    });
    const sessionOf = ({ person }: Asker, over: Partial<Session> = {}): Session => ({
      ...{ person, name: 'Ada "Å"', roles: [ADMIN_ROLE, 'other'], acrs: ['c1'] },
      ...{ authTime: NOW, issuedAt: later(1), signedInAt: later(2), expiresAt: later(1_000) },
      ...over,
    });
    const upper = ({ person: { tid, oid } }: Asker) => ({ tid: tid.toUpperCase(), oid: oid.toUpperCase() });

    it('know nothing of a stranger', async () => {
      expect(await ledger.askers.factsOf(someone().person, NOW)).toEqual({ session: undefined, managed: [] });
    });

    it('know the session as it was started, in any case of the letters of the person’s ids', async () => {
      const [ada, silent] = [someone(), someone()];
      const sessions = [sessionOf(ada), sessionOf(silent, { authTime: undefined, roles: [], acrs: [] })];
      for (const session of sessions) await ledger.sessions.start(session, event());
      for (const [index, asker] of [ada, silent].entries()) {
        const { session, managed } = await ledger.askers.factsOf(upper(asker), NOW);
        expect(session).toEqual(sessions[index]);
        expect(session).toEqual(await ledger.sessions.find(asker.person, NOW));
        expect(managed).toEqual([]);
      }
    });

    it('know no session that has expired, and none that was ended', async () => {
      const ada = someone();
      await ledger.sessions.start(sessionOf(ada), event());
      expect((await ledger.askers.factsOf(ada.person, later(999))).session).toBeDefined();
      expect((await ledger.askers.factsOf(ada.person, later(1_000))).session).toBeUndefined();
      await ledger.sessions.end(ada.person, event());
      expect((await ledger.askers.factsOf(ada.person, NOW)).session).toBeUndefined();
    });

    it('know what each person manages, in the order of the ids, with the names of what was seen', async () => {
      const [ada, bob] = [someone(), someone()];
      const [seen, unseen, gone] = [randomUUID(), randomUUID(), randomUUID()];
      for (const clientId of [seen, unseen, gone]) await ledger.assignments.add(named(ada), clientId, event());
      await ledger.assignments.add(named(bob), seen, event());
      const names = [seen, gone].map((clientId) => ({ clientId, displayName: `name "${clientId}"` }));
      await ledger.knownApplications.seen(names);
      await ledger.knownApplications.gone([gone], NOW, () => []);
      const { managed } = await ledger.askers.factsOf(upper(ada), NOW);
      expect(managed.map(({ clientId }) => clientId)).toEqual(await ledger.assignments.of(ada.person));
      expect(managed).toEqual(expect.arrayContaining([...names, { clientId: unseen, displayName: '' }]));
      expect(managed).toHaveLength(3);
      expect(await ledger.askers.factsOf(bob.person, NOW)).toEqual({ session: undefined, managed: [names[0]] });
      await ledger.assignments.remove(bob.person, seen, event());
      expect((await ledger.askers.factsOf(bob.person, NOW)).managed).toEqual([]);
    });
  });
}
