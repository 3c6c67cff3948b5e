import type { AuditAction, AuditEvent } from '../../domain/audit/audit-events.ts';
import type { ChangeNotice } from '../../domain/messages/notice.ts';
import { type Operation, REPLICATION_MS } from '../../domain/secrets/operation.ts';
import { named } from '../../domain/shared/person.ts';
import { DirectoryFault } from '../../ports/secrets/directory.ts';
import { systemAudit } from '../audit/audit-events.ts';
import type { Deps } from '../shared/deps.ts';
import { aboutOf } from './begin-change.ts';

const BATCH = 20;
/** How long one attempt has, and so how soon the next may follow. */
const ATTEMPT_MS = 15_000;
/** Attempts after which operators are alarmed at each further one. */
const ALARM_AFTER = 4;

/** Brings every change that its process left unsettled to its end: a secret that nobody received is removed. */
export async function reconcile(deps: Deps): Promise<void> {
  const now = deps.clock();
  const nextTry = new Date(now.getTime() + ATTEMPT_MS);
  const claimed = await deps.ledger.operations.claimUnsettled(now, nextTry, BATCH);
  let settled = true;
  for (const operation of claimed) {
    settled = (await attempt(deps, operation)) && settled;
  }
  if (!settled || claimed.length === BATCH) await deps.jobs.wake('reconcile', settled ? now : nextTry);
}

async function attempt(deps: Deps, operation: Operation): Promise<boolean> {
  const { clientId } = operation.application;
  try {
    const settled = await (operation.kind === 'create' ? undoCreate(deps, operation) : completeDelete(deps, operation));
    if (!settled && operation.attempts > ALARM_AFTER)
      deps.log.error('change still unsettled', { clientId, attempts: operation.attempts });
    return settled;
  } catch (cause) {
    deps.log.error('reconciliation failed, will try again', { clientId, attempts: operation.attempts }, cause);
    return false;
  }
}

async function undoCreate(deps: Deps, operation: Operation): Promise<boolean> {
  const keyId = operation.keyId ?? (await findOurs(deps, operation));
  const certain = deps.clock().getTime() - (operation.intendedAt ?? operation.openedAt).getTime() > REPLICATION_MS;
  if (keyId === undefined) return certain && settle(deps, operation, 'undone', 'secret.create.undone');
  if (operation.state === 'intended')
    await deps.ledger.operations.added(
      operation.nonce,
      keyId,
      '',
      reconciled(deps, { ...operation, keyId }, 'secret.created'),
      deps.settings.policy,
    );
  const removal = await remove(deps, operation.application.clientId, keyId);
  if (removal === 'absent' && !certain) return false;
  return settle(deps, { ...operation, keyId }, 'undone', 'secret.create.undone');
}

/** Ours has the intent's exact name and end, was not there before, and belongs to no other operation. */
async function findOurs(deps: Pick<Deps, 'directory' | 'ledger'>, operation: Operation): Promise<string | undefined> {
  const application = await deps.directory.application(operation.application.clientId);
  const others = new Set([
    ...operation.knownKeyIds,
    ...(await deps.ledger.operations.createdKeyIds(operation.application.clientId)),
  ]);
  return application?.secrets.find(
    (secret) =>
      !others.has(secret.keyId) &&
      secret.name === operation.secretName &&
      secret.end.getTime() === operation.secretEnd?.getTime(),
  )?.keyId;
}

async function completeDelete(deps: Deps, operation: Operation): Promise<boolean> {
  if (operation.keyId === undefined) return settle(deps, operation, 'undone', 'secret.delete.undone');
  await remove(deps, operation.application.clientId, operation.keyId);
  return settle(deps, operation, 'done', 'secret.deleted');
}

/** What the person is told goes into the outbox with the settling: a slow message never delays another's removal. */
async function settle(
  deps: Deps,
  operation: Operation,
  state: 'done' | 'undone',
  action: AuditAction,
): Promise<boolean> {
  const { random, clock, ledger, jobs } = deps;
  const to = { kind: 'asker', asker: operation.asker } as const;
  const message = { id: random.token(), to, content: noticeOf(operation), at: clock() };
  await ledger.operations.settle(operation.nonce, state, reconciled(deps, operation, action), undefined, [message]);
  await jobs.wake('send-outbox', clock());
  return true;
}

/** By the bot itself, for the person who had begun it. */
function reconciled(deps: Pick<Deps, 'clock' | 'random'>, operation: Operation, action: AuditAction): AuditEvent {
  const subject = named(operation.asker);
  return systemAudit(deps, action, { ...aboutOf(deps, operation), subject, detail: 'reconciled' });
}

/** An application that Entra does not know any more has taken its secrets with it. */
async function remove(deps: Pick<Deps, 'directory'>, clientId: string, keyId: string): Promise<'removed' | 'absent'> {
  try {
    return await deps.directory.removeSecret(clientId, keyId);
  } catch (cause) {
    if (cause instanceof DirectoryFault && cause.problem === 'absent') return 'absent';
    throw cause;
  }
}

function noticeOf(operation: Operation): ChangeNotice {
  const { application } = operation;
  if (operation.kind === 'delete') return { kind: 'deletion-completed', application };
  return {
    kind: 'creation-undone',
    application,
    name: operation.secretName ?? '',
    startedAt: operation.intendedAt ?? operation.openedAt,
  };
}
