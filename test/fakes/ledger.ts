import type { AuditEvent } from '../../bot/domain/audit/audit-events.ts';
import type { Asker, NamedPerson, PersonId } from '../../bot/domain/shared/person.ts';
import { ADMIN_ROLE, type Session } from '../../bot/domain/sign-in/session.ts';
import type { Administrators } from '../../bot/ports/access/administrators.ts';
import type { AuditSigner } from '../../bot/ports/audit/audit-anchor.ts';
import type { Ledger } from '../../bot/ports/shared/ledger.ts';
import type { Locks } from '../../bot/ports/shared/locks.ts';
import { createFakeAssignments } from './ledger-assignments.ts';
import { createFakeAudit } from './ledger-audit.ts';
import { createFakeLinks } from './ledger-links.ts';
import { createFakeOperations } from './ledger-operations.ts';
import { createFakeOutbox } from './ledger-outbox.ts';
import { createFakeConversations, createFakeMailChoices, createFakeSweeps } from './ledger-people.ts';
import { createReminderState } from './ledger-reminder-state.ts';
import { createFakeReminders } from './ledger-reminders.ts';
import { createFakeRequests } from './ledger-requests.ts';
import { createFakeRotations } from './ledger-rotations.ts';
import { createFakeSignIns } from './ledger-sign-ins.ts';

/** Appends to the record of who did what, all of it or nothing; throws where an event cannot be recorded. */
export type Append = (...events: readonly AuditEvent[]) => void;

export interface FakeLedger extends Ledger {
  /** From now on (until `undefined`) every method rejects with this, as with a database that is down. */
  fail(cause: Error | undefined): void;
}

/** A whole ledger in memory. Each method is one synchronous step, hence one transaction. */
export function createFakeLedger(signer?: AuditSigner): FakeLedger {
  let failure: Error | undefined;
  const { audit, append } = createFakeAudit(signer);
  const messages = createFakeOutbox();
  const assigned = createFakeAssignments(append, messages);
  const state = createReminderState();
  const { rotations, steps } = createFakeRotations(state, append);
  const changes = createFakeOperations(assigned.holds, steps, append);
  const ledger: Ledger = {
    assignments: assigned.assignments,
    requests: createFakeRequests(append, messages, assigned),
    outbox: messages.outbox,
    ...createSessions(append),
    signIns: createFakeSignIns(),
    ...changes,
    operations: {
      ...changes.operations,
      expireLeases: async () => {
        for (const digest of state.digests.values()) digest.leaseUntil = undefined;
        messages.expireLeases();
        await changes.operations.expireLeases();
      },
    },
    conversations: createFakeConversations(),
    links: createFakeLinks(append),
    reminders: createFakeReminders(state, append),
    rotations,
    mailChoices: createFakeMailChoices(append),
    sweeps: createFakeSweeps(append),
    locks: createLocks(),
    audit,
    check: async () => {},
  };
  const failing = failingWith(ledger, () => failure);
  return Object.assign(failing, {
    fail: (cause: Error | undefined) => {
      failure = cause;
    },
  });
}

function createSessions(append: Append): Pick<Ledger, 'sessions' | 'administrators'> {
  const sessions = new Map<string, Session>();
  const administrators = new Map<string, PersonId>();
  const all: Administrators['all'] = async () => structuredClone([...administrators.values()]);
  return {
    administrators: { all },
    sessions: {
      find: async (person, now) => {
        const session = sessions.get(keyOf(person));
        return session !== undefined && session.expiresAt > now ? structuredClone(session) : undefined;
      },
      start: async (given, audit) => {
        append(audit);
        const session = { ...structuredClone(given), person: lowerPerson(given.person) };
        sessions.set(keyOf(session.person), session);
        if (session.roles.includes(ADMIN_ROLE)) administrators.set(keyOf(session.person), session.person);
        else administrators.delete(keyOf(session.person));
      },
      end: async (person, audit) => {
        if (!sessions.has(keyOf(person))) return false;
        append(audit);
        return sessions.delete(keyOf(person));
      },
    },
  };
}

function createLocks(): Locks {
  const held = new Map<string, Promise<void>>();
  return {
    withLock: async (name, waitMs, run) => {
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

export function lowerNamed(person: NamedPerson): NamedPerson {
  return { ...lowerPerson(person), name: person.name };
}

export function lowerAsker(asker: Asker): Asker {
  return { ...structuredClone(asker), person: lowerPerson(asker.person) };
}
