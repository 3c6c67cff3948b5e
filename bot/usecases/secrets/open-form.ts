import { FORM_LIFETIME_MS, type Operation } from '../../domain/secrets/operation.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import { type Asker, samePerson } from '../../domain/shared/person.ts';
import { refuseAccess } from '../audit/audit-events.ts';
import { managesApplication } from '../shared/applications.ts';
import type { TurnDeps } from '../shared/deps.ts';

/**
 * The asker's own form of this kind, or why not. Unknown, foreign and old forms get one neutral answer, and are
 * recorded. The assignment is checked here for an early answer, and again in the transaction that begins the change.
 */
export async function ownForm(
  deps: Pick<TurnDeps, 'clock' | 'random' | 'ledger' | 'askerFacts'>,
  nonce: string,
  kind: Operation['kind'],
  asker: Asker,
): Promise<Operation | Outcome> {
  const operation = await deps.ledger.operations.find(nonce);
  if (operation === undefined || operation.kind !== kind)
    return refuseAccess(deps, asker, 'form-expired', { detail: 'unknown form' });
  const { application, keyId } = operation;
  if (!samePerson(operation.asker.person, asker.person))
    return refuseAccess(deps, asker, 'form-expired', { application, keyId, detail: 'form of another person' });
  const age = deps.clock().getTime() - operation.openedAt.getTime();
  if (operation.state === 'open' && age > FORM_LIFETIME_MS)
    return refuseAccess(deps, asker, 'form-expired', { application, keyId, detail: 'old form' });
  const assigned = await managesApplication(deps, application.clientId);
  return assigned ? operation : refuseAccess(deps, asker, 'not-yours', { application, keyId, detail: 'form' });
}
