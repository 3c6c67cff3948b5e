import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NOBODY_MET, type OutboxContent, type OutboxMessage } from '../../../bot/domain/messages/outbox.ts';
import type { Posted } from '../../../bot/ports/messages/announcer.ts';
import type { Ledger } from '../../../bot/ports/shared/ledger.ts';
import { aCard, aMessage, aStep, aTick, ODD, put, upper, waitingRequest } from '../samples/access.ts';
import { event, later, NOW, someone, UNRECORDABLE } from '../samples/ledger.ts';
import { aName, clearAway, POSTED } from '../samples/reminders.ts';

/** The contract of every outbox. */
export function outboxContract(name: string, open: () => Promise<Ledger>): void {
  describe(`the outbox on ${name}`, () => {
    let ledger: Ledger;
    beforeAll(async () => {
      ledger = await open();
    });
    beforeEach(() => clearAway(ledger));
    const next = (ms: number) => ledger.outbox.claimNext(later(ms), later(ms + 60_000), 'teams');
    const sent = (id: string, where: Posted | undefined) => ledger.outbox.sent(id, where, { audit: [], messages: [] });
    const postpone = (id: string, dueAt: Date) => ledger.outbox.postpone(id, dueAt, '429', false);
    const toPerson = (person = aName()): Partial<OutboxMessage> => {
      const { tid, oid } = person;
      return { to: { kind: 'person', person: { tid, oid } } };
    };
    /** Sends a message, so that it is in its place. */
    const posted = async (message: OutboxMessage) => {
      await put(ledger, message);
      await next(0);
      await sent(message.id, POSTED);
      return message.id;
    };
    const declined = (id: string, ms: number) =>
      ledger.requests.decline(id, aTick(ms), {
        audit: event({ at: later(ms), action: 'request.declined' }),
        messages: [],
      });
    const confirmed = (id: string, ms: number) =>
      ledger.requests.confirm(id, aTick(ms), {
        audit: event({ at: later(ms), action: 'request.confirmed' }),
        messages: [],
      });

    it('gives each message once, the longest due first, and none before its time', async () => {
      const [second, first] = [aMessage({ at: later(2) }), aMessage({ at: later(1) })];
      await put(ledger, second, first);
      expect(await next(0)).toBeUndefined();
      expect(await next(2)).toEqual({ ...first, posted: undefined, attempts: 1, mayBeRepeated: false });
      expect(await next(2)).toEqual({ ...second, posted: undefined, attempts: 1, mayBeRepeated: false });
      expect(await next(2)).toBeUndefined();
    });

    it('gives an answer, a notice and a request before digests that are due longer', async () => {
      const digests = [1, 2, 3].map((ms) =>
        aMessage({ at: later(ms), content: { kind: 'digest', digest: randomUUID() } }),
      );
      const others = (
        [
          { kind: 'assigned', applications: [], by: undefined },
          { kind: 'request', request: randomUUID() },
        ] as const
      ).map((content, i) => aMessage({ at: later(10 + i), content }));
      await put(ledger, ...digests, ...others);
      const given = [];
      for (let count = 0; count < 5; count += 1) given.push((await next(20))?.id);
      expect(given).toEqual([...others, ...digests].map(({ id }) => id));
    });

    it('keeps the content and the recipient of a message as they were given', async () => {
      const by = aName(ODD);
      const applications = [{ clientId: randomUUID(), displayName: ODD }];
      const person = aName();
      const contents: readonly OutboxContent[] = [
        { kind: 'assigned', applications, by },
        { kind: 'assigned', applications, by: undefined },
        { kind: 'request', request: ODD },
        { kind: 'request-news', request: randomUUID(), news: 'declined' },
      ];
      const messages = contents.map((content, ms) => aMessage({ content, at: later(ms) }));
      const loud = aMessage({ to: { kind: 'person', person: upper(person) }, at: later(4) });
      const odd = aMessage({ to: { kind: 'channel', conversationId: ODD }, at: later(5) });
      const toAll = aMessage({ to: { kind: 'administrators' }, at: later(6) });
      await put(ledger, ...messages, loud, odd, toAll);
      for (const message of messages)
        expect(await next(9)).toEqual({ ...message, posted: undefined, attempts: 1, mayBeRepeated: false });
      expect(await next(9)).toMatchObject(toPerson(person));
      expect(await next(9)).toMatchObject(odd);
      expect(await next(9)).toMatchObject(toAll);
    });

    it('gives each of many senders at one moment a different message', async () => {
      const count = 6;
      await put(ledger, ...Array.from({ length: count }, () => aMessage()));
      const taken = await Promise.all(Array.from({ length: count + 2 }, () => next(0)));
      expect(new Set(taken.flatMap((due) => due?.id ?? [])).size).toBe(count);
    });

    it('gives a message to another sender when the lease of a dead one is over', async () => {
      const message = aMessage();
      await put(ledger, message);
      await next(0);
      expect(await next(59_999)).toBeUndefined();
      expect(await next(60_000)).toMatchObject({ id: message.id, attempts: 2, mayBeRepeated: true });
    });

    it('gives the messages of a process that is gone to another one', async () => {
      const message = aMessage();
      await put(ledger, message);
      await next(0);
      await ledger.operations.expireLeases();
      expect(await next(1)).toMatchObject({ id: message.id, attempts: 2, mayBeRepeated: true });
    });

    it('sends a message once', async () => {
      const id = await posted(aMessage());
      expect(await next(999_999)).toBeUndefined();
      await sent(id, undefined);
      await postpone(id, later(5));
      expect(await next(999_999)).toBeUndefined();
    });

    it('gives a postponed message again at its new time', async () => {
      const message = aMessage();
      await put(ledger, message);
      await next(0);
      await postpone(message.id, later(5_000));
      expect(await next(4_999)).toBeUndefined();
      expect(await next(5_000)).toMatchObject({ id: message.id, attempts: 2 });
    });

    it('forgets a dropped message, but keeps it if it was sent', async () => {
      const { id: request } = await waitingRequest(ledger);
      const id = await posted(aCard(request));
      const message = aMessage();
      await put(ledger, message);
      const rows = (await ledger.audit.rows()).length;
      await expect(ledger.outbox.drop(message.id, [UNRECORDABLE])).rejects.toThrow();
      expect(await ledger.outbox.drop(message.id, [event()])).toBe(true);
      expect(await ledger.outbox.drop(message.id, [event()])).toBe(false);
      expect(await ledger.outbox.drop(id, [event()])).toBe(false);
      expect((await ledger.audit.rows()).length).toBe(rows + 1);
      await confirmed(request, 1);
      expect(await next(1)).toMatchObject({ id, posted: POSTED });
      expect(await next(999_999)).toMatchObject({ id });
    });

    it('ignores an unknown id', async () => {
      for (const unknown of [randomUUID(), ODD]) {
        await sent(unknown, POSTED);
        await postpone(unknown, NOW);
        await ledger.outbox.drop(unknown, []);
        await ledger.outbox.redrawn(unknown);
        await ledger.outbox.wait(unknown, NOW, { since: NOW, told: [] });
        await ledger.outbox.giveUp(unknown, '403', event(), []);
        await ledger.outbox.replace(unknown, [aMessage()]);
      }
      expect(await next(999_999)).toBeUndefined();
    });

    it('replaces a message once by one message for each place, due at once', async () => {
      const message = aMessage({ to: { kind: 'administrators' } });
      await put(ledger, message);
      await next(0);
      const places = [aMessage({ at: later(1) }), aMessage({ ...toPerson(), at: later(2) })];
      await ledger.outbox.replace(message.id, places);
      await ledger.outbox.replace(message.id, [aMessage(), aMessage()]);
      for (const place of places)
        expect(await next(60_000)).toEqual({ ...place, posted: undefined, attempts: 1, mayBeRepeated: false });
      expect(await next(60_000)).toBeUndefined();
    });

    it('keeps a message if it cannot be replaced, and drops it if it has no place', async () => {
      const [message, other] = [aMessage(), aMessage({ at: later(1) })];
      await put(ledger, message, other);
      await expect(ledger.outbox.replace(message.id, [aMessage(), other])).rejects.toThrow();
      expect(await next(1)).toMatchObject({ id: message.id });
      await ledger.outbox.replace(message.id, []);
      expect(await next(999)).toMatchObject({ id: other.id });
      expect(await next(999)).toBeUndefined();
    });

    it('redraws the card of a request when the request changes, and counts these attempts separately', async () => {
      const { id: request } = await waitingRequest(ledger);
      const { id: another } = await waitingRequest(ledger);
      const [card, other] = [aCard(request), aCard(another)];
      for (const message of [card, other]) await posted(message);
      await confirmed(request, 1_000);
      expect(await next(999)).toBeUndefined();
      expect(await next(1_000)).toEqual({ ...card, posted: POSTED, attempts: 1, mayBeRepeated: false });
      expect(await next(1_000)).toBeUndefined();
      await postpone(card.id, later(5_000));
      expect(await next(5_000)).toMatchObject({ id: card.id, attempts: 2 });
      await ledger.outbox.redrawn(card.id);
      await declined(request, 6_000);
      expect(await next(6_000)).toMatchObject({ id: card.id, posted: POSTED, attempts: 1 });
      await ledger.outbox.redrawn(card.id);
      expect(await next(999_999)).toBeUndefined();
    });

    it('redraws a card again if it changed while it was sent or redrawn', async () => {
      const { id: request } = await waitingRequest(ledger);
      const card = aCard(request);
      await put(ledger, card);
      await next(0);
      await confirmed(request, 1);
      expect(await next(1)).toBeUndefined();
      await sent(card.id, POSTED);
      expect(await next(2)).toMatchObject({ id: card.id, posted: POSTED, attempts: 1, mayBeRepeated: false });
      await declined(request, 3);
      expect(await next(3)).toBeUndefined();
      await ledger.outbox.redrawn(card.id);
      await ledger.outbox.redrawn(card.id);
      expect(await next(4)).toMatchObject({ id: card.id, posted: POSTED });
      await ledger.outbox.redrawn(card.id);
      expect(await next(999_999)).toBeUndefined();
    });

    it('keeps a throttled redrawing waiting, even if something changes in the meantime', async () => {
      const { id: request } = await waitingRequest(ledger);
      const id = await posted(aCard(request));
      await confirmed(request, 1);
      await next(1);
      await postpone(id, later(5_000));
      await declined(request, 2);
      expect(await next(4_999)).toBeUndefined();
      expect(await next(5_000)).toMatchObject({ id, attempts: 2 });
    });

    it('redraws only cards of the request, and only if their place is known', async () => {
      const { id: request } = await waitingRequest(ledger);
      const nowhere = aCard(request);
      await put(ledger, nowhere);
      await next(0);
      await confirmed(request, 1);
      await sent(nowhere.id, undefined);
      await posted(aMessage({ content: { kind: 'request-news', request, news: 'confirmed' } }));
      await ledger.requests.decline(request, aTick(2), aStep('request.declined'));
      expect(await next(999_999)).toBeUndefined();
    });

    it('draws an answer again where a person was shown it, and not once something else is there', async () => {
      const posted: Posted = { ...POSTED, activityId: randomUUID(), targeted: true };
      const card = (rotation: string) => aMessage({ ...toPerson(), content: { kind: 'rotation', rotation } });
      const [first, second] = [await rotationOf(ledger), await rotationOf(ledger)];
      const [one, other] = [card(first.id), card(second.id)];
      await ledger.outbox.shown(one, posted);
      expect(await next(0)).toBeUndefined();
      await ledger.outbox.shown(other, posted);
      await first.signIn();
      expect(await next(0)).toBeUndefined();
      await second.signIn();
      expect(await next(0)).toMatchObject({ id: other.id, content: other.content, posted });
      await ledger.outbox.redrawn(other.id);
      const third = await rotationOf(ledger);
      await ledger.outbox.shown(card(third.id), posted);
      await ledger.outbox.covered(posted);
      await third.signIn();
      expect(await next(0)).toBeUndefined();
    });

    it('draws a card once more if the one before it in its message was just being drawn', async () => {
      const posted: Posted = { ...POSTED, activityId: randomUUID() };
      const card = (rotation: string) => aMessage({ ...toPerson(), content: { kind: 'rotation', rotation } });
      const begun = await rotationOf(ledger);
      const [before, after] = [card(begun.id), card(begun.id)];
      await ledger.outbox.shown(before, posted);
      await begun.signIn();
      expect(await next(0)).toMatchObject({ id: before.id });
      await ledger.outbox.shown(after, posted);
      expect(await next(0)).toMatchObject({ id: after.id, posted });
      await ledger.outbox.redrawn(after.id);
      await ledger.outbox.redrawn(before.id);
      expect(await next(0)).toBeUndefined();
    });

    it('gives a waiting message as soon as the bot has met the person', async () => {
      const person = aName();
      const [one, two, others] = [aMessage(toPerson(person)), aMessage(toPerson(person)), aMessage(toPerson())];
      await put(ledger, one, two, others);
      for (let due = await next(0); due !== undefined; due = await next(0)) await postpone(due.id, later(86_400_000));
      expect(await ledger.outbox.met(upper(person), later(5))).toBe(2);
      expect(await ledger.outbox.met(person, later(6))).toBe(0);
      expect(await ledger.outbox.met(aName(), later(6))).toBe(0);
      const woken = [await next(5), await next(5)];
      expect(woken.map((due) => due?.id).sort()).toEqual([one.id, two.id].sort());
      expect(woken[0]?.attempts).toBe(2);
      expect(await next(6)).toBeUndefined();
    });

    it('gives a postponed message at once if the bot has met the person in the meantime', async () => {
      const person = aName();
      const message = aMessage(toPerson(person));
      await put(ledger, message);
      await next(0);
      expect(await ledger.outbox.met(person, later(1))).toBe(0);
      expect(await next(1)).toBeUndefined();
      await postpone(message.id, later(86_400_000));
      expect(await next(2)).toMatchObject({ id: message.id, attempts: 2 });
      await postpone(message.id, later(86_400_000));
      expect(await next(3)).toBeUndefined();
    });

    it('does not give a sent message again when the bot meets the person', async () => {
      const person = aName();
      await posted(aMessage(toPerson(person)));
      const { id: request } = await waitingRequest(ledger);
      const card = await posted(aCard(request, toPerson(person)));
      await confirmed(request, 1);
      await next(1);
      await postpone(card, later(5_000));
      expect(await ledger.outbox.met(person, later(2))).toBe(0);
      expect(await next(4_999)).toBeUndefined();
    });

    it('keeps a message waiting if its recipient cannot be reached yet, and gives it like a new one then', async () => {
      const person = aName();
      const message = aMessage(toPerson(person));
      await put(ledger, message);
      await next(0);
      await ledger.outbox.wait(message.id, later(86_400_000), { since: NOW, told: [] });
      expect(await next(86_399_999)).toBeUndefined();
      expect(await ledger.outbox.met(person, later(5))).toBe(1);
      expect(await next(5)).toMatchObject({ id: message.id, at: later(86_400_000), attempts: 1, mayBeRepeated: false });
      expect(await ledger.outbox.met(person, later(6))).toBe(0);
      await ledger.outbox.wait(message.id, later(86_400_000), { since: NOW, told: [] });
      expect(await next(6)).toMatchObject({ id: message.id, attempts: 1 });
    });

    it('tells of a person for whom messages wait when the first one begins to, and of nothing if they were just met', async () => {
      const [person, other] = [aName(), aName()];
      const [first, second, third] = [
        aMessage(toPerson(person)),
        aMessage({ ...toPerson(person), at: later(1) }),
        aMessage({ ...toPerson(other), at: later(2) }),
      ];
      const told = aMessage({ at: later(3) });
      const wait = (id: string, ms: number) =>
        ledger.outbox.wait(id, later(86_400_000), { since: later(ms), told: [{ ...told, id: `${id} ${ms}` }] });
      await put(ledger, first, second, third);
      for (const _ of [first, second, third]) await next(2);
      expect(await wait(first.id, 5)).toBe(true);
      expect(await wait(first.id, 6)).toBe(false);
      expect(await wait(second.id, 7)).toBe(false);
      await ledger.outbox.met(other, later(3));
      expect(await wait(third.id, 8)).toBe(false);
      expect(await next(8)).toMatchObject({ id: third.id });
      expect(await next(8)).toMatchObject({ id: `${first.id} 5` });
      expect(await next(8)).toBeUndefined();
      expect(await ledger.outbox.waiting()).toMatchObject([
        { id: first.id, to: first.to, content: first.content, since: later(5) },
        { id: second.id, since: later(7) },
      ]);
    });

    it('lists what waits for a reader or for any administrator, and nothing that is tried again, sent or given up', async () => {
      const [person, administrators] = [aName(), { kind: 'administrators' as const }];
      const [late, untold, tried] = [aMessage(toPerson(person)), aMessage({ to: administrators }), aMessage()];
      await put(ledger, late, untold, tried);
      for (const _ of [late, untold, tried]) await next(0);
      await ledger.outbox.postpone(untold.id, later(5), NOBODY_MET, false);
      await ledger.outbox.postpone(tried.id, later(9_000), '429', false);
      await ledger.outbox.wait(late.id, later(86_400_000), { since: later(1), told: [] });
      const ids = async () => (await ledger.outbox.waiting()).map(({ id }) => id);
      expect(await ids()).toEqual([untold.id, late.id]);
      await ledger.outbox.met(person, later(6));
      for (const _ of [late, untold]) await next(6);
      await ledger.outbox.postpone(late.id, later(9_000), '429', false);
      await ledger.outbox.giveUp(untold.id, NOBODY_MET, event(), []);
      expect(await ids()).toEqual([]);
    });

    it.each([true, false])('puts a message off, and knows whether it may have arrived: %s', async (maybe) => {
      const message = aMessage();
      await put(ledger, message);
      await next(0);
      await ledger.outbox.postpone(message.id, later(5), 'TimeoutError', maybe);
      expect(await next(5)).toMatchObject({ id: message.id, attempts: 2, mayBeRepeated: maybe });
    });

    it('keeps the lanes apart', async () => {
      const { tid, oid } = aName();
      const [inTeams, byMail] = [aMessage(), aMessage({ to: { kind: 'mail', person: { tid, oid } } })];
      await ledger.outbox.put([byMail, inTeams]);
      const mail = () => ledger.outbox.claimNext(later(1), later(60_001), 'mail');
      expect(await next(1)).toMatchObject({ id: inTeams.id });
      expect(await next(1)).toBeUndefined();
      expect(await mail()).toMatchObject({ id: byMail.id });
      expect(await mail()).toBeUndefined();
    });

    it('sends messages that are due at one moment in the order in which they were put in', async () => {
      const messages = Array.from({ length: 9 }, () => aMessage());
      await ledger.outbox.put(messages);
      for (const { id } of messages) expect(await next(0)).toMatchObject({ id });
    });

    it('records messages that are put in, or does not put them in', async () => {
      const [recorded, refused] = [aMessage(), aMessage()];
      await ledger.outbox.put([recorded], event({ action: 'application.nudged' }));
      await expect(ledger.outbox.put([refused], UNRECORDABLE)).rejects.toThrow();
      expect((await ledger.audit.rows()).at(-1)).toMatchObject({ action: 'application.nudged' });
      expect(await next(0)).toMatchObject({ id: recorded.id });
      expect(await next(0)).toBeUndefined();
    });

    it('holds a message back until its time', async () => {
      const message = aMessage({ notBefore: later(5) });
      await ledger.outbox.put([message]);
      expect(await next(4)).toBeUndefined();
      expect(await next(5)).toMatchObject({ id: message.id, at: NOW });
    });

    it('keeps one waiting message for each key, until it is sent, given up, replaced or dropped', async () => {
      const onceKey = `alarm ${randomUUID()}`;
      const ends: readonly ((id: string) => Promise<unknown>)[] = [
        (id) => sent(id, POSTED),
        (id) => ledger.outbox.giveUp(id, '403', event(), []),
        (id) => ledger.outbox.replace(id, []),
        (id) => ledger.outbox.drop(id, []),
      ];
      for (const end of ends) {
        const [first, second] = [aMessage({ onceKey }), aMessage({ onceKey })];
        await ledger.outbox.put([first, second]);
        await ledger.outbox.put([second]);
        expect(await next(0)).toMatchObject({ id: first.id });
        await ledger.outbox.put([second]);
        expect(await next(0)).toBeUndefined();
        await end(first.id);
      }
    });

    it('keeps the content of alarms and of news about interrupted changes, and the place where their reader asked', async () => {
      const application = { clientId: randomUUID(), displayName: ODD };
      const asker = someone();
      const messages = [
        aMessage({ content: { kind: 'alarm', notice: { kind: 'sweep-failing', since: NOW, reference: 'r' } } }),
        aMessage({ content: { kind: 'alarm', notice: { kind: 'sweep-failing', since: undefined, reference: 'r' } } }),
        aMessage({ content: { kind: 'alarm', notice: { kind: 'nobody-to-tell', applications: [application] } } }),
        aMessage({
          content: {
            kind: 'alarm',
            notice: { kind: 'nobody-to-tell', applications: [{ ...application, day: '2026-11-24' }] },
          },
        }),
        aMessage({ content: { kind: 'creation-undone', application, name: ODD, startedAt: NOW } }),
        aMessage({ content: { kind: 'deletion-completed', application }, to: { kind: 'asker', asker } }),
      ];
      await ledger.outbox.put(messages);
      for (const message of messages) expect(await next(0)).toMatchObject(message);
    });

    it('makes a message a dead letter when it is given up, and a dead letter can be sent again or dropped', async () => {
      const [first, second, alarm] = [aMessage(), aMessage(), aMessage({ at: later(50) })];
      await put(ledger, first, second);
      await next(0);
      await next(0);
      await expect(ledger.outbox.giveUp(first.id, 'x', UNRECORDABLE, [alarm])).rejects.toThrow();
      await ledger.outbox.giveUp(first.id, 'odd\0', event({ at: later(1) }), [alarm]);
      await ledger.outbox.giveUp(first.id, 'twice', event(), [aMessage()]);
      await ledger.outbox.giveUp(second.id, '403', event({ at: later(2) }), []);
      const mine = async () => (await ledger.outbox.dead()).filter(({ id }) => [first.id, second.id].includes(id));
      expect(await mine()).toEqual([
        { ...first, since: later(1), code: 'odd' },
        { ...second, since: later(2), code: '403' },
      ]);
      expect(await next(49)).toBeUndefined();
      expect(await next(50)).toMatchObject({ id: alarm.id });
      await expect(ledger.outbox.retry(first.id, later(60), UNRECORDABLE)).rejects.toThrow();
      expect(await ledger.outbox.retry(first.id, later(60), event())).toBe(true);
      expect(await ledger.outbox.retry(first.id, later(60), event())).toBe(false);
      expect(await ledger.outbox.drop(second.id, [event()])).toBe(true);
      expect(await mine()).toEqual([]);
      expect(await next(59)).toBeUndefined();
      expect(await next(60)).toMatchObject({ id: first.id, attempts: 1 });
    });

    it('adds further messages and rows together with the sending of a message, all of them or none', async () => {
      const [message, alarm] = [aMessage(), aMessage({ at: later(1) })];
      await put(ledger, message);
      await next(0);
      const rows = (await ledger.audit.rows()).length;
      const extras = { audit: [event()], messages: [alarm] };
      await expect(
        ledger.outbox.sent(message.id, undefined, { ...extras, audit: [event(), UNRECORDABLE] }),
      ).rejects.toThrow();
      expect(await next(1)).toBeUndefined();
      await ledger.outbox.sent(message.id, undefined, extras);
      await ledger.outbox.sent(message.id, undefined, extras);
      expect((await ledger.audit.rows()).length).toBe(rows + 1);
      expect(await next(1)).toMatchObject({ id: alarm.id });
      expect(await next(1)).toBeUndefined();
    });
  });
}

/** A rotation whose new secret exists, and that the log of sign-ins can confirm. */
async function rotationOf({ rotations }: Ledger) {
  const id = randomUUID();
  const by = { by: aName(), at: NOW };
  const secret = () => ({ keyId: randomUUID(), name: 's', hint: 'abc', end: later(60_000) });
  await rotations.start({ id, application: { clientId: randomUUID(), displayName: 'a' }, old: secret(), by }, event());
  await rotations.adopt(id, secret(), by, event());
  const uses = { signedInAt: NOW, oldUsedAt: undefined, from: NOW, until: NOW };
  return { id, signIn: () => rotations.logged(id, uses, event()) };
}
