import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { OutboxMessage } from '../../../../bot/domain/messages/outbox.ts';
import {
  type Credential,
  federatedCredential,
  keysOf,
  kindsShown,
  printOf,
} from '../../../../bot/domain/secrets/unexpected.ts';
import type { Application, Certificate, ClientSecret } from '../../../../bot/domain/shared/application.ts';
import { named } from '../../../../bot/domain/shared/person.ts';
import type { CredentialsLook } from '../../../../bot/ports/secrets/watched-applications.ts';
import type { Ledger } from '../../../../bot/ports/shared/ledger.ts';
import { event, intent, later, NOW, someone, UNRECORDABLE } from '../../samples/ledger.ts';

const secret = (name = 's'): ClientSecret => ({ keyId: randomUUID(), name, hint: 'abc', start: NOW, end: later(9) });
const certificate = (name = 'c'): Certificate => ({ keyId: randomUUID(), name, start: NOW, end: later(9) });
const federated = (name = 'f') => ({ id: randomUUID(), name, issuer: 'https://issuer.example', subject: 'repo:x' });

function application(secrets: readonly ClientSecret[] = [], certificates: readonly Certificate[] = []): Application {
  return { clientId: randomUUID(), displayName: 'Partner-NL-A-DM', secrets, certificates };
}

function alarm(): OutboxMessage {
  const content = { kind: 'alarm', notice: { kind: 'log-denied' } } as const;
  return { id: randomUUID(), to: { kind: 'administrators' }, content, at: later(1_000_000) };
}

function lookAt(ms: number, audit: CredentialsLook['audit'] = () => event()): CredentialsLook {
  return { at: later(ms), newId: randomUUID, audit };
}

/** The contract of every store of what applications were seen with. */
export function watchedApplicationsContract(name: string, open: () => Promise<Ledger>): void {
  describe(`watched applications on ${name}`, () => {
    let ledger: Ledger;
    beforeAll(async () => {
      ledger = await open();
    });
    const refOf = ({ clientId, displayName }: Application) => ({ clientId, displayName });
    const seenOf = (one: Application) => ({
      ...{ application: refOf(one), print: printOf(one) },
      ...{ credentials: keysOf(one), kinds: kindsShown(one) },
    });
    const note = (one: Application, look = lookAt(1)) => ledger.watchedApplications.noteKeys([seenOf(one)], look);
    const readingOf = ({ clientId }: Application) => ({ asked: [clientId], untold: [] });
    const trust = (one: Application, credentials: readonly Credential[], look = lookAt(1)) =>
      ledger.watchedApplications.noteFederated(readingOf(one), [{ application: refOf(one), credentials }], look);
    const changed = (one: Application) =>
      ledger.watchedApplications.changed([{ clientId: one.clientId, print: printOf(one) }]);
    /** Which of these messages were put in, in the order of false and true. They are taken away again. */
    const removed = async (ids: readonly string[]) =>
      (await Promise.all(ids.map((id) => ledger.outbox.drop(id, [])))).sort();
    const created = async (one: Application, keyId: string | undefined) => {
      const asker = someone();
      const nonce = randomUUID();
      const opened = { nonce, kind: 'create', asker, application: refOf(one), keyId, openedAt: NOW } as const;
      await ledger.assignments.add(named(asker), one.clientId, event());
      await ledger.operations.open({ ...opened, rotationId: undefined });
      await ledger.operations.begin(nonce, intent, event());
      return nonce;
    };

    it('takes what an application has at the first look as it is, and keeps what is added after that as unexpected', async () => {
      const first = application([secret()], [certificate()]);
      expect(await changed(first)).toEqual([first.clientId]);
      expect(await note(first)).toEqual([]);
      expect(await changed(first)).toEqual([]);
      const [key, other] = [secret('backup'), certificate('other')];
      const next = { ...first, secrets: [...first.secrets, key], certificates: [other] };
      expect(await changed(next)).toEqual([first.clientId]);
      const found = await note(next, lookAt(2));
      const about = { application: refOf(first), foundAt: later(2), answer: undefined };
      const { hint: _hint, ...metadata } = key;
      expect(found).toEqual([
        { ...about, id: expect.any(String), credential: { kind: 'secret', ...metadata, trusts: undefined } },
        { ...about, id: expect.any(String), credential: { kind: 'certificate', ...other, trusts: undefined } },
      ]);
      expect(await ledger.unexpectedCredentials.unanswered([first.clientId])).toHaveLength(2);
      expect(await note(next, lookAt(3))).toEqual([]);
    });

    it('does not report a credential again that a replica had left out', async () => {
      const first = application([secret()]);
      await note(first);
      await note({ ...first, secrets: [] });
      expect(await note(first)).toEqual([]);
    });

    it('expects a secret that an operation has created', async () => {
      const first = application();
      await note(first);
      const key = secret();
      const nonce = await created(first, undefined);
      const policy = { signInContext: undefined, stepUpContext: undefined, stepUpMinutes: 10 };
      await ledger.operations.added(nonce, key.keyId, 'abc', event(), policy);
      await ledger.operations.settle(nonce, 'done', event());
      expect(await note({ ...first, secrets: [key] })).toEqual([]);
    });

    it('leaves an application for the next look as long as a creation is not settled', async () => {
      const first = application();
      await note(first);
      const nonce = await created(first, undefined);
      const next = { ...first, secrets: [secret()] };
      expect(await note(next)).toEqual([]);
      expect(await changed(next)).toEqual([first.clientId]);
      await ledger.operations.settle(nonce, 'undone', event());
      expect(await note(next)).toHaveLength(1);
    });

    it('takes the federated credentials of the first reading as they are, and reads the longest unread first', async () => {
      const one = application();
      await note(one);
      expect((await ledger.watchedApplications.unread(NOW, 1_000)).map(({ clientId }) => clientId)).toContain(
        one.clientId,
      );
      const [before, after] = [federated('before'), federated('after')];
      expect(await trust(one, [federatedCredential(before)])).toEqual([]);
      expect(await trust(one, [before, after].map(federatedCredential), lookAt(2))).toMatchObject([
        { credential: { kind: 'federated', keyId: after.id, name: 'after', trusts: { subject: 'repo:x' } } },
      ]);
      expect(await ledger.watchedApplications.of([one.clientId])).toEqual([
        { clientId: one.clientId, certificates: [], federated: [before, after] },
      ]);
      expect(await ledger.watchedApplications.unread(later(1), 1_000)).not.toContainEqual(refOf(one));
      expect(await ledger.watchedApplications.unread(later(2), 1_000)).toContainEqual(refOf(one));
    });

    it('counts an application as read of which Entra says nothing, and keeps what it had', async () => {
      const one = application([], [certificate()]);
      await note(one);
      await trust(one, [federatedCredential(federated())]);
      await ledger.watchedApplications.noteFederated(readingOf(one), [], lookAt(5));
      expect(await ledger.watchedApplications.unread(later(4), 1_000)).not.toContainEqual(refOf(one));
      const [kept] = await ledger.watchedApplications.of([one.clientId.toUpperCase(), randomUUID()]);
      expect(kept).toMatchObject({ certificates: one.certificates, federated: [{ name: 'f' }] });
    });

    it('keeps since when Entra does not tell of an application, until it does', async () => {
      const one = application();
      await note(one);
      const { clientId } = one;
      const untold = async (ms: number) =>
        (await ledger.watchedApplications.untold(later(ms))).filter((each) => each.clientId === clientId);
      const read = (asked: readonly string[], ms: number) =>
        ledger.watchedApplications.noteFederated({ asked, untold: [clientId] }, [], lookAt(ms));
      await read([], 3);
      expect(await ledger.watchedApplications.unread(NOW, 1_000)).toContainEqual(refOf(one));
      await read([clientId], 5);
      expect(await ledger.watchedApplications.unread(later(4), 1_000)).not.toContainEqual(refOf(one));
      expect(await untold(2)).toEqual([]);
      expect(await untold(3)).toEqual([{ ...refOf(one), since: later(3) }]);
      await trust(one, [], lookAt(7));
      expect(await untold(9)).toEqual([]);
    });

    it('ends the question if two looks that are believed miss the credential, and nothing about the others', async () => {
      const one = application();
      await note(one);
      const [gone, stays] = [secret('gone'), secret('stays')];
      await note({ ...one, secrets: [gone, stays] });
      const open = async () =>
        (await ledger.unexpectedCredentials.unanswered([one.clientId])).map(({ credential }) => credential.name);
      const next = { ...one, secrets: [stays] };
      await note(next, lookAt(7));
      await ledger.watchedApplications.settleMissed(later(6), later(7));
      expect((await open()).sort()).toEqual(['gone', 'stays']);
      expect(await changed(next)).toEqual([one.clientId]);
      await note(next, lookAt(9));
      await ledger.watchedApplications.settleMissed(later(8), later(9));
      expect(await open()).toEqual(['stays']);
      expect(await changed(next)).toEqual([]);
    });

    it('does not take a certificate for gone if the look did not see certificates', async () => {
      const one = application([], []);
      await note(one);
      const next = { ...one, certificates: [certificate()] };
      await note(next, lookAt(2));
      for (const ms of [3, 5]) {
        await note({ ...one, certificates: undefined }, lookAt(ms));
        await ledger.watchedApplications.settleMissed(later(ms), later(ms));
      }
      expect(await ledger.unexpectedCredentials.unanswered([one.clientId])).toHaveLength(1);
      const [kept] = await ledger.watchedApplications.of([one.clientId]);
      expect(kept?.certificates).toEqual(next.certificates);
    });

    it('keeps a certificate that a look could not read, and finds the others', async () => {
      const [before, fresh] = [certificate('before'), certificate('fresh')];
      const one = application([], [before]);
      await note(one);
      const next = { ...one, certificates: [fresh], unreadable: 1 };
      expect(await changed(next)).toEqual([one.clientId]);
      expect(await note(next, lookAt(2))).toMatchObject([{ credential: { name: 'fresh' } }]);
      await ledger.watchedApplications.settleMissed(later(9), later(9));
      const [kept] = await ledger.watchedApplications.of([one.clientId]);
      expect(kept?.certificates).toEqual([fresh, before]);
      expect(await note(one, lookAt(3))).toEqual([]);
    });

    it('ends the questions about an application that is gone, and finds the same again if it is restored', async () => {
      const one = application();
      const next = { ...one, secrets: [secret()] };
      const key = federatedCredential(federated());
      for (const each of [one, next]) await note(each);
      for (const all of [[], [key]]) await trust(one, all);
      await ledger.unexpectedCredentials.applicationsGone([one.clientId, randomUUID()], later(3));
      expect(await ledger.unexpectedCredentials.unanswered([one.clientId])).toEqual([]);
      expect(await changed(next)).toEqual([one.clientId]);
      expect(await note(next, lookAt(4))).toHaveLength(1);
      expect(await trust(one, [key], lookAt(4))).toHaveLength(1);
    });

    it('asks about a credential again that was gone and is back', async () => {
      const key = secret();
      const first = application([key]);
      await note(first);
      await note({ ...first, secrets: [] }, lookAt(2));
      await ledger.watchedApplications.settleMissed(later(2), later(3));
      expect(await note(first, lookAt(4))).toMatchObject([{ credential: { kind: 'secret', keyId: key.keyId } }]);
      expect(await ledger.unexpectedCredentials.unanswered([first.clientId])).toHaveLength(1);
    });

    it.each([
      ['end', { end: later(99) }],
      ['key', { thumbprint: 'AB12' }],
    ])('asks about a certificate that has another %s under its id', async (_what, change) => {
      const before = certificate();
      const one = application([], [before]);
      await note(one);
      const next = { ...one, certificates: [{ ...before, ...change }] };
      expect(await changed(next)).toEqual([one.clientId]);
      const found = await note(next, lookAt(2));
      expect(found).toMatchObject([{ credential: { kind: 'certificate', keyId: before.keyId } }]);
      expect(await note(next, lookAt(3))).toEqual([]);
    });

    it.each([
      ['issuer', { issuer: 'https://evil.example' }],
      ['subject', { subject: 'repo:evil' }],
    ])('asks about a federated credential that has another %s under its id', async (_what, change) => {
      const one = application();
      const before = federated();
      await note(one);
      await trust(one, [federatedCredential(before)]);
      const found = await trust(one, [federatedCredential({ ...before, ...change })], lookAt(2));
      expect(found).toMatchObject([{ credential: { keyId: before.id, trusts: change } }]);
      expect(await trust(one, [federatedCredential({ ...before, name: 'n', ...change })], lookAt(3))).toEqual([]);
    });

    it('ends the open question about a credential that was changed, and opens one about what it is now', async () => {
      const one = application();
      const before = federated();
      await note(one);
      await trust(one, []);
      const [first] = await trust(one, [federatedCredential(before)], lookAt(2));
      const [second] = await trust(one, [federatedCredential({ ...before, subject: 'repo:evil' })], lookAt(3));
      const open = await ledger.unexpectedCredentials.unanswered([one.clientId]);
      expect(open).toMatchObject([{ id: second?.id, credential: { trusts: { subject: 'repo:evil' } } }]);
      expect(await ledger.unexpectedCredentials.withIds([first?.id ?? ''])).toMatchObject([
        { credential: { trusts: { subject: 'repo:x' } }, answer: { how: 'gone', at: later(3) } },
      ]);
    });

    it('ends the question about a federated credential that two readings in a row miss', async () => {
      const one = application();
      await note(one);
      await trust(one, []);
      const key = federatedCredential(federated());
      await trust(one, [key], lookAt(2));
      const open = () => ledger.unexpectedCredentials.unanswered([one.clientId]);
      await trust(one, [], lookAt(3));
      expect(await open()).toHaveLength(1);
      await trust(one, [key], lookAt(4));
      await trust(one, [], lookAt(5));
      expect(await open()).toHaveLength(1);
      await trust(one, [], lookAt(6));
      expect(await open()).toEqual([]);
      expect(await trust(one, [key], lookAt(7))).toHaveLength(1);
    });

    it('keeps at which stage somebody was reminded of a certificate, until it is gone or has another end', async () => {
      const [ends, stays] = [certificate('ends'), certificate('stays')];
      const one = application([], [ends, stays]);
      await note(one);
      const due = { clientId: one.clientId, certificates: [{ keyId: ends.keyId, stage: 21 }] } as const;
      await ledger.watchedApplications.reminded([{ ...due, messages: [] }]);
      const kept = async () => (await ledger.watchedApplications.of([one.clientId]))[0]?.certificates;
      expect(await kept()).toEqual([{ ...ends, told: 21 }, stays]);
      const next = { ...one, certificates: [stays, ends, certificate('new')] };
      await note(next);
      expect(await kept()).toMatchObject([stays, { ...ends, told: 21 }, { name: 'new' }]);
      const longer = { ...ends, end: later(99) };
      await note({ ...one, certificates: [longer] });
      expect(await kept()).toEqual([longer]);
    });

    it('puts the messages about a certificate in once, if two processes remind of it at the same time', async () => {
      const one = application([], [certificate()]);
      await note(one);
      const certificates = one.certificates?.map(({ keyId }) => ({ keyId, stage: 21 }) as const) ?? [];
      const remind = () => {
        const message = alarm();
        const all = [{ clientId: one.clientId, certificates, messages: [message] }];
        return ledger.watchedApplications.reminded(all).then(() => message.id);
      };
      const ids = await Promise.all([remind(), remind()]);
      expect(await removed(ids)).toEqual([false, true]);
    });

    it('keeps nothing of a look that cannot be recorded', async () => {
      const one = application();
      await note(one);
      const next = { ...one, secrets: [secret()] };
      await expect(
        note(
          next,
          lookAt(2, () => UNRECORDABLE),
        ),
      ).rejects.toThrow();
      expect(await changed(next)).toEqual([one.clientId]);
      expect(await note(next)).toHaveLength(1);
    });

    it('keeps names that no database can hold without the characters that it cannot', async () => {
      const one = { ...application(), displayName: 'a\0b\ud800' };
      await note(one);
      expect(await changed(one)).toEqual([]);
      const next = { ...one, certificates: [certificate('c\0d')] };
      expect(await note(next)).toMatchObject([{ credential: { name: 'cd' } }]);
      expect(await changed(next)).toEqual([]);
    });

    describe('unexpected credentials', () => {
      const found = async () => {
        const one = application();
        await note(one);
        const [credential] = await note({ ...one, secrets: [secret()] });
        if (credential === undefined) throw new Error('nothing was found');
        return credential;
      };

      it('are told once, with their messages', async () => {
        const { id } = await found();
        const untold = async () => (await ledger.unexpectedCredentials.untold(1_000)).map((one) => one.id);
        expect(await untold()).toContain(id);
        expect(await ledger.unexpectedCredentials.told([id], NOW, [])).toBe(true);
        expect(await untold()).not.toContain(id);
      });

      it('are told with the messages of one process, if two tell of them at the same time', async () => {
        const both = [(await found()).id, (await found()).id];
        const tell = async (ids: readonly string[]) => {
          const message = alarm();
          return { told: await ledger.unexpectedCredentials.told(ids, NOW, [message]), id: message.id };
        };
        const answers = await Promise.all([tell(both), tell(both)]);
        expect(answers.map(({ told }) => told).sort()).toEqual([false, true]);
        expect(await removed(answers.map(({ id }) => id))).toEqual([false, true]);
        const third = (await found()).id;
        expect(await tell([...both, third])).toMatchObject({ told: false });
        expect(await tell([third])).toMatchObject({ told: true });
      });

      it('have one answer: the first', async () => {
        const { id, application: about } = await found();
        const [ada, eve] = [named(someone()), named(someone())];
        const before = (await ledger.audit.rows()).length;
        expect(await ledger.unexpectedCredentials.ours(id, ada, later(1), event())).toBe(true);
        expect(await ledger.unexpectedCredentials.ours(id, eve, later(2), event())).toBe(false);
        expect(await ledger.unexpectedCredentials.ours(randomUUID(), eve, later(2), event())).toBe(false);
        expect((await ledger.audit.rows()).length).toBe(before + 1);
        expect(await ledger.unexpectedCredentials.withIds([id, randomUUID()])).toMatchObject([
          { id, answer: { how: 'ours', by: ada, at: later(1) } },
        ]);
        expect(await ledger.unexpectedCredentials.unanswered([about.clientId])).toEqual([]);
      });
    });
  });
}
