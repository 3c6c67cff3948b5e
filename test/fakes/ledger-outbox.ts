import { type OutboxMessage, recipientKey, requestOf } from '../../bot/domain/messages/outbox.ts';
import type { PersonId } from '../../bot/domain/shared/person.ts';
import type { Posted } from '../../bot/ports/messages/announcer.ts';
import type { DueMessage, Outbox } from '../../bot/ports/messages/outbox.ts';
import { lowerPerson } from './ledger.ts';

interface KeptMessage {
  readonly message: OutboxMessage;
  /** Undefined where nothing is to be done. */
  dueAt: Date | undefined;
  leaseUntil: Date | undefined;
  attempts: number;
  posted: Posted | undefined;
  /** What it shows changed after it was taken up. */
  stale: boolean;
  /** Its recipient was met after it was taken up. */
  woken: boolean;
}

export interface FakeOutbox {
  readonly outbox: Outbox;
  /** Throws where one of them is there already; else they are in it once the result is called. */
  prepare(messages: readonly OutboxMessage[], replacing?: string): () => void;
  /** The cards of this request are to be drawn anew. */
  redraw(requestId: string, at: Date): void;
  expireLeases(): void;
}

export function createFakeOutbox(): FakeOutbox {
  const held = new Map<string, KeptMessage>();
  const prepare: FakeOutbox['prepare'] = (messages, replacing) => {
    const given = new Map(messages.map((message) => [message.id, fresh(message)]));
    if (given.size < messages.length || messages.some(({ id }) => id !== replacing && held.has(id)))
      throw new Error('message id used');
    return () => {
      if (replacing !== undefined) held.delete(replacing);
      for (const [id, message] of given) held.set(id, message);
    };
  };
  return {
    prepare,
    redraw: (requestId, at) => {
      for (const kept of held.values()) {
        if (requestOf(kept.message.content) !== requestId) continue;
        kept.stale = true;
        if (kept.posted !== undefined) kept.dueAt ??= at;
      }
    },
    expireLeases: () => {
      for (const kept of held.values()) kept.leaseUntil = undefined;
    },
    outbox: {
      ...createDelivery(held),
      spread: async (id, messages) => {
        if (held.has(id)) prepare(messages, id)();
      },
      drop: async (id) => void held.delete(id),
      met: async (person, at) => meet(held, person, at),
    },
  };
}

function createDelivery(held: ReadonlyMap<string, KeptMessage>): Pick<Outbox, 'claimNext' | 'sent' | 'postpone'> {
  const settle = (id: string, how: (kept: KeptMessage) => Partial<KeptMessage>) => {
    const kept = held.get(id);
    if (kept?.dueAt !== undefined) Object.assign(kept, how(kept), { leaseUntil: undefined });
  };
  return {
    claimNext: async (now, leaseUntil) => {
      const due = [...held.values()].filter((kept) => isBefore(kept.dueAt, now) && !isUnderWay(kept, now));
      const [first] = due.sort(byTurn);
      if (first === undefined) return undefined;
      Object.assign(first, { leaseUntil, attempts: first.attempts + 1, stale: false, woken: false });
      const { message, posted, attempts } = first;
      return structuredClone<DueMessage>({ ...message, posted, attempts });
    },
    sent: async (id, given) =>
      settle(id, (kept) => {
        const posted = structuredClone(given) ?? kept.posted;
        return { posted, dueAt: kept.stale && posted !== undefined ? kept.dueAt : undefined, attempts: 0 };
      }),
    postpone: async (id, dueAt) => settle(id, (kept) => ({ dueAt: kept.woken ? kept.dueAt : dueAt, woken: false })),
  };
}

function meet(held: ReadonlyMap<string, KeptMessage>, person: PersonId, at: Date): number {
  const key = recipientKey({ kind: 'person', person });
  const unsent = [...held.values()].filter(
    ({ message, posted, dueAt }) => recipientKey(message.to) === key && posted === undefined && dueAt !== undefined,
  );
  const [underWay, free] = [
    unsent.filter((kept) => isUnderWay(kept, at)),
    unsent.filter((kept) => !isUnderWay(kept, at)),
  ];
  for (const kept of underWay) kept.woken = true;
  const waiting = free.filter(({ dueAt }) => !isBefore(dueAt, at));
  for (const kept of waiting) kept.dueAt = at;
  return waiting.length;
}

function fresh(given: OutboxMessage): KeptMessage {
  const { to } = given;
  const lower = to.kind === 'person' ? { ...to, person: lowerPerson(to.person) } : to;
  const message = structuredClone({ ...given, to: lower });
  const nothing = { leaseUntil: undefined, attempts: 0, posted: undefined, stale: false, woken: false };
  return { message, dueAt: message.at, ...nothing };
}

function isBefore(instant: Date | undefined, now: Date): boolean {
  return instant !== undefined && instant <= now;
}

function isUnderWay({ leaseUntil }: KeptMessage, now: Date): boolean {
  return leaseUntil !== undefined && leaseUntil > now;
}

function byTurn(a: KeptMessage, b: KeptMessage): number {
  return (a.dueAt?.getTime() ?? 0) - (b.dueAt?.getTime() ?? 0) || (a.message.id < b.message.id ? -1 : 1);
}
