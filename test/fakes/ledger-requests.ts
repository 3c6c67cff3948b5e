import {
  type AccessRequest,
  isLastingRequest,
  isOpenRequest,
  REQUESTS_AT_ONCE,
  type RequestState,
  type RequestTick,
  requestKey,
} from '../../bot/domain/access/access-request.ts';
import type { AuditEvent } from '../../bot/domain/audit/audit-events.ts';
import { type Scope, scopeId } from '../../bot/domain/shared/organisation.ts';
import { type PersonId, samePerson } from '../../bot/domain/shared/person.ts';
import type { AccessRequests, RequestStep } from '../../bot/ports/access/access-requests.ts';
import { type Append, lowerAsker, lowerNamed, lowerPerson } from './ledger.ts';
import type { FakeAssignments } from './ledger-assignments.ts';
import type { FakeOutbox } from './ledger-outbox.ts';

const SHOWN = 20;
type Held = Map<string, AccessRequest>;
/** Changes a request, with all that goes with it or not at all. */
type Take = (request: AccessRequest, set: Partial<AccessRequest>, step: RequestStep) => void;

export function createFakeRequests(
  append: Append,
  { prepare, redraw }: FakeOutbox,
  assignments: Pick<FakeAssignments, 'missing' | 'insert'>,
): AccessRequests {
  const held: Held = new Map();
  const take: Take = (request, set, { audit, messages }) => {
    const put = prepare(messages);
    append(audit);
    held.set(request.id, structuredClone({ ...request, ...set }));
    redraw(request.id, audit.at);
    put();
  };
  const step = (id: string, from: readonly RequestState[], set: Partial<AccessRequest>, told: RequestStep) => {
    const request = held.get(id);
    if (request === undefined || !from.includes(request.state)) return false;
    take(request, set, told);
    return true;
  };
  return {
    ...createReads(held),
    add: createAdd(held, append, take),
    route: createRoute(held, step),
    confirm: async (id, by, told) => {
      const confirmation = { ...lowerTick(by), recorded: undefined };
      return step(id, ['waiting'], { state: 'confirmed', confirmation }, told);
    },
    decline: async (id, by, told) =>
      step(id, ['waiting', 'confirmed'], { state: 'declined', decision: lowerTick(by) }, told),
    approve: async (id, { by, recorded, confirmedBy, add, audit }, { audit: own, messages }) => {
      const request = held.get(id);
      const waited = request?.state === 'waiting' && recorded !== undefined;
      if (request === undefined || (request.state !== 'confirmed' && !waited)) return undefined;
      const added = assignments.missing(add);
      const put = prepare(messages);
      append(own, ...added.map(audit));
      const decision = lowerTick(by);
      const confirmation = waited ? { ...decision, recorded } : request.confirmation;
      held.set(id, structuredClone({ ...request, state: 'approved', decision, confirmation }));
      for (const one of [...held.values()].filter(isFoldedInto(request)))
        held.set(one.id, structuredClone({ ...one, state: 'approved', decision }));
      assignments.insert(added, { ...by, confirmedBy });
      redraw(id, own.at);
      put();
      return structuredClone(added);
    },
    expire: async (now, of) => {
      const over = [...held.values()].filter((request) => isLastingRequest(request) && request.expiresAt <= now);
      const steps = over.sort(byExpiry).map((request) => of(structuredClone(request)));
      const put = prepare(steps.flatMap(({ messages }) => messages));
      append(...steps.map(({ audit }) => audit));
      for (const request of over) {
        held.set(request.id, { ...request, state: 'expired' });
        redraw(request.id, now);
      }
      put();
      return over.length;
    },
  };
}

function isFoldedInto({ scope, asker }: AccessRequest): (other: AccessRequest) => boolean {
  return (other) =>
    other.state === 'folded' &&
    isOf(asker.person)(other) &&
    scope !== undefined &&
    other.scope !== undefined &&
    scopeId(other.scope) === scopeId(scope);
}

function createReads(held: Held): Pick<AccessRequests, 'find' | 'open' | 'of'> {
  return {
    find: async (id) => structuredClone(held.get(id)),
    open: async () => structuredClone([...held.values()].filter(isOpenRequest).sort(byAge)),
    of: async (person) => {
      const mine = [...held.values()].filter(isOf(person)).sort((a, b) => byAge(b, a));
      return structuredClone(mine.slice(0, SHOWN));
    },
  };
}

function createAdd(held: Held, append: Append, take: Take): AccessRequests['add'] {
  return async (given, audit) => {
    const mine = [...held.values()].filter((each) => isOf(given.asker.person)(each) && isLastingRequest(each));
    const same = mine.find(({ query }) => requestKey(query) === requestKey(given.query));
    if (same !== undefined) {
      const repeated: AuditEvent = { ...audit, action: 'request.repeated' };
      const { why, who } = given;
      take(same, { why, who, repeats: same.repeats + 1 }, { audit: repeated, messages: [] });
      return 'folded';
    }
    if (mine.length >= REQUESTS_AT_ONCE) return 'too-many';
    append(audit);
    held.set(given.id, lowered(given));
    return 'added';
  };
}

function createRoute(
  held: Held,
  step: (id: string, from: readonly RequestState[], set: Partial<AccessRequest>, told: RequestStep) => boolean,
): AccessRequests['route'] {
  return async (id, given, told) => {
    const request = held.get(id);
    const scope = given && lowerScope(given);
    const means = (other: AccessRequest) =>
      scope !== undefined && other.scope !== undefined && scopeId(other.scope) === scopeId(scope);
    const others = [...held.values()].filter((other) => other.id !== id && isOpenRequest(other) && means(other));
    if (request === undefined || !others.some(isOf(request.asker.person)))
      return step(id, ['new'], { state: 'waiting', scope }, told) ? 'routed' : false;
    const folding: RequestStep = { audit: { ...told.audit, action: 'request.repeated' }, messages: [] };
    return step(id, ['new'], { state: 'folded', scope }, folding) ? 'folded' : false;
  };
}

function lowered(request: AccessRequest): AccessRequest {
  const { scope, confirmation, decision } = request;
  return structuredClone({
    ...request,
    asker: lowerAsker(request.asker),
    scope: scope && lowerScope(scope),
    confirmation: confirmation && { ...confirmation, ...lowerTick(confirmation) },
    decision: decision && lowerTick(decision),
  });
}

function lowerScope(scope: Scope): Scope {
  return scope.kind === 'application' ? { ...scope, key: scope.key.toLowerCase() } : scope;
}

function lowerTick({ by, at }: RequestTick): RequestTick {
  return { by: lowerNamed(by), at };
}

function isOf(person: PersonId): (request: AccessRequest) => boolean {
  return ({ asker }) => samePerson(asker.person, lowerPerson(person));
}

function byAge(a: AccessRequest, b: AccessRequest): number {
  return a.requestedAt.getTime() - b.requestedAt.getTime() || (a.id < b.id ? -1 : 1);
}

function byExpiry(a: AccessRequest, b: AccessRequest): number {
  return a.expiresAt.getTime() - b.expiresAt.getTime() || (a.id < b.id ? -1 : 1);
}
