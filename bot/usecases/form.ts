import { FORM_LIFETIME_MS, type Operation } from '../domain/operation.ts';
import type { Outcome } from '../domain/outcome.ts';
import { type Asker, samePerson } from '../domain/person.ts';
import { auditOf } from './audit.ts';
import type { Deps } from './deps.ts';
import { refused } from './refuse.ts';

/**
 * The asker's own form of this kind, or why not. Unknown, foreign and old forms get one neutral answer; a foreign one is
 * recorded. The assignment is checked here for an early answer, and again in the transaction that begins the change.
 */
export async function ownForm(
  deps: Deps,
  nonce: string,
  kind: Operation['kind'],
  asker: Asker,
): Promise<Operation | Outcome> {
  const operation = await deps.ledger.operations.find(nonce);
  if (operation === undefined || operation.kind !== kind) return refused('form-expired');
  if (!samePerson(operation.asker.person, asker.person)) {
    await deps.ledger.audit.record(auditOf(deps, asker, 'access.refused', operation, 'form of another person'));
    return refused('form-expired');
  }
  const age = deps.clock().getTime() - operation.openedAt.getTime();
  if (operation.state === 'open' && age > FORM_LIFETIME_MS) return refused('form-expired');
  const assigned = await deps.ledger.assignments.holds(asker.person, operation.application.clientId);
  return assigned ? operation : refused('not-yours');
}
