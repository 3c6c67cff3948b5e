import { isLastLive, unseenSince } from '../../domain/secrets/last-live.ts';
import type { Operation } from '../../domain/secrets/operation.ts';
import { DirectoryFault } from '../../ports/secrets/directory.ts';
import type { Deps } from '../shared/deps.ts';
import { isNew } from './missing-secret.ts';
import { isReplicated, remove, settle } from './settle-change.ts';
import type { ToldOfStopped, WhyStopped } from './stopped-deletion.ts';

/**
 * Without a confirmation, the last live secret is not removed. Whether it was removed before is only known when the
 * directory has replicated that; until then it is asked again.
 */
export async function completeDeletion(deps: Deps, operation: Operation, told: ToldOfStopped): Promise<boolean> {
  const { keyId } = operation;
  if (keyId === undefined) return settle(deps, operation, 'undone', 'secret.delete.undone');
  const found = operation.confirmedLast ? 'removable' : await lastLiveSecret(deps, operation, keyId);
  if (found === 'removable') return removeAgain(deps, operation, keyId, told);
  if (!isReplicated(deps, operation)) return false;
  return found === 'gone'
    ? settle(deps, operation, 'done', 'secret.deleted')
    : stop(deps, operation, 'last-live', told);
}

const DETAILS: Readonly<Record<WhyStopped, string>> = {
  'last-live': 'not completed: it is the last live secret',
  refused: 'not completed: refused by the directory',
};

async function stop(deps: Deps, operation: Operation, why: WhyStopped, told: ToldOfStopped): Promise<boolean> {
  const stopped = { why, detail: DETAILS[why], told: await told(deps, operation, why) };
  return settle(deps, operation, 'undone', 'secret.delete.undone', stopped);
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

async function removeAgain(deps: Deps, operation: Operation, keyId: string, told: ToldOfStopped): Promise<boolean> {
  const { clientId } = operation.application;
  try {
    const removal = await remove(deps, clientId, keyId);
    // Entra may not know a new secret yet.
    if (removal === 'absent' && (await isNew(deps, clientId, keyId, deps.clock()))) return false;
    return settle(deps, operation, 'done', 'secret.deleted');
  } catch (cause) {
    if (!isRefusal(cause) || !isReplicated(deps, operation)) throw cause;
    const isThere = await isShown(deps, clientId, keyId);
    if (!isThere) return settle(deps, operation, 'done', 'secret.deleted');
    deps.log.error('deletion given up', { clientId, problem: cause.problem, requestId: cause.requestId }, cause);
    return stop(deps, operation, 'refused', told);
  }
}

/** Whether Entra will not remove it for certain. One that is busy or does not answer may do it later. */
function isRefusal(cause: unknown): cause is DirectoryFault {
  return (
    cause instanceof DirectoryFault &&
    !cause.ambiguous &&
    cause.problem !== 'throttled' &&
    cause.problem !== 'unreachable'
  );
}

/** The first attempt, whose answer was unclear, may have removed the secret. By now the directory shows whether it did. */
async function isShown({ directory }: Pick<Deps, 'directory'>, clientId: string, keyId: string): Promise<boolean> {
  const application = await directory.application(clientId);
  return application?.secrets.some((secret) => secret.keyId === keyId) === true;
}
