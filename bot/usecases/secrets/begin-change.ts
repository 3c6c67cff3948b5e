import { LEASE_MS, type Operation } from '../../domain/secrets/operation.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import { DirectoryFault } from '../../ports/secrets/directory.ts';
import type { Intent } from '../../ports/secrets/operations.ts';
import { auditOf, referenceOf, refuseAccess } from '../audit/audit-events.ts';
import type { Deps } from '../shared/deps.ts';
import { refused, refuseFault } from '../shared/refuse.ts';
import type { AfterChange } from './after-change.ts';

/** How long a second change of one application waits for the first. */
const LOCK_WAIT_MS = 15_000;

type Facts = Pick<Intent, 'secretEnd' | 'knownKeyIds' | 'deletion'> & { readonly secretName: string };

/** What the rows of one operation have in common. */
export function aboutOf(deps: Pick<Deps, 'random'>, operation: Pick<Operation, 'nonce' | 'application' | 'keyId'>) {
  const { application, keyId } = operation;
  return { application, keyId, reference: referenceOf(deps, operation.nonce) };
}

/** Changes one application at a time, across all processes. */
export async function withApplicationLock(
  deps: Pick<Deps, 'ledger'>,
  operation: Operation,
  change: () => Promise<Outcome>,
): Promise<Outcome> {
  const outcome = await deps.ledger.locks.withLock(operation.application.clientId, LOCK_WAIT_MS, change);
  return outcome === 'busy' ? refused('busy') : outcome;
}

/**
 * Records the intent before Entra is asked for anything. Returns the refusal if the change may not begin; `last-live` if
 * a deletion has to be confirmed by more than a press.
 */
export async function beginChange(
  deps: Deps,
  operation: Operation,
  facts: Facts,
  asker: Asker,
  after: Pick<AfterChange, 'stepTaken'>,
): Promise<Outcome | 'begun' | 'last-live'> {
  const at = deps.clock();
  const leaseUntil = new Date(at.getTime() + LEASE_MS);
  const audit = auditOf(deps, asker, `secret.${operation.kind}.intended`, {
    ...aboutOf(deps, operation),
    result: 'intended',
  });
  const begun = await deps.ledger.operations.begin(operation.nonce, { at, leaseUntil, ...facts }, audit);
  if (begun === 'step-taken' && operation.rotationId !== undefined) return after.stepTaken(deps, operation.rotationId);
  if (begun === 'not-yours') {
    const { application, keyId } = operation;
    return refuseAccess(deps, asker, 'not-yours', { application, keyId, detail: `form: ${operation.kind}` });
  }
  if (begun === 'last-live') return begun;
  if (begun !== 'begun') return refused('in-progress');
  await deps.jobs.wake('reconcile', leaseUntil);
  return begun;
}

/** If Entra certainly did nothing, the operation ends; if it may have, reconciliation finds out. */
export async function changeFailed(
  deps: Pick<Deps, 'clock' | 'random' | 'log' | 'ledger'>,
  operation: Operation,
  asker: Asker,
  cause: unknown,
): Promise<Outcome> {
  const outcome = refuseFault(deps, cause);
  if (cause instanceof DirectoryFault && cause.ambiguous && outcome.kind === 'refused') {
    return refused('outcome-unknown', outcome.reference);
  }
  const about = { ...aboutOf(deps, operation), result: 'failed', detail: 'refused by the directory' } as const;
  const undone = auditOf(deps, asker, `secret.${operation.kind}.undone`, about);
  await deps.ledger.operations.settle(operation.nonce, 'undone', undone);
  return outcome;
}
