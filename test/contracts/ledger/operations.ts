import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Asker, named } from '../../../bot/domain/shared/person.ts';
import { CODE_ATTEMPTS } from '../../../bot/domain/sign-in/sign-in.ts';
import type { NewOperation } from '../../../bot/ports/secrets/operations.ts';
import type { Ledger } from '../../../bot/ports/shared/ledger.ts';
import { event, intent, later, NOW, openedOperation, POLICY, someone } from '../samples/ledger.ts';

/** The contract of every ledger for sessions, sign-ins, operations, conversations and locks. */
export function ledgerContract(name: string, open: () => Promise<Ledger>): void {
  describe(`a ledger on ${name}`, () => {
    let ledger: Ledger;
    beforeAll(async () => {
      ledger = await open();
    });

    const opened = (kind: NewOperation['kind'] = 'create') => openedOperation(ledger, { kind });

    it('removes forms that nobody has used for a day, and no change that has begun', async () => {
      const day = 24 * 3_600_000;
      const [old, begun, young] = [await openedOperation(ledger), await openedOperation(ledger), later(1)];
      await ledger.operations.begin(begun.nonce, intent, event());
      const recent = await openedOperation(ledger, { openedAt: young });
      await openedOperation(ledger, { openedAt: later(day + 1) });
      const found = await Promise.all([old, begun, recent].map(({ nonce }) => ledger.operations.find(nonce)));
      expect(found.map((one) => one?.state)).toEqual([undefined, 'intended', 'open']);
    });

    it('answers', () => ledger.check());

    it('keeps assignments, and audits each change once', async () => {
      const person = named(someone());
      const before = (await ledger.audit.rows()).length;
      expect(await ledger.assignments.add(person, 'ABC', event())).toBe(true);
      expect(await ledger.assignments.add(person, 'abc', event())).toBe(false);
      expect(await ledger.assignments.of(person)).toEqual(['abc']);
      expect(await ledger.assignments.manages(person, 'aBc')).toBe(true);
      expect(await ledger.assignments.remove(person, 'abc', event({ action: 'assignment.removed' }))).toBe(true);
      expect(await ledger.assignments.remove(person, 'abc', event())).toBe(false);
      expect(await ledger.assignments.of(person)).toEqual([]);
      expect((await ledger.audit.rows()).length).toBe(before + 2);
    });

    it('keeps a session with its instants until it expires or ends', async () => {
      const { person } = someone();
      const session = {
        person,
        name: 'Ada',
        roles: ['r'],
        acrs: ['c1'],
        authTime: later(-5),
        issuedAt: later(-4),
        signedInAt: NOW,
        expiresAt: later(10),
      };
      await ledger.sessions.start(session, event());
      expect(await ledger.sessions.find(person, NOW)).toEqual(session);
      expect(await ledger.sessions.find(person, later(10))).toBeUndefined();
      await ledger.sessions.start({ ...session, authTime: undefined, expiresAt: later(20) }, event());
      expect((await ledger.sessions.find(person, later(15)))?.authTime).toBeUndefined();
      expect(await ledger.sessions.end(person, event())).toBe(true);
      expect(await ledger.sessions.end(person, event())).toBe(false);
    });

    it('begins an operation once if many people press at the same time', async () => {
      const { nonce } = await opened();
      const all = await Promise.all(Array.from({ length: 8 }, () => ledger.operations.begin(nonce, intent, event())));
      expect(all.filter((result) => result === 'begun')).toHaveLength(1);
      expect(await ledger.operations.find(nonce)).toMatchObject({
        state: 'intended',
        secretEnd: later(99),
        knownKeyIds: ['k'],
        intendedAt: NOW,
      });
    });

    it('begins nothing for a revoked manager', async () => {
      const { nonce, asker, application } = await opened();
      await ledger.assignments.remove(asker.person, application.clientId, event());
      expect(await ledger.operations.begin(nonce, intent, event())).toBe('not-yours');
      expect((await ledger.operations.find(nonce))?.state).toBe('open');
    });

    it('gives an unsettled operation to one claimant after its lease', async () => {
      const { nonce } = await opened();
      await ledger.operations.begin(nonce, intent, event());
      const mine = (all: readonly { nonce: string }[]) => all.filter((o) => o.nonce === nonce);
      expect(mine(await ledger.operations.claimUnsettled(later(59_999), later(70_000), 50))).toEqual([]);
      const claims = await Promise.all(
        [1, 2, 3].map(() => ledger.operations.claimUnsettled(later(60_000), later(70_000), 50)),
      );
      expect(mine(claims.flat())).toMatchObject([{ attempts: 1 }]);
      await ledger.operations.expireLeases();
      expect(mine(await ledger.operations.claimUnsettled(NOW, later(1), 50))).toMatchObject([{ attempts: 2 }]);
      await ledger.operations.settle(nonce, 'undone', event());
      expect(mine(await ledger.operations.claimUnsettled(later(99_999), later(99_999), 50))).toEqual([]);
    });

    async function signInOf(asker: Asker) {
      const signIn = {
        id: randomUUID(),
        asker,
        command: { kind: 'sign-in' } as const,
        need: 'read' as const,
        challenge: undefined,
        expiresAt: later(600_000),
      };
      const ticket = randomUUID();
      await ledger.signIns.open(signIn, ticket);
      return { signIn, ticket };
    }

    it('takes the handshake of a sign-in once, and redeems its code once, in that conversation and for that person only', async () => {
      const asker = someone();
      const { signIn, ticket } = await signInOf(asker);
      expect(await ledger.signIns.byTicket(ticket, NOW)).toEqual(signIn);
      expect(await ledger.signIns.byTicket(ticket, later(600_000))).toBeUndefined();
      const handshake = { stateHash: randomUUID(), cookieHash: 'c', nonce: 'n', codeVerifier: 'v' };
      await ledger.signIns.begin(signIn.id, handshake);
      const taken = await Promise.all([1, 2].map(() => ledger.signIns.takeHandshake(handshake.stateHash, NOW)));
      expect(taken.filter(Boolean)).toEqual([{ signIn, handshake }]);
      const claims = { person: asker.person, name: 'A', roles: [], acrs: [], authTime: NOW, issuedAt: NOW };
      await ledger.signIns.finish(signIn.id, claims, 'code');
      expect(await ledger.signIns.byTicket(ticket, NOW)).toBeUndefined();
      expect(await ledger.signIns.redeem(someone(), 'code', NOW)).toBe('wrong');
      const elsewhere = { ...asker, conversation: { ...asker.conversation, id: '19:other' } };
      expect(await ledger.signIns.redeem(elsewhere, 'code', NOW)).toBe('wrong');
      const thread = { ...asker, conversation: { ...asker.conversation, id: '19:c@thread.tacv2;messageid=2' } };
      expect(await ledger.signIns.redeem(thread, 'code', NOW)).toEqual({ ...signIn, claims });
      expect(await ledger.signIns.redeem(asker, 'code', NOW)).toBe('wrong');
    });

    it('ends a sign-in after too many wrong codes', async () => {
      const asker = someone();
      const { signIn } = await signInOf(asker);
      await ledger.signIns.finish(
        signIn.id,
        { person: asker.person, name: '', roles: [], acrs: [], authTime: undefined, issuedAt: NOW },
        'right',
      );
      for (let i = 0; i < CODE_ATTEMPTS; i++) expect(await ledger.signIns.redeem(asker, 'no', NOW)).toBe('wrong');
      expect(await ledger.signIns.redeem(asker, 'right', NOW)).toBe('exhausted');
    });

    it('claims a token exchange once, and keeps the challenge', async () => {
      const asker = someone();
      const { signIn } = await signInOf(asker);
      await ledger.signIns.challenge(signIn.id, '{"x":1}');
      expect((await ledger.signIns.byId(signIn.id, NOW))?.challenge).toBe('{"x":1}');
      const claims = await Promise.all([1, 2, 3].map(() => ledger.signIns.claimExchange(asker.person, signIn.id, NOW)));
      expect(claims.filter(Boolean)).toHaveLength(1);
      expect(await ledger.signIns.takeById(signIn.id, someone(), NOW)).toBeUndefined();
      expect((await ledger.signIns.takeById(signIn.id, asker, NOW))?.id).toBe(signIn.id);
      expect(await ledger.signIns.takeById(signIn.id, asker, NOW)).toBeUndefined();
    });

    it('updates the 1:1 chat of a person, and takes no other conversation for it', async () => {
      const asker = someone();
      await ledger.conversations.remember(asker);
      expect(await ledger.conversations.personal(asker.person)).toBeUndefined();
      const chat = { ...asker, conversation: { ...asker.conversation, kind: 'personal' as const, id: 'a:1' } };
      await ledger.conversations.remember(chat);
      await ledger.conversations.remember({ ...chat, name: 'New' });
      await ledger.conversations.remember(asker);
      expect(await ledger.conversations.personal(asker.person)).toEqual({ ...chat, name: 'New' });
      expect(await ledger.conversations.personal(someone().person)).toBeUndefined();
    });

    it('keeps a name with U+0000 or half a surrogate pair without a fault', async () => {
      const asker = { ...someone(), name: 'a\0b\ud800c' };
      const chat = { ...asker, conversation: { ...asker.conversation, kind: 'personal' as const } };
      await ledger.conversations.remember(chat);
      expect(await ledger.conversations.personal(chat.person)).toEqual(chat);
      expect(await ledger.operations.find('a\0b')).toBeUndefined();
    });

    it('treats ids in upper and lower case alike', async () => {
      const { nonce, asker, application } = await opened();
      const upper = { tid: asker.person.tid.toUpperCase(), oid: asker.person.oid.toUpperCase() };
      expect(await ledger.assignments.manages(upper, application.clientId.toUpperCase())).toBe(true);
      expect(await ledger.assignments.of(upper)).toEqual([application.clientId]);
      await ledger.operations.begin(nonce, intent, event());
      await ledger.operations.added(nonce, 'key', 'abc', event(), POLICY);
      expect(await ledger.operations.createdKeyIds(application.clientId.toUpperCase())).toEqual(['key']);
    });

    it('finds an operation as it was opened, and nothing for an unknown nonce', async () => {
      const given = await opened('delete');
      expect(await ledger.operations.find(given.nonce)).toEqual({
        ...given,
        state: 'open',
        secretName: undefined,
        secretEnd: undefined,
        knownKeyIds: [],
        intendedAt: undefined,
        leaseUntil: undefined,
        attempts: 0,
        confirmedLast: false,
        warned: { last: false, inUse: false },
        settledAt: undefined,
      });
      expect(await ledger.operations.find(randomUUID())).toBeUndefined();
      expect(await ledger.operations.begin(randomUUID(), intent, event())).toBe('not-open');
      expect(await ledger.operations.settle(randomUUID(), 'done', event())).toBe(false);
    });

    it('keeps all that the form of a deletion has said', async () => {
      const warnedOf = async (nonce: string) => (await ledger.operations.find(nonce))?.warned;
      const { nonce } = await opened('delete');
      await ledger.operations.warn(nonce, { last: true, inUse: false });
      expect(await warnedOf(nonce)).toEqual({ last: true, inUse: false });
      await ledger.operations.warn(nonce, { last: false, inUse: true });
      expect(await warnedOf(nonce)).toEqual({ last: true, inUse: true });
      expect(await warnedOf((await opened('delete')).nonce)).toEqual({ last: false, inUse: false });
    });

    it('lets nobody claim a postponed operation before its time, and postpones none that is settled', async () => {
      const { nonce } = await opened();
      await ledger.operations.begin(nonce, { ...intent, leaseUntil: later(-1_000_000) }, event());
      await ledger.operations.postpone(nonce, later(-900_000));
      const nonces = async (ms: number) =>
        (await ledger.operations.claimUnsettled(later(ms), later(0), 50)).map((claimed) => claimed.nonce);
      expect(await nonces(-900_001)).not.toContain(nonce);
      expect(await nonces(-900_000)).toContain(nonce);
      await ledger.operations.settle(nonce, 'undone', event());
      await ledger.operations.postpone(nonce, later(-900_000));
      expect((await ledger.operations.find(nonce))?.leaseUntil).toBeUndefined();
    });

    it('gives no more operations than asked for, the longest overdue first', async () => {
      const nonces = [];
      for (const ms of [-30, -20, -10]) {
        const { nonce } = await opened();
        await ledger.operations.begin(nonce, { ...intent, leaseUntil: later(ms - 1_000_000) }, event());
        nonces.push(nonce);
      }
      const claimed = await ledger.operations.claimUnsettled(later(-999_000), later(0), 2);
      expect(claimed.map((o) => o.nonce).sort()).toEqual(nonces.slice(0, 2).sort());
      for (const nonce of nonces) await ledger.operations.settle(nonce, 'undone', event());
    });

    it('lets one at a time through a lock, and answers busy to one that waits too long', async () => {
      let inside = 0;
      let most = 0;
      const lock = randomUUID();
      const work = async () => {
        most = Math.max(most, ++inside);
        await new Promise((resolve) => setImmediate(resolve));
        inside -= 1;
        return 'ran';
      };
      const all = await Promise.all(Array.from({ length: 5 }, () => ledger.locks.withLock(lock, 20_000, work)));
      expect(all).toEqual(Array(5).fill('ran'));
      expect(most).toBe(1);
      expect(await ledger.locks.withLock(lock, 0, () => ledger.locks.withLock(lock, 0, work))).toBe('busy');
      await expect(ledger.locks.withLock(lock, 0, () => Promise.reject(new Error('own')))).rejects.toThrow('own');
      expect(await ledger.locks.withLock(lock, 0, work)).toBe('ran');
    });
  });
}
