import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AccessRequest, REQUESTS_AT_ONCE } from '../../../bot/domain/access/access-request.ts';
import type { Ledger } from '../../../bot/ports/shared/ledger.ts';
import {
  actionsAfter,
  aRequest,
  aStep,
  aTick,
  ENDS,
  endedRequest,
  ODD,
  upper,
  waitingRequest,
} from '../samples/access.ts';
import { event, later, someone, UNRECORDABLE } from '../samples/ledger.ts';
import { aName, clearAway } from '../samples/reminders.ts';

const MADE = event({ action: 'request.made' });

/** The contract of every store of requests for access, for making and finding them. */
export function requestsContract(name: string, open: () => Promise<Ledger>): void {
  describe(`requests for access on ${name}`, () => {
    let ledger: Ledger;
    let before: number;
    beforeAll(async () => {
      ledger = await open();
    });
    beforeEach(async () => {
      await clearAway(ledger);
      before = (await ledger.audit.head()).seq;
    });
    const mark = async () => {
      before = (await ledger.audit.head()).seq;
    };
    const recorded = () => actionsAfter(ledger, before);
    const find = async (id: string) => await ledger.requests.find(id);
    const added = async (over: Partial<AccessRequest> = {}) => {
      const request = aRequest(over);
      await ledger.requests.add(request, MADE);
      return request;
    };
    it('are found as they were made, with any typed words', async () => {
      const asker = { ...someone(), name: ODD };
      const request = aRequest({ asker, query: `${ODD} ${randomUUID()}`, why: ODD, who: ODD });
      const loud = { ...request, asker: { ...asker, person: upper(asker.person) } };
      expect(await ledger.requests.add(loud, MADE)).toBe('added');
      expect(await find(request.id)).toEqual(request);
      expect(await ledger.requests.of(upper(asker.person))).toEqual([request]);
      expect(await recorded()).toEqual(['request.made']);
      expect(await find(randomUUID())).toBeUndefined();
      expect(await find(ODD)).toBeUndefined();
    });

    it('may have words that are too long for an index', async () => {
      const query = Array.from({ length: 200 }, (_, i) => `${'ﷺ'}${i}`).join('');
      const request = await added({ query });
      expect(await ledger.requests.add({ ...request, id: randomUUID() }, MADE)).toBe('folded');
    });

    it('are one if a person repeats the words: it gets the newer reasons and counts the repetition', async () => {
      const request = await added();
      const { asker } = request;
      const again = aRequest({
        asker: { ...asker, person: upper(asker.person) },
        query: `  {${request.query.toUpperCase()}} `,
        why: ODD,
        who: 'Edsger',
        expiresAt: later(1),
      });
      await expect(ledger.requests.add(again, UNRECORDABLE)).rejects.toThrow();
      expect(await find(request.id)).toEqual(request);
      await mark();
      expect(await ledger.requests.add(again, MADE)).toBe('folded');
      expect(await ledger.requests.add(again, MADE)).toBe('folded');
      expect(await find(request.id)).toEqual({ ...request, why: ODD, who: 'Edsger', repeats: 2 });
      expect(await find(again.id)).toBeUndefined();
      expect(await recorded()).toEqual(['request.repeated', 'request.repeated']);
    });

    it.each(ENDS)('may be made again once they are %s, and by somebody else at any time', async (how) => {
      const { asker, query } = await endedRequest(ledger, how);
      expect(await ledger.requests.add(aRequest({ asker, query }), MADE)).toBe('added');
      expect(await ledger.requests.add(aRequest({ query }), MADE)).toBe('added');
    });

    it('are not kept if they cannot be recorded', async () => {
      const request = aRequest();
      await expect(ledger.requests.add(request, UNRECORDABLE)).rejects.toThrow();
      expect(await find(request.id)).toBeUndefined();
    });

    it('are limited in number for one person', async () => {
      const asker = someone();
      const requests = Array.from({ length: REQUESTS_AT_ONCE + 5 }, () => aRequest({ asker }));
      const results = await Promise.all(requests.map((request) => ledger.requests.add(request, MADE)));
      expect(results.filter((result) => result === 'added')).toHaveLength(REQUESTS_AT_ONCE);
      expect(results.filter((result) => result === 'too-many')).toHaveLength(5);
      expect(await recorded()).toHaveLength(REQUESTS_AT_ONCE);
      const [first] = await ledger.requests.of(asker.person);
      if (first === undefined) throw new Error('there are some');
      expect(await ledger.requests.add(aRequest({ asker, query: first.query }), MADE)).toBe('folded');
      await ledger.requests.route(first.id, undefined, aStep('request.routed'));
      await ledger.requests.decline(first.id, aTick(), aStep('request.declined'));
      expect(await ledger.requests.add(aRequest({ asker }), MADE)).toBe('added');
      expect(await ledger.requests.add(aRequest(), MADE)).toBe('added');
    });

    it('are listed for everybody if open, oldest first, and for one person the last 20, newest first', async () => {
      const asker = someone();
      const all: AccessRequest[] = [];
      for (let i = 0; i < 22; i++) {
        const request = await waitingRequest(ledger, { asker, requestedAt: later(i) });
        all.push(request);
        if (i < 19) await ledger.requests.decline(request.id, aTick(), aStep('request.declined'));
      }
      const mine = await ledger.requests.of(asker.person);
      const both = await ledger.requests.openAndOf(asker.person);
      expect(both.own).toEqual(mine);
      expect(both.open).toEqual(await ledger.requests.open());
      expect(mine.map(({ id }) => id)).toEqual(
        all
          .slice(2)
          .map(({ id }) => id)
          .reverse(),
      );
      const others = await added({ requestedAt: later(20) });
      const open = (await ledger.requests.open()).filter(
        ({ id }) => id === others.id || mine.some((one) => one.id === id),
      );
      expect(open.map(({ requestedAt }) => requestedAt)).toEqual([19, 20, 20, 21].map(later));
      expect(open).toContainEqual(all[19]);
      expect(await ledger.requests.of(aName())).toEqual([]);
    });
  });
}
