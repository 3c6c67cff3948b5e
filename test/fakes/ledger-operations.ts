import type { Operation } from '../../bot/domain/secrets/operation.ts';
import type { PersonId } from '../../bot/domain/shared/person.ts';
import type { KeptMessage } from '../../bot/ports/secrets/ephemeral-messages.ts';
import type { Ledger } from '../../bot/ports/shared/ledger.ts';
import { type Append, lowerAsker } from './ledger.ts';
import type { FakeRotationSteps } from './ledger-rotations.ts';

type Holds = (person: PersonId, clientId: string) => boolean;
type Writable<T> = { -readonly [K in keyof T]: T[K] };
interface Claimable {
  readonly message: KeptMessage;
  leaseUntil: Date | undefined;
}

export function createFakeOperations(
  holds: Holds,
  steps: FakeRotationSteps,
  append: Append,
): Pick<Ledger, 'operations' | 'messages'> {
  const operations = new Map<string, Writable<Operation>>();
  const messages = new Map<string, Claimable>();
  const unsettled = () => [...operations.values()].filter((o) => o.state === 'intended' || o.state === 'added');
  return {
    operations: {
      ...createLife(operations, messages, holds, steps, append),
      claimUnsettled: async (now, leaseUntil, limit) => {
        const lapsed = unsettled().filter((o) => o.leaseUntil !== undefined && o.leaseUntil <= now);
        lapsed.sort((a, b) => (a.leaseUntil?.getTime() ?? 0) - (b.leaseUntil?.getTime() ?? 0));
        const claimed = lapsed.slice(0, limit);
        for (const o of claimed) Object.assign(o, { leaseUntil, attempts: o.attempts + 1 });
        return structuredClone(claimed);
      },
      expireLeases: async () => {
        for (const o of unsettled()) o.leaseUntil = new Date(0);
        for (const m of messages.values()) m.leaseUntil = undefined;
      },
      createdKeyIds: async (clientId) =>
        [...operations.values()]
          .filter((o) => o.kind === 'create' && o.application.clientId === clientId.toLowerCase())
          .flatMap((o) => o.keyId ?? []),
    },
    messages: createMessages(messages, append),
  };
}

type Life = Pick<Ledger['operations'], 'open' | 'find' | 'begin' | 'added' | 'settle'>;

function createLife(
  operations: Map<string, Writable<Operation>>,
  messages: Map<string, Claimable>,
  holds: Holds,
  steps: FakeRotationSteps,
  append: Append,
): Life {
  const hints = new Map<string, string>();
  return {
    open: async (operation) => {
      if (operations.has(operation.nonce)) throw new Error('nonce used');
      operations.set(operation.nonce, newOperation(operation));
    },
    find: async (nonce) => structuredClone(operations.get(nonce)),
    begin: async (nonce, intent, audit) => {
      const operation = operations.get(nonce);
      if (operation?.state !== 'open') return 'not-open';
      if (!holds(operation.asker.person, operation.application.clientId)) return 'not-yours';
      if (!steps.isToDo(operation)) return 'step-taken';
      append(audit);
      const { at: intendedAt, ...rest } = intent;
      Object.assign(operation, { ...rest, intendedAt, state: 'intended' });
      return 'begun';
    },
    added: async (nonce, keyId, hint, audit) => {
      const operation = operations.get(nonce);
      if (operation?.state !== 'intended') return;
      append(audit);
      Object.assign(operation, { state: 'added', keyId });
      hints.set(nonce, hint);
    },
    settle: async (nonce, state, audit, message) => {
      const operation = operations.get(nonce);
      if (operation === undefined || operation.state === 'done' || operation.state === 'undone') return false;
      append(audit);
      Object.assign(operation, { state, leaseUntil: undefined });
      if (state === 'done' && operation.kind === 'create') steps.created(operation, hints.get(nonce) ?? '', audit.at);
      if (state === 'done' && operation.kind === 'delete') steps.deleted(operation, audit.at);
      if (message !== undefined) {
        const secret = { clientId: operation.application.clientId, keyId: operation.keyId };
        const kept = { ...structuredClone(message), asker: lowerAsker(message.asker), ...secret };
        messages.set(nonce, { message: kept, leaseUntil: undefined });
      }
      return true;
    },
  };
}

function newOperation(given: Parameters<Life['open']>[0]): Operation {
  const { clientId, displayName } = given.application;
  return {
    ...structuredClone(given),
    asker: lowerAsker(given.asker),
    application: { clientId: clientId.toLowerCase(), displayName },
    state: 'open',
    secretName: undefined,
    secretEnd: undefined,
    knownKeyIds: [],
    intendedAt: undefined,
    leaseUntil: undefined,
    attempts: 0,
  };
}

function createMessages(messages: Map<string, Claimable>, append: Append): Ledger['messages'] {
  return {
    find: async (nonce) => structuredClone(messages.get(nonce)?.message),
    claimDue: async (now, leaseUntil, limit, audit) => {
      const due = [...messages.values()]
        .filter((m) => m.message.removeAt <= now && (m.leaseUntil === undefined || m.leaseUntil <= now))
        .sort((a, b) => a.message.removeAt.getTime() - b.message.removeAt.getTime())
        .slice(0, limit);
      append(...due.map(({ message }) => audit(message)));
      for (const m of due) m.leaseUntil = leaseUntil;
      return due.map((m) => structuredClone(m.message));
    },
    removed: async (nonce, audit) => {
      if (!messages.has(nonce)) return;
      append(audit);
      messages.delete(nonce);
    },
  };
}
