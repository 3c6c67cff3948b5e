import type { AuditAction, AuditEvent } from '../../domain/audit/audit-events.ts';
import type { ChangeNotice } from '../../domain/messages/notice.ts';
import { isLastLive, mayHaveCreated, unseenSince } from '../../domain/secrets/last-live.ts';
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
  // All of them are settled before anybody is told.
  if (claimed.length > 0) await deps.jobs.wake('send-outbox', deps.clock());
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
  const certain = isReplicated(deps, operation);
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

/** Whether the directory shows for certain what the operation did when it began. */
function isReplicated({ clock }: Pick<Deps, 'clock'>, { intendedAt, openedAt }: Operation): boolean {
  return clock().getTime() - (intendedAt ?? openedAt).getTime() > REPLICATION_MS;
}

/** Ours has the intent's exact name and end, was not there before, and belongs to no other operation. */
async function findOurs(deps: Pick<Deps, 'directory' | 'ledger'>, operation: Operation): Promise<string | undefined> {
  const application = await deps.directory.application(operation.application.clientId);
  const others = await deps.ledger.operations.createdKeyIds(operation.application.clientId);
  return application?.secrets.find((secret) => !others.includes(secret.keyId) && mayHaveCreated(operation, secret))
    ?.keyId;
}

/**
 * Without a confirmation, the last live secret is not removed. Whether it was removed before is only known when the
 * directory has replicated that; until then it is asked again.
 */
async function completeDelete(deps: Deps, operation: Operation): Promise<boolean> {
  const { keyId } = operation;
  if (keyId === undefined) return settle(deps, operation, 'undone', 'secret.delete.undone');
  const found = operation.confirmedLast ? 'removable' : await lastLiveSecret(deps, operation, keyId);
  if (found === 'removable') {
    await remove(deps, operation.application.clientId, keyId);
    return settle(deps, operation, 'done', 'secret.deleted');
  }
  if (!isReplicated(deps, operation)) return false;
  return found === 'gone'
    ? settle(deps, operation, 'done', 'secret.deleted')
    : settle(deps, operation, 'undone', 'secret.delete.undone', 'not completed: it is the last live secret');
}

/** `removable` if a live secret is left without it. Otherwise, whether the directory shows it. */
async function lastLiveSecret(
  { clock, directory, ledger }: Pick<Deps, 'clock' | 'directory' | 'ledger'>,
  { nonce, application: { clientId } }: Operation,
  keyId: string,
): Promise<'removable' | 'shown' | 'gone'> {
  const readAt = clock();
  const application = await directory.application(clientId);
  if (application === undefined) return 'removable';
  const { secrets } = application;
  const changes = await ledger.operations.changes(clientId, unseenSince(readAt));
  const others = changes.filter((change) => change.nonce !== nonce);
  if (!isLastLive(keyId, { secrets, readAt }, others, clock())) return 'removable';
  return secrets.some((secret) => secret.keyId === keyId) ? 'shown' : 'gone';
}

/** What the person is told goes into the outbox with the settling: a slow message never delays another's removal. */
async function settle(
  deps: Deps,
  operation: Operation,
  state: 'done' | 'undone',
  action: AuditAction,
  detail?: string,
): Promise<boolean> {
  const { random, clock, ledger } = deps;
  const to = { kind: 'asker', asker: operation.asker } as const;
  const message = { id: random.token(), to, content: noticeOf(operation, state), at: clock() };
  const event = reconciled(deps, operation, action, detail);
  await ledger.operations.settle(operation.nonce, state, event, undefined, [message]);
  return true;
}

/** By the bot itself, for the person who had begun it. */
function reconciled(
  deps: Pick<Deps, 'clock' | 'random'>,
  operation: Operation,
  action: AuditAction,
  detail = 'reconciled',
): AuditEvent {
  const subject = named(operation.asker);
  return systemAudit(deps, action, { ...aboutOf(deps, operation), subject, detail });
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

function noticeOf(operation: Operation, state: 'done' | 'undone'): ChangeNotice {
  const { application, keyId = '', secretName: name = '' } = operation;
  if (operation.kind === 'delete')
    return { kind: state === 'done' ? 'deletion-completed' : 'deletion-stopped', application, secret: { keyId, name } };
  return {
    kind: 'creation-undone',
    application,
    name,
    startedAt: operation.intendedAt ?? operation.openedAt,
  };
}
