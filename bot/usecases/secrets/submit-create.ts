import type { IssuedSecret } from '../../domain/secrets/issued-secret.ts';
import type { Operation } from '../../domain/secrets/operation.ts';
import { expiryRange, isShortLived, type NewSecret, parseNewSecret } from '../../domain/secrets/secret-form.ts';
import type { Application, ClientSecret } from '../../domain/shared/application.ts';
import { secretView } from '../../domain/shared/application-view.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import { DirectoryFault } from '../../ports/secrets/directory.ts';
import type { KeptMessage } from '../../ports/secrets/ephemeral-messages.ts';
import { auditOf } from '../audit/audit-events.ts';
import type { CommandModule } from '../shared/command-module.ts';
import type { Deps, TurnDeps } from '../shared/deps.ts';
import { carries, NONCE, TYPED, TYPED_IF_ASKED } from '../shared/fields.ts';
import { newReference, refused, refuseFault } from '../shared/refuse.ts';
import type { AfterChange } from './after-change.ts';
import { aboutOf, beginChange, changeFailed, withApplicationLock } from './begin-change.ts';
import { deliver } from './deliver.ts';
import { takeBackUnkept } from './ephemeral.ts';
import { policyLimit } from './lifetime/policy-day.ts';
import { shorterLife } from './lifetime/shorter-life.ts';
import { secretNews } from './news/secret-news.ts';
import { ownForm } from './open-form.ts';
import { undoCreation } from './undo-creation.ts';

interface SubmitCreateCommand {
  readonly kind: 'submit-create';
  readonly nonce: string;
  readonly name: string;
  readonly expiry: string;
  /** `true` if the person has ticked that the secret may expire early. Most cards do not ask for it. */
  readonly early?: string | undefined;
}

/** One creation under way. */
interface Creation {
  readonly deps: Deps;
  readonly operation: Operation;
  readonly wanted: NewSecret;
  readonly asker: Asker;
  readonly after: AfterChange;
}

/** The submitted form of a creation. */
export function submitCreateCommand(after: AfterChange): CommandModule<SubmitCreateCommand> {
  return {
    kind: 'submit-create',
    button: carries('submit-create', { nonce: NONCE, name: TYPED, expiry: TYPED, early: TYPED_IF_ASKED }),
    need: 'step-up',
    perform: (deps, command, asker) => submitCreate(deps, command, asker, after),
  };
}

/** Records the intent, creates once, delivers, settles. */
async function submitCreate(
  deps: TurnDeps,
  command: SubmitCreateCommand,
  asker: Asker,
  after: AfterChange,
): Promise<Outcome> {
  const now = deps.clock();
  const zone = deps.settings.reminderZone;
  const operation = await ownForm(deps, command.nonce, 'create', asker);
  if (!('nonce' in operation)) return operation;
  if (operation.state !== 'open') return repeated(operation);
  const parsed = parseNewSecret(command.name, command.expiry, now, zone);
  const isEarly = 'end' in parsed && command.early !== 'true' && isShortLived(parsed.end, now);
  const limit = isEarly || !('end' in parsed) ? await policyLimit(deps) : undefined;
  // A policy that allows no longer life has said it for the person.
  const wanted = isEarly && (limit === undefined || !isShortLived(limit.latest, now)) ? EARLY : parsed;
  if (!('end' in wanted)) {
    const { application, rotationId: rotation } = operation;
    const typed = { name: command.name, expiry: command.expiry, ...expiryRange(now, zone), problems: wanted };
    const policyDay = limit?.lastDay;
    return { kind: 'create-form', form: { nonce: operation.nonce, application, rotation, policyDay, ...typed } };
  }
  return withApplicationLock(deps, operation, () => createUnderLock({ deps, operation, wanted, asker, after }));
}

const EARLY = ['expiry-early'] as const;

/** A form submitted again creates nothing. */
function repeated(operation: Operation): Outcome {
  if (operation.state === 'done') return refused('already-created');
  return refused(operation.state === 'undone' ? 'nothing-created' : 'in-progress');
}

async function createUnderLock(creation: Creation): Promise<Outcome> {
  const { deps, operation, wanted, asker, after } = creation;
  let current: Application | undefined;
  try {
    current = await deps.directory.application(operation.application.clientId);
  } catch (cause) {
    return refuseFault(deps, cause);
  }
  if (current === undefined) return refuseFault(deps, new DirectoryFault('absent', { ambiguous: false }));
  const knownKeyIds = current.secrets.map((secret) => secret.keyId);
  const facts = { secretName: wanted.name, secretEnd: wanted.end, knownKeyIds, deletion: undefined };
  const begun = await beginChange(deps, operation, facts, asker, after);
  if (begun === 'last-live') throw new Error('a creation was taken for a deletion');
  if (begun !== 'begun') return begun;
  const issued = await issue(creation);
  if (!('value' in issued)) return issued;
  const outcome = await handOver(creation, issued, current.secrets);
  if (isCreated(outcome)) await after.refresh(deps, { ...current, secrets: [...current.secrets, issued.secret] });
  return outcome;
}

function isCreated({ kind }: Outcome): boolean {
  return kind === 'created' || kind === 'rotation';
}

/** Asks Entra once. If it certainly did nothing, the operation ends; if it may have, reconciliation finds out. */
async function issue(creation: Creation): Promise<IssuedSecret | Outcome> {
  const { deps, operation, wanted, asker } = creation;
  try {
    const issued = await deps.directory.addSecret(operation.application.clientId, wanted);
    // It is valid at once. Entra's clock may be ahead of ours, and then its start seems to be in the future.
    const start = new Date(Math.min(issued.secret.start.getTime(), deps.clock().getTime()));
    return { value: issued.value, secret: { ...issued.secret, start } };
  } catch (cause) {
    const outcome = await changeFailed(deps, operation, asker, cause);
    return outcome.kind === 'refused' && outcome.refusal === 'lifetime'
      ? shorterLife(deps, operation, wanted, asker, outcome)
      : outcome;
  }
}

async function handOver(
  { deps, operation, asker, after }: Creation,
  issued: IssuedSecret,
  siblings: readonly ClientSecret[],
): Promise<Outcome> {
  const { nonce, application } = operation;
  const about = aboutOf(deps, { ...operation, keyId: issued.secret.keyId });
  const created = auditOf(deps, asker, 'secret.created', about);
  const { keyId, hint } = issued.secret;
  const { policy, secretMessageMinutes: minutes } = deps.settings;
  const access = await deps.ledger.operations.added(nonce, keyId, hint, created, policy);
  if (access !== 'deliverable') return undoCreation(deps, operation, keyId, asker, undoneBecause(access));
  const message = { nonce, application, ...issued, minutes };
  const delivered = await deliver(deps, asker, message, () =>
    deps.ledger.operations.isDeliverable(nonce, policy, deps.clock()),
  );
  if (delivered === undefined || delivered === 'access-ended')
    return undoCreation(deps, operation, keyId, asker, undoneBecause(delivered));
  const now = deps.clock();
  const removeAt = new Date(now.getTime() + minutes * 60_000);
  const kept = { nonce, asker, ...delivered.receipt, removeAt };
  const handedOver = auditOf(deps, asker, 'secret.delivered', { ...about, detail: delivered.where });
  const news = secretNews(deps, operation, issued.secret);
  if (!(await deps.ledger.operations.settle(nonce, 'done', handedOver, kept, [news])))
    return tooLate(deps, { ...kept, clientId: application.clientId, keyId });
  await deps.jobs.wake('remove-messages', removeAt);
  await deps.jobs.wake('send-outbox', now);
  if (operation.rotationId !== undefined)
    return after.created(deps, operation.rotationId, { where: delivered.where, minutes });
  const secret = secretView(issued.secret, now, siblings);
  return {
    kind: 'created',
    operation: nonce,
    application,
    secret,
    where: delivered.where,
    minutes,
    ...(siblings.length === 0 ? { isFirst: true } : {}),
  };
}

function undoneBecause(access: 'access-ended' | 'not-intended' | undefined): 'access ended' | 'not delivered' {
  return access === 'access-ended' ? 'access ended' : 'not delivered';
}

/** Reconciliation took this process for dead and removed the secret: the message with its value is taken back. */
async function tooLate(deps: Deps, message: KeptMessage): Promise<Outcome> {
  deps.log.error('secret removed by reconciliation before it was settled', { nonce: message.nonce.slice(0, 6) });
  await takeBackUnkept(deps, message);
  return refused('nothing-created', newReference(deps));
}
