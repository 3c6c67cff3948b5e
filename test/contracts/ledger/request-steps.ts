import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AccessRequest, REQUESTS_AT_ONCE } from '../../../bot/domain/access/access-request.ts';
import type { Pair } from '../../../bot/domain/access/assignment.ts';
import type { Scope } from '../../../bot/domain/shared/organisation.ts';
import type { RequestStep } from '../../../bot/ports/access/access-requests.ts';
import type { Ledger } from '../../../bot/ports/shared/ledger.ts';
import {
  actionsAfter,
  aMessage,
  aRequest,
  aScope,
  aStep,
  aTick,
  confirmedRequest,
  ENDS,
  endedRequest,
  ODD,
  unclearRequest,
  upper,
  waitingRequest,
} from '../samples/access.ts';
import { event, later, NOW, UNRECORDABLE } from '../samples/ledger.ts';
import { aName, clearAway } from '../samples/reminders.ts';

const MADE = event({ action: 'request.made' });
const FAR = later(100 * 365 * 86_400_000);

/** The contract of every store of requests for access, for the steps of a request. */
export function requestStepsContract(name: string, open: () => Promise<Ledger>): void {
  describe(`steps of requests for access on ${name}`, () => {
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
    const stateOf = async (id: string) => (await find(id))?.state;
    const sent = async () => (await ledger.outbox.claimNext(NOW, later(9), 'teams'))?.id;
    const added = async (over: Partial<AccessRequest> = {}) => {
      const request = aRequest(over);
      await ledger.requests.add(request, MADE);
      return request;
    };
    const told = () => {
      const message = aMessage();
      return { message, step: aStep('request.confirmed', message) };
    };
    const broken = (): RequestStep => ({ audit: UNRECORDABLE, messages: [aMessage()] });
    const approval = (add: readonly Pair[] = [], recorded?: string) => {
      const audit = ({ clientId, person }: Pair) => event({ clientId, subject: person });
      return { by: aTick(7), recorded, confirmedBy: 'Edsger', add, audit };
    };

    it.each<Scope | undefined>([undefined, { kind: 'organisation', key: `nl/${ODD}`, name: ODD }, aScope()])(
      'are routed once to what their words mean: %j',
      async (scope) => {
        const request = await added();
        const { message, step } = told();
        await expect(ledger.requests.route(request.id, scope, broken())).rejects.toThrow();
        expect(await find(request.id)).toEqual(request);
        await mark();
        expect(await ledger.requests.route(request.id, scope, step)).toBe('routed');
        expect(await find(request.id)).toEqual({ ...request, state: 'waiting', scope });
        expect(await ledger.requests.route(request.id, aScope(), step)).toBe(false);
        expect(await recorded()).toEqual(['request.confirmed']);
        expect(await sent()).toBe(message.id);
        expect(await sent()).toBeUndefined();
      },
    );

    it('end without messages if another open request of the person means the same, with ids in any case', async () => {
      const scope = aScope();
      const first = await waitingRequest(ledger, { scope });
      const { asker } = first;
      const second = await added({ asker });
      const { step } = told();
      await mark();
      const same = { kind: 'application', key: scope.key.toUpperCase(), name: 'Renamed' } as const;
      expect(await ledger.requests.route(second.id, same, step)).toBe('folded');
      expect(await find(second.id)).toMatchObject({ state: 'folded', scope: { key: scope.key } });
      expect(await ledger.requests.route(second.id, same, step)).toBe(false);
      expect(await recorded()).toEqual(['request.repeated']);
      expect(await sent()).toBeUndefined();
      expect(await stateOf(first.id)).toBe('waiting');
    });

    it('count and expire like any other if they were folded, so that nobody learns what exists', async () => {
      const scope = aScope();
      const first = await waitingRequest(ledger, { scope, expiresAt: later(9_000) });
      const { asker } = first;
      const second = await added({ asker, expiresAt: later(8_000) });
      await ledger.requests.route(second.id, scope, aStep('request.routed'));
      const again = aRequest({ asker, query: second.query });
      expect(await ledger.requests.add(again, MADE)).toBe('folded');
      for (let i = 2; i < REQUESTS_AT_ONCE; i++) await added({ asker });
      expect(await ledger.requests.add(aRequest({ asker }), event())).toBe('too-many');
      await ledger.requests.expire(later(8_000), () => aStep('request.expired'));
      expect(await stateOf(second.id)).toBe('expired');
      expect(await stateOf(first.id)).toBe('waiting');
      expect(await ledger.requests.add(aRequest({ asker }), event())).toBe('added');
    });

    it('are approved with the request into which they were folded', async () => {
      const scope = aScope();
      const first = await waitingRequest(ledger, { scope });
      const { asker } = first;
      const second = await added({ asker });
      await ledger.requests.route(second.id, scope, aStep('request.routed'));
      const approval = { by: aTick(), recorded: 'Luc', confirmedBy: 'Luc', add: [], audit: () => event() };
      await ledger.requests.approve(first.id, approval, aStep('request.approved'));
      expect(await stateOf(second.id)).toBe('approved');
    });

    it('do not end because of a request of another person, a request that is over, or a request with another meaning', async () => {
      const scope = aScope();
      const first = await waitingRequest(ledger, { scope });
      const { asker } = first;
      const routed = async (over: Partial<AccessRequest>, to: Scope | undefined) =>
        ledger.requests.route((await added(over)).id, to, aStep('request.routed'));
      expect(await routed({}, scope)).toBe('routed');
      expect(await routed({ asker }, aScope())).toBe('routed');
      expect(await routed({ asker }, undefined)).toBe('routed');
      expect(await routed({ asker }, undefined)).toBe('routed');
      await ledger.requests.decline(first.id, aTick(), aStep('request.declined'));
      expect(await routed({ asker }, scope)).toBe('routed');
    });

    it('are confirmed once, with the row and the messages of the confirmation', async () => {
      const request = await waitingRequest(ledger);
      await expect(ledger.requests.confirm(request.id, aTick(), broken())).rejects.toThrow();
      expect(await find(request.id)).toEqual(request);
      const { message, step } = told();
      await mark();
      const by = { by: aName(ODD), at: later(3) };
      const loud = { ...by, by: { ...upper(by.by), name: ODD } };
      expect(await ledger.requests.confirm(request.id, loud, step)).toBe(true);
      expect(await ledger.requests.confirm(request.id, aTick(), step)).toBe(false);
      const confirmation = { ...by, recorded: undefined };
      expect(await find(request.id)).toEqual({ ...request, state: 'confirmed', confirmation });
      expect(await recorded()).toEqual(['request.confirmed']);
      expect(await sent()).toBe(message.id);
      expect(await sent()).toBeUndefined();
    });

    it.each([
      ['waiting', waitingRequest],
      ['confirmed', confirmedRequest],
    ] as const)('are declined once, while %s', async (_state, made) => {
      const request = await made(ledger);
      await expect(ledger.requests.decline(request.id, aTick(), broken())).rejects.toThrow();
      expect(await find(request.id)).toEqual(request);
      const { message, step } = told();
      await mark();
      const decision = aTick(4);
      expect(await ledger.requests.decline(request.id, decision, step)).toBe(true);
      expect(await ledger.requests.decline(request.id, decision, step)).toBe(false);
      expect(await find(request.id)).toEqual({ ...request, state: 'declined', decision });
      expect(await recorded()).toHaveLength(1);
      expect(await sent()).toBe(message.id);
    });

    it('keep the reason for which they were declined', async () => {
      const request = await waitingRequest(ledger);
      const decision = { ...aTick(4), reason: `no ${ODD}` };
      expect(await ledger.requests.decline(request.id, decision, aStep('request.declined'))).toBe(true);
      expect(await find(request.id)).toEqual({ ...request, state: 'declined', decision });
    });

    it('are given a meaning once, if nothing was found by their words', async () => {
      const request = await unclearRequest(ledger);
      const [scope, { message, step }] = [aScope(), told()];
      await expect(ledger.requests.choose(request.id, scope, broken())).rejects.toThrow();
      expect(await find(request.id)).toEqual(request);
      expect(await ledger.requests.choose(request.id, scope, step)).toBe('routed');
      expect(await ledger.requests.choose(request.id, aScope(), step)).toBe(false);
      expect((await find(request.id))?.scope).toEqual(scope);
      expect(await sent()).toBe(message.id);
    });

    it('are given no meaning before they were looked up, and not after they are over', async () => {
      const fresh = await added({});
      expect(await ledger.requests.choose(fresh.id, aScope(), aStep('request.routed'))).toBe(false);
      const over = await unclearRequest(ledger);
      await ledger.requests.decline(over.id, aTick(), aStep('request.declined'));
      expect(await ledger.requests.choose(over.id, aScope(), aStep('request.routed'))).toBe(false);
    });

    it('are folded if the meaning that they are given is that of another request of the person', async () => {
      const scope = aScope();
      const { asker } = await waitingRequest(ledger, { scope });
      const unclear = await unclearRequest(ledger, { asker });
      expect(await ledger.requests.choose(unclear.id, scope, aStep('request.routed'))).toBe('folded');
      expect((await find(unclear.id))?.state).toBe('folded');
    });

    it('are approved once, with a row for each new assignment', async () => {
      const request = await confirmedRequest(ledger);
      const { person } = request.asker;
      const [one, two, old] = [randomUUID(), randomUUID(), randomUUID()];
      const pairs = [one, two, old].map((clientId) => ({ clientId, person: { ...person, name: 'Ada' } }));
      await ledger.assignments.add({ ...person, name: '' }, old, event());
      const loud = pairs.map(({ clientId }) => ({
        clientId: clientId.toUpperCase(),
        person: { ...upper(person), name: 'Ada' },
      }));
      await expect(ledger.requests.approve(request.id, approval(pairs), broken())).rejects.toThrow();
      const lame = { ...approval(pairs), audit: () => UNRECORDABLE };
      await expect(ledger.requests.approve(request.id, lame, aStep('request.approved'))).rejects.toThrow();
      expect(await find(request.id)).toEqual(request);
      expect(await ledger.assignments.of(person)).toEqual([old]);
      await mark();
      const message = aMessage();
      const given = approval([...loud, ...pairs]);
      const step = aStep('request.approved', message);
      expect(await ledger.requests.approve(request.id, given, step)).toEqual(pairs.slice(0, 2));
      expect(await ledger.requests.approve(request.id, given, step)).toBeUndefined();
      expect(await find(request.id)).toEqual({ ...request, state: 'approved', decision: given.by });
      const made = { by: given.by.by, since: given.by.at, confirmedBy: 'Edsger' };
      expect(await ledger.assignments.managersOf([one])).toEqual([{ ...pairs[0], ...made }]);
      expect(await recorded()).toEqual(['request.approved', 'assignment.added', 'assignment.added']);
      expect(await sent()).toBe(message.id);
      expect(await sent()).toBeUndefined();
    });

    it('are approved without a confirmation only if the approval says who confirmed them', async () => {
      const request = await waitingRequest(ledger);
      expect(await ledger.requests.approve(request.id, approval(), aStep('request.approved'))).toBeUndefined();
      expect(await find(request.id)).toEqual(request);
      const given = approval([], ODD);
      expect(await ledger.requests.approve(request.id, given, aStep('request.approved'))).toEqual([]);
      const confirmation = { ...given.by, recorded: ODD };
      expect(await find(request.id)).toEqual({ ...request, state: 'approved', confirmation, decision: given.by });
    });

    it('keep the first confirmation if an administrator gives another', async () => {
      const request = await confirmedRequest(ledger);
      await ledger.requests.approve(request.id, approval([], 'somebody'), aStep('request.approved'));
      expect((await find(request.id))?.confirmation).toEqual(request.confirmation);
    });

    it('take no step before they are routed, and none that is unknown', async () => {
      const request = await added();
      await mark();
      const { step } = told();
      for (const id of [request.id, randomUUID(), ODD]) {
        expect(await ledger.requests.confirm(id, aTick(), step)).toBe(false);
        expect(await ledger.requests.decline(id, aTick(), step)).toBe(false);
        expect(await ledger.requests.approve(id, approval([], 'x'), step)).toBeUndefined();
      }
      for (const id of [randomUUID(), ODD]) expect(await ledger.requests.route(id, aScope(), step)).toBe(false);
      expect(await find(request.id)).toEqual(request);
      expect(await recorded()).toEqual([]);
      expect(await sent()).toBeUndefined();
    });

    it.each(ENDS)('take no step after they are %s', async (how) => {
      const request = await endedRequest(ledger, how);
      const { id } = request;
      expect(request.state).toBe(how);
      await mark();
      const { step } = told();
      expect(await ledger.requests.route(id, aScope(), step)).toBe(false);
      expect(await ledger.requests.confirm(id, aTick(), step)).toBe(false);
      expect(await ledger.requests.decline(id, aTick(), step)).toBe(false);
      expect(await ledger.requests.approve(id, approval([], 'x'), step)).toBeUndefined();
      await ledger.requests.expire(FAR, () => aStep('request.expired'));
      expect(await find(id)).toEqual(request);
      expect(await ledger.requests.open()).toEqual([]);
    });

    it('expire in every open state when their time is up, each with its row and messages', async () => {
      await ledger.requests.expire(FAR, () => aStep('request.expired'));
      const due = [
        await added({ expiresAt: later(1) }),
        await waitingRequest(ledger, { expiresAt: later(2) }),
        await confirmedRequest(ledger, { expiresAt: later(3) }),
      ];
      const young = await added({ expiresAt: later(4) });
      await mark();
      const failing = ({ id }: AccessRequest) => (id === due[2]?.id ? broken() : aStep('request.expired', aMessage()));
      await expect(ledger.requests.expire(later(3), failing)).rejects.toThrow();
      for (const request of due) expect(await find(request.id)).toEqual(request);
      expect(await recorded()).toEqual([]);
      const seen: AccessRequest[] = [];
      const message = aMessage();
      const step = (request: AccessRequest) => {
        seen.push(request);
        const messages = request.state === 'confirmed' ? [message] : [];
        return { audit: event({ action: 'request.expired', detail: request.id }), messages };
      };
      expect(await ledger.requests.expire(later(3), step)).toBe(3);
      expect(seen).toEqual(due);
      expect(await ledger.requests.expire(later(3), step)).toBe(0);
      for (const request of due) expect(await find(request.id)).toEqual({ ...request, state: 'expired' });
      expect((await ledger.audit.rows(before)).map(({ detail }) => detail)).toEqual(due.map(({ id }) => id));
      expect(await stateOf(young.id)).toBe('new');
      expect(await sent()).toBe(message.id);
      expect(await sent()).toBeUndefined();
    });
  });
}
