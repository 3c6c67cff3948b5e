import type { Exposed, Rotation } from '../../../domain/rotation/rotation.ts';
import type { Operation } from '../../../domain/secrets/operation.ts';
import type { Application } from '../../../domain/shared/application.ts';
import { named } from '../../../domain/shared/person.ts';
import { systemAudit } from '../../audit/audit-events.ts';
import { aboutOf } from '../../secrets/begin-change.ts';
import type { Deps } from '../../shared/deps.ts';
import { exposedMessages } from './exposed-messages.ts';

/** How long a removal waits for another change of its application. */
const LOCK_WAIT_MS = 5_000;

/**
 * Begins the deletion of each secret that is in wrong hands and whose time is up, in the name of the manager who said so.
 * From then on it is a deletion like others that were interrupted: reconcile() completes it, and guards the last live secret.
 * If the process dies in between, the same operation is found at the next run. One that fails does not keep back the others.
 */
export async function removeExposed(deps: Deps): Promise<void> {
  const due = await deps.ledger.rotations.removalsDue(deps.clock());
  for (const rotation of due) {
    const { clientId } = rotation.application;
    const attempt = () => beginRemoval(deps, rotation).then(() => 'begun' as const);
    try {
      const result = await deps.ledger.locks.withLock(clientId, LOCK_WAIT_MS, attempt);
      if (result === 'busy') deps.log.warn('a secret in wrong hands waits for another change', { clientId });
    } catch (cause) {
      deps.log.error('a secret in wrong hands is not removed yet', { clientId }, cause);
    }
  }
}

async function beginRemoval(deps: Deps, rotation: Rotation): Promise<void> {
  const { ledger, directory } = deps;
  const readAt = deps.clock();
  const application = await directory.application(rotation.application.clientId);
  if (rotation.exposed !== undefined && application !== undefined) {
    const operation = await operationOf(deps, rotation, rotation.exposed);
    if (operation?.state === 'open') await begin(deps, rotation, operation, application, readAt);
  }
  // From here on the operation does the rest. If Entra knows no such application, there is nothing to remove.
  await ledger.rotations.keepOld(rotation.id, undefined);
}

/** One for each time that somebody said so. */
async function operationOf(deps: Deps, { id, application, old }: Rotation, exposed: Exposed) {
  const { operations } = deps.ledger;
  const nonce = `exposed-${id}-${exposed.at.getTime()}`;
  const found = await operations.find(nonce);
  if (found !== undefined) return found;
  const subject = { kind: 'delete', keyId: old.keyId, rotationId: undefined } as const;
  await operations.open({ nonce, asker: exposed.by, application, openedAt: deps.clock(), ...subject });
  return operations.find(nonce);
}

async function begin(
  deps: Deps,
  rotation: Rotation,
  operation: Operation,
  { secrets }: Application,
  readAt: Date,
): Promise<void> {
  const at = deps.clock();
  const { old } = rotation;
  const deletion = { secrets, readAt, confirmedLast: false };
  const intent = { at, leaseUntil: at, knownKeyIds: [], secretName: old.name, secretEnd: old.end, deletion };
  const about = { ...aboutOf(deps, operation), subject: named(operation.asker), detail: 'in wrong hands' };
  const intended = systemAudit(deps, 'secret.delete.intended', { ...about, result: 'intended' });
  const begun = await deps.ledger.operations.begin(operation.nonce, intent, intended);
  if (begun === 'begun') return deps.jobs.wake('reconcile', at);
  if (begun === 'not-open') return;
  const { application } = rotation;
  const by = named(operation.asker);
  const stays = { kind: 'exposed', application, rotation: rotation.id, secret: old, by, hours: undefined } as const;
  const why = begun === 'last-live' ? 'it is the last live secret' : 'the person does not manage it any more';
  const undone = systemAudit(deps, 'secret.delete.undone', {
    ...about,
    result: 'failed',
    detail: `not completed: ${why}`,
  });
  await deps.ledger.operations.settle(
    operation.nonce,
    'undone',
    undone,
    undefined,
    await exposedMessages(deps, stays, undefined),
  );
  await deps.jobs.wake('send-outbox', at);
}
