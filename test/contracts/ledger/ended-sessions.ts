import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Asker, named } from '../../../bot/domain/shared/person.ts';
import type { Ledger } from '../../../bot/ports/shared/ledger.ts';
import { actionsAfter, aWish } from '../samples/access.ts';
import { event, intent, later, NOW, openedOperation, POLICY, someone } from '../samples/ledger.ts';

/** The contract of every store for how sessions end that nobody signs out of. */
export function endedSessionsContract(name: string, open: () => Promise<Ledger>): void {
  describe(`ended sessions on ${name}`, () => {
    let ledger: Ledger;
    let before: number;
    beforeAll(async () => {
      ledger = await open();
    });
    beforeEach(async () => {
      await ledger.sessions.endAll('everybody', NOW, () => event());
      before = (await ledger.audit.head()).seq;
    });

    const ending = () => event({ action: 'session.ended' });
    const claimsOf = (asker: Asker) => ({
      ...{ person: asker.person, name: 'Ada', roles: [], acrs: [], authTime: NOW, issuedAt: NOW },
    });
    /** A person with a session, a sign-in that is open, and one that is finished. */
    async function signedIn(expiresAt = later(1_000)): Promise<Asker> {
      const asker = someone();
      await ledger.sessions.start({ ...claimsOf(asker), signedInAt: NOW, expiresAt }, event());
      for (const code of ['', 'code']) {
        const signIn = { id: randomUUID(), asker, command: { kind: 'sign-in' }, need: 'read' } as const;
        await ledger.signIns.open({ ...signIn, challenge: undefined, expiresAt }, randomUUID());
        if (code !== '') await ledger.signIns.finish(signIn.id, claimsOf(asker), code);
      }
      before = (await ledger.audit.head()).seq;
      return asker;
    }
    const hasSession = async ({ person }: Asker) => (await ledger.sessions.find(person, NOW)) !== undefined;

    it('end with the sign-ins under way and one audit row for each person, and leave others alone', async () => {
      const [ada, grace] = [await signedIn(), await signedIn()];
      const upper = { tid: ada.person.tid.toUpperCase(), oid: ada.person.oid.toUpperCase() };
      const ended = await ledger.sessions.endAll([upper, someone().person], NOW, ending);
      expect(ended).toEqual([{ person: { ...ada.person, name: 'Ada' }, session: true, signIns: 2 }]);
      expect(await actionsAfter(ledger, before)).toEqual(['session.ended']);
      expect([await hasSession(ada), await hasSession(grace)]).toEqual([false, true]);
      expect(await ledger.signIns.redeem(ada, 'code', NOW)).toBe('wrong');
      expect(await ledger.signIns.redeem(grace, 'code', NOW)).toMatchObject({ asker: { person: grace.person } });
    });

    it('end with the codes that are under way when the person signs out, also if there is no session', async () => {
      const [ada, grace] = [await signedIn(), await signedIn()];
      expect(await ledger.sessions.end(ada.person, ending())).toBe(true);
      expect(await actionsAfter(ledger, before)).toEqual(['session.ended']);
      expect(await ledger.signIns.redeem(ada, 'code', NOW)).toBe('wrong');
      expect(await ledger.signIns.redeem(grace, 'code', NOW)).toMatchObject({ asker: { person: grace.person } });
      const signIn = { id: randomUUID(), asker: ada, command: { kind: 'sign-in' }, need: 'read' } as const;
      await ledger.signIns.open({ ...signIn, challenge: undefined, expiresAt: later(1_000) }, randomUUID());
      await ledger.signIns.finish(signIn.id, claimsOf(ada), 'second');
      expect(await ledger.sessions.end(ada.person, ending())).toBe(false);
      expect(await ledger.signIns.redeem(ada, 'second', NOW)).toBe('wrong');
    });

    it('end for everybody, and do not count what has expired', async () => {
      const [ada, old] = [await signedIn(), await signedIn(later(-1))];
      before = (await ledger.audit.head()).seq;
      const ended = await ledger.sessions.endAll('everybody', NOW, ending);
      expect(ended.map(({ person }) => person.oid)).toEqual([ada.person.oid]);
      expect(await ledger.sessions.endAll('everybody', NOW, ending)).toEqual([]);
      expect(await actionsAfter(ledger, before)).toEqual(['session.ended']);
      expect([await hasSession(ada), await hasSession(old)]).toEqual([false, false]);
    });

    it('do not begin with a token that was issued before they were ended', async () => {
      const [ada, grace] = [await signedIn(), await signedIn()];
      await ledger.sessions.endAll([ada.person, grace.person], later(5), ending);
      await ledger.sessions.endAll([ada.person], later(10), ending);
      before = (await ledger.audit.head()).seq;
      const start = (asker: Asker, issuedAt: Date) => {
        const times = { signedInAt: later(20), expiresAt: later(1_000) };
        return ledger.sessions.start({ ...claimsOf(asker), issuedAt, ...times }, event({ action: 'session.started' }));
      };
      expect(await start(ada, later(9))).toBe(false);
      expect(await start(someone(), later(-1))).toBe(false);
      expect([await hasSession(ada), await actionsAfter(ledger, before)]).toEqual([false, []]);
      expect([await start(ada, later(10)), await start(grace, later(5)), await start(someone(), NOW)]).toEqual([
        true,
        true,
        true,
      ]);
    });

    it('end at the same time as one begins: the one that begins comes before and is ended, or is refused', async () => {
      for (let round = 1; round <= 20; round += 1) {
        const ada = await signedIn();
        await Promise.all([
          ledger.sessions.start({ ...claimsOf(ada), signedInAt: NOW, expiresAt: later(1_000) }, event()),
          ledger.sessions.endAll([ada.person], later(1), ending),
        ]);
        expect(await hasSession(ada)).toBe(false);
      }
    });

    it('end in two ways at the same time, and neither way makes the other fail', async () => {
      for (let round = 1; round <= 20; round += 1) {
        const ada = await signedIn();
        const clientId = randomUUID();
        await ledger.assignments.add(named(ada), clientId, event());
        await Promise.all([
          ledger.sessions.end(ada.person, ending()),
          ledger.assignments.remove(ada.person, clientId, event()),
        ]);
        expect(await hasSession(ada)).toBe(false);
      }
    });

    it('leave a sign-in unfinished that comes back from Entra after them', async () => {
      const ada = someone();
      const signIn = { id: randomUUID(), asker: ada, command: { kind: 'sign-in' }, need: 'step-up' } as const;
      await ledger.signIns.open({ ...signIn, challenge: undefined, expiresAt: later(1_000) }, randomUUID());
      await ledger.sessions.endAll([ada.person], NOW, ending);
      expect(await ledger.signIns.finish(signIn.id, claimsOf(ada), 'code')).toBe(false);
      expect(await ledger.signIns.redeem(ada, 'code', NOW)).toBe('wrong');
    });

    it.each(['one by one', 'as a wish'])('end with the last application that is removed %s', async (how) => {
      const ada = await signedIn();
      const ids = [randomUUID(), randomUUID()];
      for (const id of ids) await ledger.assignments.add(named(ada), id, event());
      before = (await ledger.audit.head()).seq;
      const removed: boolean[] = [];
      for (const clientId of ids) {
        const removal = event({ action: 'assignment.removed', clientId });
        if (how === 'one by one') await ledger.assignments.remove(ada.person, clientId, removal);
        else await ledger.assignments.change(aWish({ remove: [{ clientId, person: named(ada) }], lastToo: true }));
        removed.push(await hasSession(ada));
      }
      expect(removed).toEqual([true, false]);
      expect(await actionsAfter(ledger, before)).toEqual(['assignment.removed', 'assignment.removed', 'session.ended']);
      expect((await ledger.audit.rows(before)).at(-1)).toMatchObject({
        subject: { ...ada.person, name: 'Ada' },
        clientId: undefined,
        detail: 'last application',
      });
      expect(await ledger.signIns.redeem(ada, 'code', NOW)).toBe('wrong');
    });

    it('are looked at under lock when a new secret is recorded: one that ends at that time comes before or after', async () => {
      const ada = await signedIn();
      const { nonce } = await openedOperation(ledger, { asker: ada });
      await ledger.operations.begin(nonce, intent, event());
      expect(await ledger.operations.isDeliverable(nonce, POLICY, NOW)).toBe(true);
      const [access] = await Promise.all([
        ledger.operations.added(nonce, 'key', 'abc', event({ detail: '' }), POLICY),
        ledger.sessions.endAll([ada.person], NOW, ending),
      ]);
      const rows = (await ledger.audit.rows(before)).map(({ action, detail }) => `${action} ${detail}`);
      const order =
        rows.indexOf('session.ended test') < rows.findLastIndex((row) => row.startsWith('assignment.added'));
      expect(access).toBe(order ? 'access-ended' : 'deliverable');
      expect(await ledger.operations.isDeliverable(nonce, POLICY, NOW)).toBe(false);
      expect(await ledger.operations.added(nonce, 'key', 'abc', event(), POLICY)).toBe('not-intended');
    });

    it('end once if the last two applications are removed at the same time', async () => {
      const ada = await signedIn();
      const ids = [randomUUID(), randomUUID()];
      for (const id of ids) await ledger.assignments.add(named(ada), id, event());
      before = (await ledger.audit.head()).seq;
      await Promise.all(ids.map((id) => ledger.assignments.remove(ada.person, id, event())));
      expect(await hasSession(ada)).toBe(false);
      expect((await actionsAfter(ledger, before)).filter((action) => action === 'session.ended')).toHaveLength(1);
    });
  });
}
