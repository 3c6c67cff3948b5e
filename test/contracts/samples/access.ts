import { randomUUID } from 'node:crypto';
import {
  type AccessRequest,
  REQUEST_LIFETIME_MS,
  type RequestTick,
} from '../../../bot/domain/access/access-request.ts';
import type { AuditAction } from '../../../bot/domain/audit/audit-events.ts';
import type { OutboxMessage } from '../../../bot/domain/messages/outbox.ts';
import type { Scope } from '../../../bot/domain/shared/organisation.ts';
import type { PersonId } from '../../../bot/domain/shared/person.ts';
import type { RequestStep } from '../../../bot/ports/access/access-requests.ts';
import type { AssignmentWish } from '../../../bot/ports/access/assignments.ts';
import type { Ledger } from '../../../bot/ports/shared/ledger.ts';
import { event, later, NOW, someone } from './ledger.ts';
import { aName } from './reminders.ts';

/** A text that nobody types, and that a database may refuse. */
export const ODD = 'a\0b\ud800c "{}" [x](javascript:x) <at>y</at>';

export function upper({ tid, oid }: PersonId): PersonId {
  return { tid: tid.toUpperCase(), oid: oid.toUpperCase() };
}

export function aWish(over: Partial<AssignmentWish> = {}): AssignmentWish {
  return {
    at: NOW,
    by: aName('Admin'),
    add: [],
    remove: [],
    lastToo: false,
    confirmedBy: '',
    form: undefined,
    audit: ({ clientId, person }, change) => event({ action: `assignment.${change}`, clientId, subject: person }),
    messages: () => [],
    ...over,
  };
}

export function aMessage(over: Partial<OutboxMessage> = {}): OutboxMessage {
  const to = { kind: 'channel', conversationId: `19:${randomUUID()}@thread.tacv2` } as const;
  return { id: randomUUID(), to, content: { kind: 'unassigned', applications: [] }, at: NOW, ...over };
}

/** A message that is the card of a request. */
export function aCard(request: string, over: Partial<OutboxMessage> = {}): OutboxMessage {
  return aMessage({ content: { kind: 'request', request }, ...over });
}

/** Puts messages into the outbox with a change that has no other effect. */
export async function put({ assignments }: Ledger, ...messages: readonly OutboxMessage[]): Promise<void> {
  await assignments.change(aWish({ messages: () => messages }));
}

export function aRequest(over: Partial<AccessRequest> = {}): AccessRequest {
  return {
    id: randomUUID(),
    asker: someone(),
    query: `Matchwell ${randomUUID()}`,
    why: 'to rotate its secrets',
    who: 'Grace',
    requestedAt: NOW,
    expiresAt: later(REQUEST_LIFETIME_MS),
    state: 'new',
    scope: undefined,
    confirmation: undefined,
    decision: undefined,
    repeats: 0,
    ...over,
  };
}

export function aScope(): Scope {
  return { kind: 'application', key: randomUUID(), name: 'Partner-NL-X-DM' };
}

export function aTick(ms = 0): RequestTick {
  return { by: aName(), at: later(ms) };
}

export function aStep(action: AuditAction, ...messages: readonly OutboxMessage[]): RequestStep {
  return { audit: event({ action }), messages };
}

/** A request that waits for its confirmation. */
export async function waitingRequest({ requests }: Ledger, over: Partial<AccessRequest> = {}): Promise<AccessRequest> {
  const request = aRequest(over);
  await requests.add(request, event({ action: 'request.made' }));
  await requests.route(request.id, request.scope ?? aScope(), aStep('request.routed'));
  return (await requests.find(request.id)) ?? request;
}

/** A request that waits, and for whose words nothing was found. */
export async function unclearRequest({ requests }: Ledger, over: Partial<AccessRequest> = {}): Promise<AccessRequest> {
  const request = aRequest(over);
  await requests.add(request, event({ action: 'request.made' }));
  await requests.route(request.id, undefined, aStep('request.routed'));
  return (await requests.find(request.id)) ?? request;
}

/** A request that waits for an administrator. */
export async function confirmedRequest(ledger: Ledger, over: Partial<AccessRequest> = {}): Promise<AccessRequest> {
  const request = await waitingRequest(ledger, over);
  await ledger.requests.confirm(request.id, aTick(), aStep('request.confirmed'));
  return (await ledger.requests.find(request.id)) ?? request;
}

export const ENDS = ['approved', 'declined', 'expired'] as const;

/** A request that has come to an end. */
export async function endedRequest(ledger: Ledger, how: (typeof ENDS)[number]): Promise<AccessRequest> {
  const { requests } = ledger;
  const { id, ...request } = await confirmedRequest(ledger, { expiresAt: later(5) });
  const approval = { by: aTick(), recorded: undefined, confirmedBy: '', add: [], audit: () => event() };
  if (how === 'approved') await requests.approve(id, approval, aStep('request.approved'));
  if (how === 'declined') await requests.decline(id, aTick(), aStep('request.declined'));
  if (how === 'expired') await requests.expire(later(5), () => aStep('request.expired'));
  return (await requests.find(id)) ?? { id, ...request };
}

export async function actionsAfter({ audit }: Ledger, seq: number): Promise<readonly AuditAction[]> {
  return (await audit.rows(seq)).map(({ action }) => action);
}
