import { mayHaveCreated } from '../../domain/secrets/last-live.ts';
import type { Operation } from '../../domain/secrets/operation.ts';
import type { Deps } from '../shared/deps.ts';
import { completeDeletion } from './complete-deletion.ts';
import { isReplicated, reconciled, remove, replicatedAt, settle } from './settle-change.ts';
import type { ToldOfStopped } from './stopped-deletion.ts';
import { FIRST_RETRY_MS } from './undo-creation.ts';

const BATCH = 20;
/** How long one attempt has. A deletion that failed is tried again after that, and after twice as long each further time. */
const ATTEMPT_MS = 15_000;
/** The longest time between two attempts. */
const LONGEST_WAIT_MS = 10 * 60_000;
/** Attempts after which operators are alarmed at each further one. */
const ALARM_AFTER = 4;

/**
 * Brings every change that its process left unsettled to its end: a secret that nobody received is removed. `told`: what others
 * are told if a deletion is not completed.
 */
export async function reconcile(deps: Deps, told: ToldOfStopped): Promise<void> {
  const now = deps.clock();
  const leaseUntil = new Date(now.getTime() + ATTEMPT_MS);
  const claimed = await deps.ledger.operations.claimUnsettled(now, leaseUntil, BATCH);
  for (const operation of claimed) {
    if (!(await attempt(deps, operation, told))) await putOff(deps, operation);
  }
  // All of them are tried before anybody is told.
  if (claimed.length > 0) await deps.jobs.wake('send-outbox', deps.clock());
  if (claimed.length === BATCH) await deps.jobs.wake('reconcile', now);
}

/** Until the next attempt, nobody takes it up. What only waits for replication is not kept waiting for longer than that. */
async function putOff(deps: Pick<Deps, 'clock' | 'ledger' | 'jobs'>, operation: Operation): Promise<void> {
  const now = deps.clock().getTime();
  // A new secret that nobody received is live until it is removed; a deletion that is late leaves what was there before.
  const first = operation.kind === 'create' ? FIRST_RETRY_MS : ATTEMPT_MS;
  const later = now + Math.min(first * 2 ** (operation.attempts - 1), LONGEST_WAIT_MS);
  const certain = replicatedAt(operation).getTime();
  const until = new Date(certain > now ? Math.min(later, certain) : later);
  await deps.ledger.operations.postpone(operation.nonce, until);
  await deps.jobs.wake('reconcile', until);
}

async function attempt(deps: Deps, operation: Operation, told: ToldOfStopped): Promise<boolean> {
  const { clientId } = operation.application;
  try {
    const settled = await (operation.kind === 'create'
      ? undoCreate(deps, operation)
      : completeDeletion(deps, operation, told));
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

/** Ours has the intent's exact name and end, was not there before, and belongs to no other operation. */
async function findOurs(deps: Pick<Deps, 'directory' | 'ledger'>, operation: Operation): Promise<string | undefined> {
  const application = await deps.directory.application(operation.application.clientId);
  const others = await deps.ledger.operations.createdKeyIds(operation.application.clientId);
  return application?.secrets.find((secret) => !others.includes(secret.keyId) && mayHaveCreated(operation, secret))
    ?.keyId;
}
