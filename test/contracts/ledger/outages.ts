import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Outage } from '../../../bot/domain/reminders/outages/outage.ts';
import type { LoggedSignIn } from '../../../bot/domain/secrets/sign-in-log.ts';
import { named } from '../../../bot/domain/shared/person.ts';
import type { LogReading, OutageStep } from '../../../bot/ports/reminders/outages.ts';
import type { Ledger } from '../../../bot/ports/shared/ledger.ts';
import { event, intent, later, NOW, someone } from '../samples/ledger.ts';
import { POSTED } from '../samples/reminders.ts';

const MINUTE = 60_000;
const reading = (question = `refused ${randomUUID()}`, over: Partial<LogReading> = {}): LogReading => ({
  ...{ question, from: NOW, until: later(1), askedAt: later(2) },
  ...over,
});
const entry = (id: string = randomUUID()): LoggedSignIn => ({ id, at: NOW, clientId: randomUUID(), keyId: undefined });
const outageOf = (clientId: string = randomUUID(), over: Partial<Outage> = {}): Outage => ({
  ...{ id: randomUUID(), application: { clientId, displayName: 'Partner-NL-A\0-DM' }, why: 'expired' },
  ...{ since: NOW, lastAt: later(MINUTE), attempts: 2, reopened: 0, shownAt: later(MINUTE) },
  lastUsed: { keyId: randomUUID(), name: 'n\0', hint: 'abc', at: NOW },
  ...{ succeededAt: undefined, ended: undefined },
  ...over,
});
const stepOf = (outage: Outage, over: Partial<OutageStep> = {}): OutageStep => ({
  ...{ outage, news: 'opened', redraw: false, messages: [] },
  ...over,
});

/** The contract of every store of what was read of the log of sign-ins. */
export function outagesContract(name: string, open: () => Promise<Ledger>): void {
  describe(`outages on ${name}`, () => {
    let ledger: Ledger;
    beforeAll(async () => {
      ledger = await open();
    });
    const put = (outage: Outage, over: Partial<OutageStep> = {}) =>
      ledger.outages.look(reading(), [], NOW, () => [stepOf(outage, over)]);

    it('hands every entry out once, no matter how often it is read', async () => {
      const [a, b] = [entry(), entry(`b\0${randomUUID()}`)];
      const seen: (readonly LoggedSignIn[])[] = [];
      const look = (...entries: readonly LoggedSignIn[]) =>
        ledger.outages.look(reading(), entries, NOW, (fresh) => {
          seen.push(fresh);
          return [];
        });
      expect(await ledger.outages.unseen([a, b])).toEqual([a, b]);
      await look(a);
      await look(b, a, b);
      expect(seen).toEqual([[a], [b]]);
      expect(await ledger.outages.unseen([a, b])).toEqual([]);
    });

    it('keeps nothing of a look whose decision fails, the reading and the entries included', async () => {
      const [question, one] = [`refused ${randomUUID()}`, entry()];
      const failing = ledger.outages.look(reading(question), [one], NOW, () => {
        throw new Error('not decided');
      });
      await expect(failing).rejects.toThrow();
      expect(await ledger.outages.unseen([one])).toEqual([one]);
      expect((await ledger.outages.readings()).map((each) => each.question)).not.toContain(question);
    });

    it('keeps how far each question was read', async () => {
      const first = reading();
      await ledger.outages.look(first, [], NOW, () => []);
      const second = { ...first, until: later(5 * MINUTE), askedAt: later(6 * MINUTE) };
      await ledger.outages.look(second, [], NOW, () => []);
      expect((await ledger.outages.readings()).filter(({ question }) => question === first.question)).toEqual([second]);
    });

    it('keeps what was read of a question that is not answered, and when it was asked', async () => {
      const [first, never] = [reading(), reading()];
      const of = async ({ question }: LogReading) =>
        (await ledger.outages.readings()).filter((each) => each.question === question);
      await ledger.outages.look(first, [], NOW, () => []);
      await ledger.outages.tried({ ...first, from: later(3), until: later(4), askedAt: later(5) });
      expect(await of(first)).toEqual([{ ...first, askedAt: later(5) }]);
      await ledger.outages.tried(never);
      expect(await of(never)).toEqual([never]);
    });

    it('keeps an outage as it is, apart from characters that no text holds', async () => {
      const outage = outageOf();
      await put(outage);
      const kept = { ...outage, application: { ...outage.application, displayName: 'Partner-NL-A-DM' } };
      const lastUsed = outage.lastUsed && { ...outage.lastUsed, name: 'n' };
      expect(await ledger.outages.find(outage.id)).toEqual({ ...kept, lastUsed });
      expect((await ledger.outages.open()).map(({ id }) => id)).toContain(outage.id);
      const ended = { ...outage, ended: { at: later(3 * MINUTE), how: 'mended' as const }, succeededAt: later(MINUTE) };
      await put(ended);
      expect((await ledger.outages.find(outage.id))?.ended).toEqual(ended.ended);
      expect((await ledger.outages.open()).map(({ id }) => id)).not.toContain(outage.id);
      expect(await ledger.outages.find('\0')).toBeUndefined();
    });

    it('shows a decision the open outages and those that ended lately', async () => {
      const [now, lately, before] = [outageOf(), outageOf(), outageOf()];
      const end = (outage: Outage, at: Date) => ({ ...outage, ended: { at, how: 'silent' as const } });
      for (const one of [now, end(lately, later(MINUTE)), end(before, later(-MINUTE))]) await put(one);
      let known: readonly string[] = [];
      await ledger.outages.look(reading(), [], NOW, (_, outages) => {
        known = outages.map(({ id }) => id);
        return [];
      });
      expect(known).toEqual(expect.arrayContaining([now.id, lately.id]));
      expect(known).not.toContain(before.id);
    });

    it('has one open outage of an application at a time', async () => {
      const clientId = randomUUID();
      await put(outageOf(clientId));
      await expect(put(outageOf(clientId))).rejects.toThrow();
    });

    it('puts the messages in with it, and draws its posted cards again if they are not true any more', async () => {
      const outage = outageOf();
      const content = { kind: 'outage', outage: outage.id } as const;
      const message = { id: randomUUID(), to: { kind: 'administrators' } as const, content, at: NOW };
      await put(outage, { messages: [message] });
      expect((await ledger.outbox.claimNext(later(10), later(20), 'teams'))?.content).toEqual(content);
      await ledger.outbox.sent(message.id, POSTED, { audit: [], messages: [] });
      await put(outage, { news: 'grown' });
      expect(await ledger.outbox.claimNext(later(10), later(20), 'teams')).toBeUndefined();
      await put(outage, { news: 'grown', redraw: true });
      expect(await ledger.outbox.claimNext(later(10), later(20), 'teams')).toMatchObject({
        id: message.id,
        posted: POSTED,
      });
      await ledger.outbox.redrawn(message.id);
    });

    it('watches applications with an open outage, a form for a deletion or a rotation whose new secret exists', async () => {
      const [broken, form, old, rotated, begun] = [
        randomUUID(),
        randomUUID(),
        randomUUID(),
        randomUUID(),
        randomUUID(),
      ];
      await put(outageOf(broken));
      const openForm = (clientId: string, openedAt: Date) =>
        ledger.operations.open({
          ...{ nonce: randomUUID(), kind: 'delete', asker: someone(), application: { clientId, displayName: 'a' } },
          ...{ rotationId: undefined, keyId: randomUUID(), openedAt },
        });
      await openForm(form, later(MINUTE));
      await openForm(old, later(-MINUTE));
      const by = { by: named(someone()), at: NOW };
      const secret = { keyId: randomUUID(), name: 's', hint: 'abc', end: later(MINUTE) };
      for (const clientId of [rotated, begun])
        await ledger.rotations.start(
          { id: clientId, application: { clientId, displayName: 'a' }, old: secret, by },
          event(),
        );
      await ledger.rotations.adopt(rotated, { ...secret, keyId: randomUUID() }, by, event());
      await ledger.outages.look(reading(`succeeded ${old}`), [], NOW, () => []);
      await ledger.outages.look(reading(`succeeded ${form}`), [], NOW, () => []);
      const watched = await ledger.outages.watched(NOW, NOW);
      expect(watched).toEqual(expect.arrayContaining([broken, form, rotated]));
      expect(watched).not.toEqual(expect.arrayContaining([old]));
      expect(watched).not.toEqual(expect.arrayContaining([begun]));
      const questions = (await ledger.outages.readings()).map(({ question }) => question);
      expect(questions).toContain(`succeeded ${form}`);
      expect(questions).not.toContain(`succeeded ${old}`);
    });

    it('knows the secret that was deleted last between two moments, and who did it', async () => {
      const [asker, clientId, nonce] = [someone(), randomUUID(), randomUUID()];
      await ledger.sessions.start(
        {
          ...{ person: asker.person, name: '', roles: [], acrs: ['c1'], authTime: NOW, issuedAt: NOW },
          ...{ signedInAt: NOW, expiresAt: later(60 * MINUTE) },
        },
        event(),
      );
      await ledger.assignments.add(named(asker), clientId, event());
      const keyId = randomUUID();
      await ledger.operations.open({
        ...{ nonce, kind: 'delete', asker, application: { clientId, displayName: 'a' } },
        ...{ rotationId: undefined, keyId, openedAt: NOW },
      });
      const deletion = { secrets: [], readAt: NOW, confirmedLast: true };
      await ledger.operations.begin(nonce, { ...intent, deletion }, event());
      expect(await ledger.outages.deletedBetween(clientId, NOW, later(60 * MINUTE))).toBeUndefined();
      await ledger.operations.settle(nonce, 'done', event({ at: later(5 * MINUTE) }));
      expect(
        await ledger.outages.deletedBetween(clientId.toUpperCase(), later(5 * MINUTE), later(60 * MINUTE)),
      ).toMatchObject({
        keyId,
        by: { name: asker.name },
        at: later(5 * MINUTE),
      });
      expect(await ledger.outages.deletedBetween(clientId, NOW, later(4 * MINUTE))).toBeUndefined();
      const after = ledger.outages.deletedBetween(clientId, later(6 * MINUTE), later(60 * MINUTE));
      expect(await after).toBeUndefined();
    });

    it('says once that Entra does not let the bot read the log, and again after it did', async () => {
      const told = () => ({
        ...{ id: randomUUID(), to: { kind: 'administrators' } as const, at: NOW },
        content: { kind: 'alarm', notice: { kind: 'log-denied' } } as const,
      });
      const [first, second, third] = [told(), told(), told()];
      await ledger.outages.allowed(NOW);
      await ledger.outages.denied(later(1), [first]);
      await ledger.outages.denied(later(2), [second]);
      expect(await ledger.outages.access()).toEqual({ deniedSince: later(1), triedAt: later(2) });
      await ledger.outages.allowed(later(3));
      expect(await ledger.outages.access()).toEqual({ deniedSince: undefined, triedAt: later(3) });
      await ledger.outages.denied(later(4), [third]);
      const claimed = [];
      for (let due = await ledger.outbox.claimNext(later(10), later(20), 'teams'); due !== undefined; ) {
        claimed.push(due.id);
        await ledger.outbox.sent(due.id, undefined, { audit: [], messages: [] });
        due = await ledger.outbox.claimNext(later(10), later(20), 'teams');
      }
      expect(claimed).toEqual([first.id, third.id]);
    });
  });
}
