import { LEASE_MS, type Operation } from '../../domain/secrets/operation.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import { DirectoryFault } from '../../ports/secrets/directory.ts';
import type { Intent } from '../../ports/secrets/operations.ts';
import { auditOf, referenceOf, refuseAccess } from '../audit/audit-events.ts';
import { rotationById } from '../rotation/rotation-view.ts';
import type { Deps } from '../shared/deps.ts';
import { refused, refuseFault } from '../shared/refuse.ts';

/** How long a second change of one application waits for the first. */
const LOCK_WAIT_MS = 15_000;

type Facts = Pick<Intent, 'secretEnd' | 'knownKeyIds'> & { readonly secretName: string };

/** What the rows of one operation have in common. */
export function aboutOf(deps: Deps, operation: Pick<Operation, 'nonce' | 'application' | 'keyId'>) {
  const { application, keyId } = operation;
  return { application, keyId, reference: referenceOf(deps, operation.nonce) };
}

/** Changes one application at a time, across all processes. */
export async function withApplicationLock(
  deps: Deps,
  operation: Operation,
  change: () => Promise<Outcome>,
): Promise<Outcome> {
  const outcome = await deps.ledger.locks.withLock(operation.application.clientId, LOCK_WAIT_MS, change);
  return outcome === 'busy' ? refused('busy') : outcome;
}

/** Records the intent before the outside world is touched. The refusal where the change may not begin. */
export async function beginChange(
  deps: Deps,
  operation: Operation,
  facts: Facts,
  asker: Asker,
): Promise<Outcome | undefined> {
  const at = deps.clock();
  const leaseUntil = new Date(at.getTime() + LEASE_MS);
  const audit = auditOf(deps, asker, `secret.${operation.kind}.intended`, {
    ...aboutOf(deps, operation),
    result: 'intended',
  });
  const begun = await deps.ledger.operations.begin(operation.nonce, { at, leaseUntil, ...facts }, audit);
  if (begun === 'step-taken' && operation.rotationId !== undefined)
    return rotationById(deps, operation.rotationId, 'step-taken');
  if (begun === 'not-yours') {
    const { application, keyId } = operation;
    return refuseAccess(deps, asker, 'not-yours', { application, keyId, detail: `form: ${operation.kind}` });
  }
  if (begun !== 'begun') return refused('in-progress');
  await deps.jobs.wake('reconcile', leaseUntil);
  return undefined;
}

/** Where Entra certainly did nothing the operation ends; where it may have, reconciliation finds out. */
export async function changeFailed(deps: Deps, operation: Operation, asker: Asker, cause: unknown): Promise<Outcome> {
  const outcome = refuseFault(deps, cause);
  if (cause instanceof DirectoryFault && cause.ambiguous && outcome.kind === 'refused') {
    return refused('outcome-unknown', outcome.reference);
  }
  const about = { ...aboutOf(deps, operation), result: 'failed', detail: 'refused by the directory' } as const;
  const undone = auditOf(deps, asker, `secret.${operation.kind}.undone`, about);
  await deps.ledger.operations.settle(operation.nonce, 'undone', undone);
  return outcome;
}
