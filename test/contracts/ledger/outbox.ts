import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OutboxContent, OutboxMessage } from '../../../bot/domain/messages/outbox.ts';
import type { Ledger } from '../../../bot/ports/shared/ledger.ts';
import { aCard, aMessage, aStep, aTick, clearOutbox, ODD, put, upper, waitingRequest } from './access-samples.ts';
import { aName, POSTED } from './reminder-samples.ts';
import { event, later, NOW } from './samples.ts';

/** What every ledger keeps of messages on their way. */
export function outboxContract(name: string, open: () => Promise<Ledger>): void {
  describe(`the outbox on ${name}`, () => {
    let ledger: Ledger;
    beforeAll(async () => {
      ledger = await open();
    });
    beforeEach(() => clearOutbox(ledger));
    const next = (ms: number) => ledger.outbox.claimNext(later(ms), later(ms + 60_000));
    const toPerson = (person = aName()): Partial<OutboxMessage> => {
      const { tid, oid } = person;
      return { to: { kind: 'person', person: { tid, oid } } };
    };
    /** Stands in its place. */
    const posted = async (message: OutboxMessage) => {
      await put(ledger, message);
      await next(0);
      await ledger.outbox.sent(message.id, POSTED);
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
      expect(await next(2)).toEqual({ ...first, posted: undefined, attempts: 1 });
      expect(await next(2)).toEqual({ ...second, posted: undefined, attempts: 1 });
      expect(await next(2)).toBeUndefined();
    });

    it('keeps what is said to whom as it was put in', async () => {
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
      for (const message of messages) expect(await next(9)).toEqual({ ...message, posted: undefined, attempts: 1 });
      expect(await next(9)).toMatchObject(toPerson(person));
      expect(await next(9)).toMatchObject(odd);
      expect(await next(9)).toMatchObject(toAll);
    });

    it('gives each of many senders at once another message', async () => {
      const count = 6;
      await put(ledger, ...Array.from({ length: count }, () => aMessage()));
      const taken = await Promise.all(Array.from({ length: count + 2 }, () => next(0)));
      expect(new Set(taken.flatMap((due) => due?.id ?? [])).size).toBe(count);
    });

    it('hands a message on whose sender died, once its lease is over', async () => {
      const message = aMessage();
      await put(ledger, message);
      await next(0);
      expect(await next(59_999)).toBeUndefined();
      expect(await next(60_000)).toMatchObject({ id: message.id, attempts: 2 });
    });

    it('hands on what a process that is gone had taken up', async () => {
      const message = aMessage();
      await put(ledger, message);
      await next(0);
      await ledger.operations.expireLeases();
      expect(await next(1)).toMatchObject({ id: message.id, attempts: 2 });
    });

    it('sends once', async () => {
      const id = await posted(aMessage());
      expect(await next(999_999)).toBeUndefined();
      await ledger.outbox.sent(id, undefined);
      await ledger.outbox.postpone(id, later(5));
      expect(await next(999_999)).toBeUndefined();
    });

    it('puts a message off', async () => {
      const message = aMessage();
      await put(ledger, message);
      await next(0);
      await ledger.outbox.postpone(message.id, later(5_000));
      expect(await next(4_999)).toBeUndefined();
      expect(await next(5_000)).toMatchObject({ id: message.id, attempts: 2 });
    });

    it('forgets a message that nobody wants, sent or not', async () => {
      const { id: request } = await waitingRequest(ledger);
      const id = await posted(aCard(request));
      const message = aMessage();
      await put(ledger, message);
      for (const each of [id, message.id]) await ledger.outbox.drop(each);
      await confirmed(request, 1);
      expect(await next(999_999)).toBeUndefined();
    });

    it('takes what it does not know for nothing', async () => {
      for (const unknown of [randomUUID(), ODD]) {
        await ledger.outbox.sent(unknown, POSTED);
        await ledger.outbox.postpone(unknown, NOW);
        await ledger.outbox.drop(unknown);
        await ledger.outbox.spread(unknown, [aMessage()]);
      }
      expect(await next(999_999)).toBeUndefined();
    });

    it('replaces a message by one for each place, due at once, and does so once', async () => {
      const message = aMessage({ to: { kind: 'administrators' } });
      await put(ledger, message);
      await next(0);
      const places = [aMessage({ at: later(1) }), aMessage({ ...toPerson(), at: later(2) })];
      await ledger.outbox.spread(message.id, places);
      await ledger.outbox.spread(message.id, [aMessage(), aMessage()]);
      for (const place of places) expect(await next(60_000)).toEqual({ ...place, posted: undefined, attempts: 1 });
      expect(await next(60_000)).toBeUndefined();
    });

    it('keeps a message that cannot be replaced, and drops one that has no place', async () => {
      const [message, other] = [aMessage(), aMessage({ at: later(1) })];
      await put(ledger, message, other);
      await expect(ledger.outbox.spread(message.id, [aMessage(), other])).rejects.toThrow();
      expect(await next(1)).toMatchObject({ id: message.id });
      await ledger.outbox.spread(message.id, []);
      expect(await next(999)).toMatchObject({ id: other.id });
      expect(await next(999)).toBeUndefined();
    });

    it('draws the card of a request anew when it changes, counting these attempts by themselves', async () => {
      const { id: request } = await waitingRequest(ledger);
      const { id: another } = await waitingRequest(ledger);
      const [card, other] = [aCard(request), aCard(another)];
      for (const message of [card, other]) await posted(message);
      await confirmed(request, 1_000);
      expect(await next(999)).toBeUndefined();
      expect(await next(1_000)).toEqual({ ...card, posted: POSTED, attempts: 1 });
      expect(await next(1_000)).toBeUndefined();
      await ledger.outbox.postpone(card.id, later(5_000));
      expect(await next(5_000)).toMatchObject({ id: card.id, attempts: 2 });
      const elsewhere = { ...POSTED, activityId: '2' };
      await ledger.outbox.sent(card.id, elsewhere);
      await declined(request, 6_000);
      expect(await next(6_000)).toMatchObject({ id: card.id, posted: elsewhere, attempts: 1 });
      await ledger.outbox.sent(card.id, undefined);
      expect(await next(999_999)).toBeUndefined();
    });

    it('draws a card once more that changed while it was being sent or drawn', async () => {
      const { id: request } = await waitingRequest(ledger);
      const card = aCard(request);
      await put(ledger, card);
      await next(0);
      await confirmed(request, 1);
      expect(await next(1)).toBeUndefined();
      await ledger.outbox.sent(card.id, POSTED);
      expect(await next(2)).toMatchObject({ id: card.id, posted: POSTED, attempts: 1 });
      await declined(request, 3);
      expect(await next(3)).toBeUndefined();
      await ledger.outbox.sent(card.id, undefined);
      await ledger.outbox.sent(card.id, undefined);
      expect(await next(4)).toMatchObject({ id: card.id, posted: POSTED });
      await ledger.outbox.sent(card.id, POSTED);
      expect(await next(999_999)).toBeUndefined();
    });

    it('keeps a throttled drawing waiting, whatever changes meanwhile', async () => {
      const { id: request } = await waitingRequest(ledger);
      const id = await posted(aCard(request));
      await confirmed(request, 1);
      await next(1);
      await ledger.outbox.postpone(id, later(5_000));
      await declined(request, 2);
      expect(await next(4_999)).toBeUndefined();
      expect(await next(5_000)).toMatchObject({ id, attempts: 2 });
    });

    it('draws nothing anew where it is not known where it stands, nor anything but the card of the request', async () => {
      const { id: request } = await waitingRequest(ledger);
      const nowhere = aCard(request);
      await put(ledger, nowhere);
      await next(0);
      await confirmed(request, 1);
      await ledger.outbox.sent(nowhere.id, undefined);
      await posted(aMessage({ content: { kind: 'request-news', request, news: 'confirmed' } }));
      await ledger.requests.decline(request, aTick(2), aStep('request.declined'));
      expect(await next(999_999)).toBeUndefined();
    });

    it('sends what waits for a person once the bot has met them', async () => {
      const person = aName();
      const [one, two, others] = [aMessage(toPerson(person)), aMessage(toPerson(person)), aMessage(toPerson())];
      await put(ledger, one, two, others);
      for (let due = await next(0); due !== undefined; due = await next(0))
        await ledger.outbox.postpone(due.id, later(86_400_000));
      expect(await ledger.outbox.met(upper(person), later(5))).toBe(2);
      expect(await ledger.outbox.met(person, later(6))).toBe(0);
      expect(await ledger.outbox.met(aName(), later(6))).toBe(0);
      const woken = [await next(5), await next(5)];
      expect(woken.map((due) => due?.id).sort()).toEqual([one.id, two.id].sort());
      expect(woken[0]?.attempts).toBe(2);
      expect(await next(6)).toBeUndefined();
    });

    it('sends at once what is put off for a person whom the bot has met meanwhile', async () => {
      const person = aName();
      const message = aMessage(toPerson(person));
      await put(ledger, message);
      await next(0);
      expect(await ledger.outbox.met(person, later(1))).toBe(0);
      expect(await next(1)).toBeUndefined();
      await ledger.outbox.postpone(message.id, later(86_400_000));
      expect(await next(2)).toMatchObject({ id: message.id, attempts: 2 });
      await ledger.outbox.postpone(message.id, later(86_400_000));
      expect(await next(3)).toBeUndefined();
    });

    it('sends nothing again to a person whom the bot meets', async () => {
      const person = aName();
      await posted(aMessage(toPerson(person)));
      const { id: request } = await waitingRequest(ledger);
      const card = await posted(aCard(request, toPerson(person)));
      await confirmed(request, 1);
      await next(1);
      await ledger.outbox.postpone(card, later(5_000));
      expect(await ledger.outbox.met(person, later(2))).toBe(0);
      expect(await next(4_999)).toBeUndefined();
    });
  });
}
