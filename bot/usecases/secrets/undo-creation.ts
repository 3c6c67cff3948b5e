import type { Operation } from '../../domain/secrets/operation.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import { auditOf, referenceOf } from '../audit/audit-events.ts';
import type { Deps } from '../shared/deps.ts';
import { refused } from '../shared/refuse.ts';
import { aboutOf } from './begin-change.ts';

/**
 * Takes back a secret that reached nobody. Only a confirmed removal settles the operation: `absent` right after an add
 * may be replication lag, so that (and any fault) is left to reconciliation, which tries until it is certain.
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
    if (removal === 'absent') return refused('removal-pending', reference);
  } catch (cause) {
    deps.log.error('undelivered secret not removed yet', { reference, keyId }, cause);
    return refused('removal-pending', reference);
  }
  const about = { ...aboutOf(deps, { ...operation, keyId }), detail: why };
  const undone = auditOf(deps, asker, 'secret.create.undone', about);
  await deps.ledger.operations.settle(operation.nonce, 'undone', undone);
  return refused(why === 'access ended' ? 'access-ended' : 'nothing-created', reference);
}
