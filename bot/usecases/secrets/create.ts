import type { IssuedSecret } from '../../domain/secrets/issued-secret.ts';
import type { Operation } from '../../domain/secrets/operation.ts';
import {
  expiryRange,
  isShortLived,
  type NewSecret,
  parseNewSecret,
  prefill,
} from '../../domain/secrets/secret-form.ts';
import type { Application } from '../../domain/shared/application.ts';
import { secretView } from '../../domain/shared/application-view.ts';
import type { Command } from '../../domain/shared/command.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import { plainText } from '../../domain/shared/text.ts';
import { DirectoryFault } from '../../ports/secrets/directory.ts';
import type { KeptMessage } from '../../ports/secrets/ephemeral-messages.ts';
import { auditOf } from '../audit/audit-events.ts';
import { refreshAfter } from '../reminders/plan-reminders.ts';
import { rotationAfterCreation } from '../rotation/rotation-view.ts';
import { findMine, isApplication } from '../shared/applications.ts';
import type { Deps } from '../shared/deps.ts';
import { newReference, refused, refuseFault } from '../shared/refuse.ts';
import { aboutOf, beginChange, changeFailed, withApplicationLock } from './begin-change.ts';
import { deliver } from './deliver.ts';
import { takeBack } from './ephemeral.ts';
import { ownForm } from './open-form.ts';
import { undoCreation } from './undo-creation.ts';

type Submit = Extract<Command, { kind: 'submit-create' }>;

/** Opens the form; only its nonce goes into the card. */
export async function openCreateForm(deps: Deps, query: string, asker: Asker): Promise<Outcome> {
  const found = await findMine(deps, asker, 'create', query);
  return isApplication(found) ? openCreateFormFor(deps, found, undefined, asker) : found;
}

/** `rotationId`: where it is the first step of a rotation. */
export async function openCreateFormFor(
  deps: Deps,
  { clientId, displayName }: Application,
  rotationId: string | undefined,
  asker: Asker,
): Promise<Outcome> {
  const now = deps.clock();
  const nonce = deps.random.token();
  const application = { clientId, displayName };
  const subject = { kind: 'create', application, keyId: undefined, rotationId } as const;
  await deps.ledger.operations.open({ nonce, asker, openedAt: now, ...subject });
  const form = { nonce, application, ...prefill(plainText(asker.name, 80), now), ...expiryRange(now), problems: [] };
  return { kind: 'create-form', form };
}

/** Records the intent, creates once, delivers, settles. */
export async function submitCreate(deps: Deps, command: Submit, asker: Asker): Promise<Outcome> {
  const now = deps.clock();
  const operation = await ownForm(deps, command.nonce, 'create', asker);
  if (!('nonce' in operation)) return operation;
  if (operation.state !== 'open') return repeated(operation);
  const wanted = parseNewSecret(command.name, command.expiry, now);
  if (!('end' in wanted)) {
    const typed = { name: command.name, expiry: command.expiry, ...expiryRange(now), problems: wanted };
    return { kind: 'create-form', form: { nonce: operation.nonce, application: operation.application, ...typed } };
  }
  return withApplicationLock(deps, operation, () => createUnderLock(deps, operation, wanted, asker));
}

/** A form submitted again creates nothing. */
function repeated(operation: Operation): Outcome {
  if (operation.state === 'done') return refused('already-created');
  return refused(operation.state === 'undone' ? 'nothing-created' : 'in-progress');
}

async function createUnderLock(deps: Deps, operation: Operation, wanted: NewSecret, asker: Asker): Promise<Outcome> {
  const { application } = operation;
  let fresh: Application | undefined;
  try {
    fresh = await deps.directory.application(application.clientId);
  } catch (cause) {
    return refuseFault(deps, cause);
  }
  if (fresh === undefined) return refuseFault(deps, new DirectoryFault('absent', { ambiguous: false }));
  const knownKeyIds = fresh.secrets.map((secret) => secret.keyId);
  const facts = { secretName: wanted.name, secretEnd: wanted.end, knownKeyIds };
  const refusal = await beginChange(deps, operation, facts, asker);
  if (refusal !== undefined) return refusal;
  const issued = await issue(deps, operation, wanted, asker);
  if (!('value' in issued)) return issued;
  const outcome = await handOver(deps, operation, issued, asker);
  if (isCreated(outcome)) await refreshAfter(deps, { ...fresh, secrets: [...fresh.secrets, issued.secret] });
  return outcome;
}

function isCreated({ kind }: Outcome): boolean {
  return kind === 'created' || kind === 'rotation';
}

/** One addPassword. Where Entra certainly did nothing the operation ends; where it may have, reconciliation finds out. */
async function issue(
  deps: Deps,
  operation: Operation,
  wanted: NewSecret,
  asker: Asker,
): Promise<IssuedSecret | Outcome> {
  try {
    return await deps.directory.addSecret(operation.application.clientId, wanted);
  } catch (cause) {
    return changeFailed(deps, operation, asker, cause);
  }
}

async function handOver(deps: Deps, operation: Operation, issued: IssuedSecret, asker: Asker): Promise<Outcome> {
  const { nonce, application } = operation;
  const about = aboutOf(deps, { ...operation, keyId: issued.secret.keyId });
  const created = auditOf(deps, asker, 'secret.created', about);
  await deps.ledger.operations.added(nonce, issued.secret.keyId, issued.secret.hint, created);
  const minutes = deps.settings.secretMessageMinutes;
  const delivered = await deliver(deps, asker, {
    nonce,
    application,
    secret: issued.secret,
    value: issued.value,
    minutes,
  });
  if (delivered === undefined) return undoCreation(deps, operation, issued.secret.keyId, asker);
  const now = deps.clock();
  const removeAt = new Date(now.getTime() + minutes * 60_000);
  const message = { nonce, asker, ...delivered.receipt, removeAt };
  const handedOver = auditOf(deps, asker, 'secret.delivered', { ...about, detail: delivered.where });
  if (!(await deps.ledger.operations.settle(nonce, 'done', handedOver, message)))
    return tooLate(deps, { ...message, clientId: application.clientId, keyId: issued.secret.keyId });
  await deps.jobs.wake('remove-messages', removeAt);
  if (operation.rotationId !== undefined)
    return rotationAfterCreation(deps, operation.rotationId, { where: delivered.where, minutes });
  const secret = secretView(issued.secret, now);
  return {
    kind: 'created',
    application,
    secret,
    where: delivered.where,
    minutes,
    shortLived: isShortLived(secret.end, now),
  };
}

/** Reconciliation held this process for dead and removed the secret: what was sent is void and is taken back. */
async function tooLate(deps: Deps, message: KeptMessage): Promise<Outcome> {
  deps.log.error('secret removed by reconciliation before it was settled', { nonce: message.nonce.slice(0, 6) });
  await takeBack(deps, message, message.asker);
  return refused('nothing-created', newReference(deps));
}
