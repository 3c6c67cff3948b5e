import { isConfirmedBy } from '../../domain/secrets/confirmation.ts';
import type { KnownUses } from '../../domain/secrets/last-use.ts';
import type { Operation } from '../../domain/secrets/operation.ts';
import type { Application, ClientSecret } from '../../domain/shared/application.ts';
import { secretView } from '../../domain/shared/application-view.ts';
import { hasExpired } from '../../domain/shared/expiry.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import { auditOf } from '../audit/audit-events.ts';
import type { CommandModule } from '../shared/command-module.ts';
import type { Deps, TurnDeps } from '../shared/deps.ts';
import { carries, NONCE, TYPED } from '../shared/fields.ts';
import { refused, refuseFault } from '../shared/refuse.ts';
import type { AfterChange } from './after-change.ts';
import { aboutOf, beginChange, changeFailed, withApplicationLock } from './begin-change.ts';
import { deleteForm, isInUse, isLastLiveNow } from './delete.ts';
import { isNew, missingSecret } from './missing-secret.ts';
import { secretNews } from './news/secret-news.ts';
import { ownForm } from './open-form.ts';
import { freshUses } from './uses/known-uses.ts';

interface ConfirmDeleteCommand {
  readonly kind: 'confirm-delete';
  readonly nonce: string;
  readonly typedName: string;
}

/** One deletion that somebody has confirmed. */
export interface Deletion {
  readonly deps: Deps;
  readonly operation: Operation;
  readonly typedName: string;
  readonly asker: Asker;
  readonly after: AfterChange;
  /** A secret that has not expired is not deleted by a press alone. */
  readonly onlyExpired?: boolean;
}

/** What the directory showed, and from when that is. */
interface Seen {
  readonly current: Application;
  readonly secret: ClientSecret;
  readonly readAt: Date;
  /** Undefined if Entra's report of last uses is switched off. */
  readonly uses: KnownUses | undefined;
}

/** The submitted form of a deletion. */
export function confirmDeleteCommand(after: AfterChange): CommandModule<ConfirmDeleteCommand> {
  return {
    kind: 'confirm-delete',
    button: carries('confirm-delete', { nonce: NONCE, typedName: TYPED }),
    need: 'step-up',
    perform: (deps, command, asker) => confirmDelete(deps, command, asker, after),
  };
}

async function confirmDelete(
  deps: TurnDeps,
  { nonce, typedName }: ConfirmDeleteCommand,
  asker: Asker,
  after: AfterChange,
): Promise<Outcome> {
  const operation = await ownForm(deps, nonce, 'delete', asker);
  return 'nonce' in operation ? deleteOperation({ deps, operation, typedName, asker, after }) : operation;
}

/** Deletes the secret of a form that is the asker's own. */
export async function deleteOperation(deletion: Deletion): Promise<Outcome> {
  const { deps, operation } = deletion;
  if (operation.state === 'done') return gone(operation);
  if (operation.state !== 'open') return refused(operation.state === 'undone' ? 'form-used' : 'in-progress');
  return withApplicationLock(deps, operation, () => deleteUnderLock(deletion));
}

function gone(operation: Operation): Outcome {
  return { kind: 'deleted', application: operation.application, secret: undefined, already: true };
}

/** Reads again under the lock, because what the card showed may be old. */
async function deleteUnderLock(deletion: Deletion): Promise<Outcome> {
  const { deps, operation, after } = deletion;
  try {
    const readAt = deps.clock();
    const current = await deps.directory.application(operation.application.clientId);
    const secret = current?.secrets.find(({ keyId }) => keyId === operation.keyId);
    if (current === undefined || secret === undefined) return answerMissing(deletion, readAt);
    const outcome = await removeRecorded(deletion, {
      current,
      secret,
      readAt,
      uses: await freshUses(deps, current.clientId),
    });
    if (outcome.kind === 'deleted' || outcome.kind === 'rotation') await after.refresh(deps, without(current, secret));
    return outcome;
  } catch (cause) {
    return refuseFault(deps, cause);
  }
}

/** Nothing is begun if the secret may only be too new to be shown: the same form can be submitted again. */
async function answerMissing(deletion: Deletion, readAt: Date): Promise<Outcome> {
  const { application, keyId = '' } = deletion.operation;
  const answer = await missingSecret(deletion.deps, application, keyId, readAt);
  return answer.kind === 'deleted' ? shownAfter(deletion, answer) : answer;
}

/** Deleting a secret that is in use, or the last live one, asks for more: the form is shown again, with what has to be typed. */
async function askForMore(
  { deps, operation, typedName, after }: Deletion,
  seen: Seen,
  lastLive: boolean,
): Promise<Outcome> {
  const { nonce, rotationId } = operation;
  const { current: application, secret, uses } = seen;
  const now = deps.clock();
  const warnings = rotationId === undefined ? [] : await after.warnings(deps, rotationId);
  await deps.ledger.operations.warn(nonce, { last: lastLive, inUse: isInUse(uses, secret, now) });
  // A name that fits was typed for something else, and is not called wrong.
  const typed = isConfirmedBy(typedName, application) ? '' : typedName;
  return deleteForm({
    nonce,
    application,
    secret,
    now,
    uses,
    lastLive,
    typedName: typed,
    warnings,
    rotation: rotationId,
  });
}

function without(application: Application, { keyId }: ClientSecret): Application {
  return { ...application, secrets: application.secrets.filter((secret) => secret.keyId !== keyId) };
}

async function removeRecorded(deletion: Deletion, seen: Seen): Promise<Outcome> {
  const { deps, operation, asker, after, typedName } = deletion;
  const { current, secret, readAt } = seen;
  const at = deps.clock();
  const { warned } = operation;
  const isTyped = isConfirmedBy(typedName, current);
  const confirmedLast = isTyped && warned.last;
  // It may have been used since the form was drawn.
  const isUsed = !(isTyped && warned.inUse) && isInUse(seen.uses, secret, at);
  if (isUsed || (deletion.onlyExpired === true && !hasExpired(secret, at)))
    return askForMore(deletion, seen, await isLastLiveNow(deps, { application: current, secret, readAt }));
  const facts = {
    secretName: secret.name,
    secretEnd: secret.end,
    knownKeyIds: [],
    deletion: { secrets: current.secrets, readAt, confirmedLast },
  };
  const begun = await beginChange(deps, operation, facts, asker, after);
  if (begun === 'last-live') return askForMore(deletion, seen, true);
  if (begun !== 'begun') return begun;
  let removal: 'removed' | 'absent';
  try {
    removal = await deps.directory.removeSecret(operation.application.clientId, secret.keyId);
  } catch (cause) {
    return changeFailed(deps, operation, asker, cause);
  }
  // Another replica does not know the new secret yet: reconciliation removes it.
  if (removal === 'absent' && (await isNew(deps, current.clientId, secret.keyId, at)))
    return refused('outcome-unknown');
  const about = { ...aboutOf(deps, operation), detail: removal };
  const deleted = auditOf(deps, asker, 'secret.deleted', about);
  const news = secretNews(deps, operation, secret);
  await deps.ledger.operations.settle(operation.nonce, 'done', deleted, undefined, [news]);
  await deps.jobs.wake('send-outbox', at);
  return shownAfter(deletion, {
    kind: 'deleted',
    application: operation.application,
    secret: secretView(secret, at, current.secrets),
    already: removal === 'absent',
  });
}

/** The last step of a rotation shows the rotation, which is over now. */
async function shownAfter({ deps, operation, after }: Deletion, otherwise: Outcome): Promise<Outcome> {
  const { rotationId } = operation;
  return rotationId === undefined ? otherwise : after.deleted(deps, rotationId);
}
