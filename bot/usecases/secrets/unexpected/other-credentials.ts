import { type OtherCredentialView, otherCredentialViews } from '../../../domain/secrets/other-credentials.ts';
import type { ClientId } from '../../../domain/shared/application.ts';
import type { Deps } from '../../shared/deps.ts';

/**
 * The certificates and federated credentials of these applications, as the last looks saw them: a tenant allows too few reads
 * of certificates for Entra to be asked each time that somebody looks. They are stale by a day at most.
 */
export async function otherCredentials(
  { ledger, clock }: Pick<Deps, 'ledger' | 'clock'>,
  clientIds: readonly ClientId[],
): Promise<(clientId: ClientId) => { readonly others?: readonly OtherCredentialView[] }> {
  const seen = clientIds.length === 0 ? [] : await ledger.watchedApplications.of(clientIds);
  const kept = new Map(seen.map((one) => [one.clientId, one]));
  return (clientId) => {
    const known = kept.get(clientId);
    const others = known === undefined ? [] : otherCredentialViews(known, clock());
    return others.length === 0 ? {} : { others };
  };
}
