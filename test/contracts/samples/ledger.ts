import { createHash, randomUUID } from 'node:crypto';
import type { AuditEvent } from '../../../bot/domain/audit/audit-events.ts';
import { type Asker, named } from '../../../bot/domain/shared/person.ts';
import type { SignInPolicy } from '../../../bot/domain/sign-in/session.ts';
import type { Intent, NewOperation } from '../../../bot/ports/secrets/operations.ts';
import type { Ledger } from '../../../bot/ports/shared/ledger.ts';

export const NOW = new Date('2026-11-24T10:00:00.123Z');

export const POLICY: SignInPolicy = { signInContext: undefined, stepUpContext: 'c1', stepUpMinutes: 10 };

export function later(ms: number): Date {
  return new Date(NOW.getTime() + ms);
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function event(over: Partial<AuditEvent> = {}): AuditEvent {
  return {
    at: NOW,
    actor: undefined,
    action: 'assignment.added',
    result: 'done',
    subject: undefined,
    clientId: undefined,
    keyId: undefined,
    conversationId: undefined,
    reference: '',
    detail: 'test',
    ...over,
  };
}

/** An event that every ledger refuses to record, so that its change must not happen. */
export const UNRECORDABLE = event({ keyId: '\0' });

export function someone(): Asker {
  return {
    person: { tid: randomUUID(), oid: randomUUID() },
    accountId: `29:${randomUUID()}`,
    name: 'Ada Ångström',
    conversation: {
      kind: 'channel',
      id: '19:c@thread.tacv2;messageid=1',
      serviceUrl: 'http://127.0.0.1:1/',
      botAccountId: '28:bot',
    },
  };
}

export const intent: Intent = {
  at: NOW,
  leaseUntil: later(60_000),
  secretName: 'n',
  secretEnd: later(99),
  knownKeyIds: ['k'],
  deletion: undefined,
};

/** An operation whose form is open, by a manager of its application. */
export async function openedOperation(ledger: Ledger, over: Partial<NewOperation> = {}): Promise<NewOperation> {
  const operation: NewOperation = {
    nonce: randomUUID(),
    kind: 'create',
    asker: someone(),
    application: { clientId: randomUUID(), displayName: 'Partner-NL-X-DM' },
    keyId: over.kind === 'delete' ? randomUUID() : undefined,
    rotationId: undefined,
    openedAt: NOW,
    ...over,
  };
  await ledger.assignments.add(named(operation.asker), operation.application.clientId, event());
  await ledger.operations.open(operation);
  return operation;
}

/** An operation that was carried out to its end. */
export async function settledOperation(ledger: Ledger, over: Partial<NewOperation>): Promise<NewOperation> {
  const operation = await openedOperation(ledger, over);
  await ledger.operations.begin(operation.nonce, intent, event());
  const keyId = over.keyId ?? randomUUID();
  if (operation.kind === 'create') await ledger.operations.added(operation.nonce, keyId, 'abc', event(), POLICY);
  await ledger.operations.settle(operation.nonce, 'done', event({ at: later(500) }));
  return operation;
}
