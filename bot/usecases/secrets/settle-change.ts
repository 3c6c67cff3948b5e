import type { AuditAction, AuditEvent } from '../../domain/audit/audit-events.ts';
import type { ChangeNotice } from '../../domain/messages/notice.ts';
import type { OutboxMessage } from '../../domain/messages/outbox.ts';
import { type Operation, REPLICATION_MS } from '../../domain/secrets/operation.ts';
import { named } from '../../domain/shared/person.ts';
import { DirectoryFault } from '../../ports/secrets/directory.ts';
import { systemAudit } from '../audit/audit-events.ts';
import type { Deps } from '../shared/deps.ts';
import { aboutOf } from './begin-change.ts';
import { secretNews } from './news/secret-news.ts';
import type { WhyStopped } from './stopped-deletion.ts';

/** From then on the directory shows for certain what the operation did when it began. */
export function replicatedAt({ intendedAt, openedAt }: Operation): Date {
  return new Date((intendedAt ?? openedAt).getTime() + REPLICATION_MS + 1);
}

export function isReplicated({ clock }: Pick<Deps, 'clock'>, operation: Operation): boolean {
  return clock() >= replicatedAt(operation);
}

/** A deletion that is not completed. `told`: what others than its person are told. */
interface Stopped {
  readonly why: WhyStopped;
  readonly detail: string;
  readonly told: readonly OutboxMessage[];
}

/** What the person is told goes into the outbox with the settling: a slow message never delays another's removal. */
export async function settle(
  deps: Deps,
  operation: Operation,
  state: 'done' | 'undone',
  action: AuditAction,
  stopped?: Stopped,
): Promise<boolean> {
  const { random, clock, ledger } = deps;
  const to = { kind: 'asker', asker: operation.asker } as const;
  const message = { id: random.token(), to, content: noticeOf(operation, state, stopped?.why), at: clock() };
  const event = reconciled(deps, operation, action, stopped?.detail);
  await ledger.operations.settle(operation.nonce, state, event, undefined, [
    message,
    ...newsOf(deps, operation, state),
    ...(stopped?.told ?? []),
  ]);
  return true;
}

/** A creation that was interrupted is always undone, so that the other managers never heard of it. */
function newsOf(deps: Deps, operation: Operation, state: 'done' | 'undone'): readonly OutboxMessage[] {
  const { kind, keyId, secretName: name = '', secretEnd: end } = operation;
  if (state !== 'done' || kind !== 'delete' || keyId === undefined || end === undefined) return [];
  return [secretNews(deps, operation, { keyId, name, end })];
}

/** By the bot itself, for the person who had begun it. */
export function reconciled(
  deps: Pick<Deps, 'clock' | 'random'>,
  operation: Operation,
  action: AuditAction,
  detail = 'reconciled',
): AuditEvent {
  const subject = named(operation.asker);
  return systemAudit(deps, action, { ...aboutOf(deps, operation), subject, detail });
}

/** An application that Entra does not know any more has taken its secrets with it. */
export async function remove(
  deps: Pick<Deps, 'directory'>,
  clientId: string,
  keyId: string,
): Promise<'removed' | 'absent'> {
  try {
    return await deps.directory.removeSecret(clientId, keyId);
  } catch (cause) {
    if (cause instanceof DirectoryFault && cause.problem === 'absent') return 'absent';
    throw cause;
  }
}

function noticeOf(operation: Operation, state: 'done' | 'undone', why: WhyStopped | undefined): ChangeNotice {
  const { application, keyId = '', secretName: name = '' } = operation;
  if (operation.kind === 'create') {
    const startedAt = operation.intendedAt ?? operation.openedAt;
    return { kind: 'creation-undone', application, name, startedAt };
  }
  const secret = { keyId, name };
  if (state === 'done') return { kind: 'deletion-completed', application, secret };
  return { kind: 'deletion-stopped', application, secret, ...(why === 'refused' ? { why } : {}) };
}
