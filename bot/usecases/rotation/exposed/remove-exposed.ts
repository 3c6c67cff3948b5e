import type { AuditEvent } from '../../../domain/audit/audit-events.ts';
import { type Exposed, type ExposedStays, type Rotation, removalDue } from '../../../domain/rotation/rotation.ts';
import type { Operation } from '../../../domain/secrets/operation.ts';
import type { Application } from '../../../domain/shared/application.ts';
import { hasExpired } from '../../../domain/shared/expiry.ts';
import { named } from '../../../domain/shared/person.ts';
import { systemAudit } from '../../audit/audit-events.ts';
import { aboutOf } from '../../secrets/begin-change.ts';
import { isNew } from '../../secrets/missing-secret.ts';
import type { Deps } from '../../shared/deps.ts';
import { exposedMessages, staysNotice } from './exposed-messages.ts';
import { nonceOf } from './removal-stopped.ts';

/** How long a removal waits for another change of its application. */
const LOCK_WAIT_MS = 5_000;
/** Entra may not show an application for a moment. After this long it counts as gone. */
const GONE_AFTER_MS = 24 * 60 * 60_000;

/** A removal that is due, with what it rests on. */
interface Due {
  readonly rotation: Rotation;
  readonly exposed: Exposed;
  readonly fresh: NonNullable<Rotation['fresh']>;
  readonly at: Date;
}

/**
 * Begins the deletion of each secret that is in wrong hands and whose time is up, in the name of the manager who said so.
 * From then on it is a deletion like others that were interrupted: reconcile() completes it, and guards the last live secret.
 * One that fails does not keep back the others. See decision 0037.
 */
export async function removeExposed(deps: Deps): Promise<void> {
  const due = await deps.ledger.rotations.removalsDue(deps.clock());
  for (const { id, application } of due) {
    const { clientId } = application;
    const attempt = () => beginRemoval(deps, id).then(() => 'begun' as const);
    try {
      const result = await deps.ledger.locks.withLock(clientId, LOCK_WAIT_MS, attempt);
      if (result === 'busy') deps.log.warn('a secret in wrong hands waits for another change', { clientId });
    } catch (cause) {
      deps.log.error('a secret in wrong hands is not removed yet', { clientId }, cause);
    }
  }
}

/** Somebody may have decided otherwise while it waited for the lock. What is decided later, the ledger notices. */
async function beginRemoval(deps: Deps, id: string): Promise<void> {
  const now = deps.clock();
  const due = dueOf(await deps.ledger.rotations.find(id));
  if (due === undefined || due.at > now) return;
  const { clientId } = due.rotation.application;
  const application = await deps.directory.application(clientId);
  if (application === undefined) {
    if (now.getTime() - due.at.getTime() > GONE_AFTER_MS) await stays(deps, due, 'not-shown');
    return;
  }
  const { keyId } = due.fresh.secret;
  const fresh = application.secrets.find((secret) => secret.keyId === keyId);
  if (fresh === undefined && (await isNew(deps, clientId, keyId, now))) return;
  if (fresh === undefined || hasExpired(fresh, now)) return stays(deps, due, 'no-new-secret');
  const operation = await operationOf(deps, due);
  if (operation?.state === 'open') await begin(deps, due, operation, application, now);
}

function dueOf(rotation: Rotation | undefined): Due | undefined {
  if (rotation === undefined) return undefined;
  const { exposed, fresh } = rotation;
  const at = removalDue(rotation);
  return exposed === undefined || fresh === undefined || at === undefined
    ? undefined
    : { rotation, exposed, fresh, at };
}

/** One for each time that somebody said so. */
async function operationOf(deps: Deps, { rotation: { id, application, old }, exposed }: Due) {
  const { operations } = deps.ledger;
  const nonce = nonceOf(id, exposed.at);
  const found = await operations.find(nonce);
  if (found !== undefined) return found;
  const subject = { kind: 'delete', keyId: old.keyId, rotationId: undefined } as const;
  await operations.open({ nonce, asker: exposed.by, application, openedAt: deps.clock(), ...subject });
  return operations.find(nonce);
}

async function begin(
  deps: Deps,
  due: Due,
  operation: Operation,
  { secrets }: Application,
  readAt: Date,
): Promise<void> {
  const at = deps.clock();
  const { rotation, exposed, fresh } = due;
  const { old } = rotation;
  const wanted = { rotation: rotation.id, saidAt: exposed.at, freshKeyId: fresh.secret.keyId };
  const deletion = { secrets, readAt, confirmedLast: false };
  const intent = { at, leaseUntil: at, knownKeyIds: [], secretName: old.name, secretEnd: old.end, deletion };
  const about = { ...aboutOf(deps, operation), subject: named(operation.asker), detail: 'in wrong hands' };
  const intended = systemAudit(deps, 'secret.delete.intended', { ...about, result: 'intended' });
  const begun = await deps.ledger.operations.begin(operation.nonce, { ...intent, exposed: wanted }, intended);
  if (begun === 'begun') return deps.jobs.wake('reconcile', at);
  if (begun === 'last-live') return stays(deps, due, 'last-live');
  if (begun === 'not-yours') return stays(deps, due, 'no-manager');
}

const WHY: Readonly<Record<ExposedStays, string>> = {
  kept: 'a manager keeps it',
  'no-new-secret': 'the new secret is gone',
  'last-live': 'it is the last live secret',
  'no-manager': 'the person does not manage it any more',
  'not-shown': 'Entra shows no such application',
  refused: 'Entra does not let the bot remove it',
};

/** It is not removed, and all managers are told why. */
async function stays(deps: Deps, due: Due, why: ExposedStays): Promise<void> {
  const { rotation, exposed } = due;
  const { id, application, old } = rotation;
  const about = { application, keyId: old.keyId, subject: named(exposed.by), detail: `not removed: ${WHY[why]}` };
  const audit: AuditEvent = systemAudit(deps, 'secret.kept', about);
  const told = await exposedMessages(deps, staysNotice(rotation, named(exposed.by), why), undefined);
  await deps.ledger.rotations.keepOld(id, audit, told);
  await deps.jobs.wake('send-outbox', audit.at);
}
