import type { RotationView } from '../../domain/rotation/outcomes.ts';
import type { DeleteWarning } from '../../domain/rotation/rotation.ts';
import type { Operation } from '../../domain/secrets/operation.ts';
import type { Application, ClientSecret } from '../../domain/shared/application.ts';
import { secretView } from '../../domain/shared/application-view.ts';
import type { Command } from '../../domain/shared/command.ts';
import { isLive, liveSecrets } from '../../domain/shared/expiry.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import { folded } from '../../domain/shared/text.ts';
import { auditOf } from '../audit/audit-events.ts';
import { refreshAfter } from '../reminders/plan-reminders.ts';
import { rotationById, warningsOf } from '../rotation/rotation-view.ts';
import { findMineById, isApplication } from '../shared/applications.ts';
import type { Deps } from '../shared/deps.ts';
import { refused, refuseFault } from '../shared/refuse.ts';
import { aboutOf, beginChange, changeFailed, withApplicationLock } from './begin-change.ts';
import { chooseSecret, findWithHint } from './choose-secret.ts';
import { ownForm } from './open-form.ts';

type Confirm = Extract<Command, { kind: 'confirm-delete' }>;

/** `delete <application> [hint]`. */
export async function openDelete(deps: Deps, query: string, hint: string, asker: Asker): Promise<Outcome> {
  const found = await findWithHint(deps, 'delete', query, hint, asker);
  if ('kind' in found) return found;
  const { application } = found;
  return chooseSecret(deps, 'delete', application, found.hint, (secret) =>
    openDeleteForm(deps, application, secret, undefined, asker),
  );
}

/** A button beside one secret. Both ids are looked up again among what the asker may touch. */
export async function openDeleteOf(deps: Deps, clientId: string, keyId: string, asker: Asker): Promise<Outcome> {
  const found = await findMineById(deps, asker, 'delete', clientId);
  if (!isApplication(found)) return found;
  const secret = found.secrets.find((s) => s.keyId === keyId);
  if (secret !== undefined) return openDeleteForm(deps, found, secret, undefined, asker);
  return { kind: 'deleted', application: found, secret: undefined, already: true };
}

/** Opens the confirmation; `rotation` where it is the last step of one. */
export async function openDeleteForm(
  deps: Deps,
  application: Application,
  secret: ClientSecret,
  rotation: RotationView | undefined,
  asker: Asker,
): Promise<Outcome> {
  const now = deps.clock();
  const nonce = deps.random.token();
  const ref = { clientId: application.clientId, displayName: application.displayName };
  await deps.ledger.operations.open({
    nonce,
    kind: 'delete',
    asker,
    application: ref,
    keyId: secret.keyId,
    rotationId: rotation?.rotation.id,
    openedAt: now,
  });
  return deleteForm(nonce, application, secret, now, '', rotation?.warnings ?? []);
}

function deleteForm(
  nonce: string,
  application: Application,
  secret: ClientSecret,
  now: Date,
  typedName: string,
  warnings: readonly DeleteWarning[],
): Outcome {
  const form = {
    nonce,
    application,
    secret: secretView(secret, now),
    lastLive: isLastLive(application, secret, now),
    typedName,
    mismatch: typedName.trim() !== '',
    warnings,
  };
  return { kind: 'delete-form', form };
}

function isLastLive(application: Application, secret: ClientSecret, now: Date): boolean {
  return isLive(secret, now) && liveSecrets(application, now).length === 1;
}

export async function confirmDelete(deps: Deps, command: Confirm, asker: Asker): Promise<Outcome> {
  const operation = await ownForm(deps, command.nonce, 'delete', asker);
  if (!('nonce' in operation)) return operation;
  if (operation.state === 'done') return gone(operation);
  if (operation.state !== 'open') return refused(operation.state === 'undone' ? 'form-used' : 'in-progress');
  return withApplicationLock(deps, operation, () => deleteUnderLock(deps, operation, command.typedName, asker));
}

function gone(operation: Operation): Outcome {
  return { kind: 'deleted', application: operation.application, secret: undefined, already: true };
}

/** Reads afresh under the lock: what the card showed may be old, and the last live secret asks for more. */
async function deleteUnderLock(deps: Deps, operation: Operation, typedName: string, asker: Asker): Promise<Outcome> {
  try {
    const now = deps.clock();
    const fresh = await deps.directory.application(operation.application.clientId);
    const secret = fresh?.secrets.find((s) => s.keyId === operation.keyId);
    if (fresh === undefined || secret === undefined) return afterDeletion(deps, operation, gone(operation));
    if (isLastLive(fresh, secret, now) && folded(typedName) !== folded(fresh.displayName)) {
      return deleteForm(operation.nonce, fresh, secret, now, typedName, await warningsOf(deps, operation));
    }
    const outcome = await removeRecorded(deps, operation, secret, asker);
    const left = fresh.secrets.filter(({ keyId }) => keyId !== secret.keyId);
    if (outcome.kind !== 'refused') await refreshAfter(deps, { ...fresh, secrets: left });
    return outcome;
  } catch (cause) {
    return refuseFault(deps, cause);
  }
}

async function removeRecorded(deps: Deps, operation: Operation, secret: ClientSecret, asker: Asker): Promise<Outcome> {
  const at = deps.clock();
  const facts = { secretName: secret.name, secretEnd: secret.end, knownKeyIds: [] };
  const refusal = await beginChange(deps, operation, facts, asker);
  if (refusal !== undefined) return refusal;
  let removal: 'removed' | 'absent';
  try {
    removal = await deps.directory.removeSecret(operation.application.clientId, secret.keyId);
  } catch (cause) {
    return changeFailed(deps, operation, asker, cause);
  }
  await deps.ledger.operations.settle(
    operation.nonce,
    'done',
    auditOf(deps, asker, 'secret.deleted', { ...aboutOf(deps, operation), detail: removal }),
  );
  await deps.jobs.wake('send-reminders', at);
  return afterDeletion(deps, operation, {
    kind: 'deleted',
    application: operation.application,
    secret: secretView(secret, at),
    already: removal === 'absent',
  });
}

/** The last step of a rotation shows the rotation, which is over. */
async function afterDeletion(deps: Deps, { rotationId }: Operation, otherwise: Outcome): Promise<Outcome> {
  return rotationId === undefined ? otherwise : rotationById(deps, rotationId);
}
