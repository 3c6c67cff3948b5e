import { createHash } from 'node:crypto';
import { type AuditEvent, type AuditRow, auditHash, GENESIS_HASH } from '../../bot/domain/audit.ts';
import type { Asker, PersonId } from '../../bot/domain/person.ts';
import type { Session } from '../../bot/domain/session.ts';
import type { Ledger, Locks } from '../../bot/ports/ledger.ts';
import { createFakeOperations } from './ledger-operations.ts';
import { createFakeSignIns } from './ledger-sign-ins.ts';

/** Appends to the record of who did what; throws where a test has made it unwritable. */
export type Append = (event: AuditEvent) => void;

export interface FakeLedger extends Ledger {
  /** From now on (until `undefined`) every method rejects with this, as with a database that is down. */
  fail(cause: Error | undefined): void;
}

/** A whole ledger in memory. Each method is one synchronous step, hence one transaction. */
export function createFakeLedger(): FakeLedger {
  let failure: Error | undefined;
  const rows: AuditRow[] = [];
  const append: Append = (event) => {
    const previousHash = rows.at(-1)?.hash ?? GENESIS_HASH;
    const kept = { ...event, actor: event.actor && lowerPerson(event.actor), clientId: event.clientId?.toLowerCase() };
    const seq = rows.length + 1;
    rows.push({ ...kept, seq, previousHash, hash: auditHash(seq, previousHash, kept, sha256) });
  };
  const assigned = new Set<string>();
  const holds = (person: PersonId, clientId: string) => assigned.has(`${keyOf(person)}/${clientId.toLowerCase()}`);
  const ledger: Ledger = {
    assignments: createAssignments(assigned, holds, append),
    sessions: createSessions(append),
    signIns: createFakeSignIns(),
    ...createFakeOperations(holds, append),
    conversations: createConversations(),
    locks: createLocks(),
    audit: { record: async (event) => append(event), rows: async () => structuredClone(rows) },
    check: async () => {},
  };
  const failing = failingWith(ledger, () => failure);
  return Object.assign(failing, {
    fail: (cause: Error | undefined) => {
      failure = cause;
    },
  });
}

function createAssignments(
  assigned: Set<string>,
  holds: (person: PersonId, clientId: string) => boolean,
  append: Append,
): Ledger['assignments'] {
  return {
    of: async (person) => {
      const mine = [...assigned].filter((key) => key.startsWith(`${keyOf(person)}/`));
      return mine.map((key) => key.slice(keyOf(person).length + 1)).sort();
    },
    holds: async (person, clientId) => holds(person, clientId),
    add: async (person, clientId, audit) => {
      if (holds(person, clientId)) return false;
      append(audit);
      assigned.add(`${keyOf(person)}/${clientId.toLowerCase()}`);
      return true;
    },
    remove: async (person, clientId, audit) => {
      if (!holds(person, clientId)) return false;
      append(audit);
      return assigned.delete(`${keyOf(person)}/${clientId.toLowerCase()}`);
    },
  };
}

function createSessions(append: Append): Ledger['sessions'] {
  const sessions = new Map<string, Session>();
  return {
    find: async (person, now) => {
      const session = sessions.get(keyOf(person));
      return session !== undefined && session.expiresAt > now ? structuredClone(session) : undefined;
    },
    start: async (session, audit) => {
      append(audit);
      sessions.set(keyOf(session.person), { ...structuredClone(session), person: lowerPerson(session.person) });
    },
    end: async (person, audit) => {
      if (!sessions.has(keyOf(person))) return false;
      append(audit);
      return sessions.delete(keyOf(person));
    },
  };
}

function createConversations(): Ledger['conversations'] {
  const chats = new Map<string, Asker>();
  return {
    remember: async (asker) => {
      if (asker.conversation.kind === 'personal') chats.set(keyOf(asker.person), lowerAsker(asker));
    },
    personal: async (person) => structuredClone(chats.get(keyOf(person))),
  };
}

function createLocks(): Locks {
  const held = new Map<string, Promise<void>>();
  return {
    alone: async (name, waitMs, run) => {
      const deadline = Date.now() + waitMs;
      for (let holder = held.get(name); holder !== undefined; holder = held.get(name)) {
        if (!(await endsWithin(holder, deadline - Date.now()))) return 'busy';
      }
      const turn = Promise.withResolvers<void>();
      held.set(name, turn.promise);
      try {
        return await run();
      } finally {
        held.delete(name);
        turn.resolve();
      }
    },
  };
}

async function endsWithin(work: Promise<void>, ms: number): Promise<boolean> {
  if (ms <= 0) return false;
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), ms);
  const ended = await Promise.race([work.then(() => true), late.promise]);
  clearTimeout(timer);
  return ended;
}

/** The same ledger, every method of which first looks whether the "database" is down. */
function failingWith(ledger: Ledger, failure: () => Error | undefined): Ledger {
  const guarded = <G extends object>(group: G): G =>
    new Proxy(group, {
      get: (target, name, receiver) => {
        const member: unknown = Reflect.get(target, name, receiver);
        if (typeof member === 'object' && member !== null) return guarded(member);
        if (typeof member !== 'function') return member;
        return async (...args: readonly unknown[]) => {
          const cause = failure();
          if (cause !== undefined) throw cause;
          return Reflect.apply(member, target, [...args]);
        };
      },
    });
  const copy = guarded(ledger);
  return { ...copy };
}

export function keyOf(person: PersonId): string {
  return `${person.tid}/${person.oid}`.toLowerCase();
}

export function lowerPerson(person: PersonId): PersonId {
  return { tid: person.tid.toLowerCase(), oid: person.oid.toLowerCase() };
}

export function lowerAsker(asker: Asker): Asker {
  return { ...structuredClone(asker), person: lowerPerson(asker.person) };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
