import type { Operation } from '../../domain/secrets/operation.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import { auditOf, referenceOf } from '../audit/audit-events.ts';
import type { Deps } from '../shared/deps.ts';
import { refused } from '../shared/refuse.ts';
import { aboutOf } from './begin-change.ts';

/** A removal that has failed often succeeds a moment later. Until then the secret is live, although nobody has it. */
export const FIRST_RETRY_MS = 2_000;

/**
 * Takes back a secret that reached nobody. Only a confirmed removal settles the operation: `absent` right after an add
 * may be replication lag, so that (and any fault) is left to reconciliation, which tries within seconds until it is certain.
 */
export async function undoCreation(
  deps: Deps,
  operation: Operation,
  keyId: string,
  asker: Asker,
  why: 'not delivered' | 'access ended',
): Promise<Outcome> {
  const reference = referenceOf(deps, operation.nonce);
  deps.log.warn('secret undelivered, removing it', { reference, clientId: operation.application.clientId, keyId });
  try {
    const removal = await deps.directory.removeSecret(operation.application.clientId, keyId);
    if (removal === 'absent') return leave(deps, operation, reference);
  } catch (cause) {
    deps.log.error('undelivered secret not removed yet', { reference, keyId }, cause);
    return leave(deps, operation, reference);
  }
  const about = { ...aboutOf(deps, { ...operation, keyId }), detail: why };
  const undone = auditOf(deps, asker, 'secret.create.undone', about);
  await deps.ledger.operations.settle(operation.nonce, 'undone', undone);
  return refused(why === 'access ended' ? 'access-ended' : 'nothing-created', reference);
}

/** This process works on it no longer, so that reconciliation need not wait until its lease ends. */
async function leave(deps: Deps, { nonce }: Operation, reference: string): Promise<Outcome> {
  const at = new Date(deps.clock().getTime() + FIRST_RETRY_MS);
  await deps.ledger.operations.postpone(nonce, at);
  await deps.jobs.wake('reconcile', at);
  return refused('removal-pending', reference);
}
