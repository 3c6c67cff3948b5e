import type { KnownUses } from '../../../domain/secrets/last-use.ts';
import { type OtherCredentialView, otherCredentialViews } from '../../../domain/secrets/other-credentials.ts';
import type { ClientId } from '../../../domain/shared/application.ts';
import type { Deps } from '../../shared/deps.ts';

/** What a card of an application says beside what Entra answers. */
interface Known {
  /** Undefined if the report is switched off. */
  readonly uses: KnownUses | undefined;
  othersOf(clientId: ClientId): { readonly others?: readonly OtherCredentialView[] };
}

/**
 * The last uses of the secrets of these applications, and their certificates and federated credentials, as the last looks saw
 * them: a tenant allows too few reads of certificates for Entra to be asked each time that somebody looks. They are stale by
 * a day at most. It is one statement.
 */
export async function knownCredentials(
  { ledger, clock, signInReports }: Pick<Deps, 'ledger' | 'clock' | 'signInReports'>,
  clientIds: readonly ClientId[],
): Promise<Known> {
  const { uses, others: kept } =
    signInReports === undefined
      ? { uses: undefined, others: await ledger.watchedApplications.of(clientIds) }
      : await ledger.lastUses.withOthers(clientIds);
  const byId = new Map(kept.map((one) => [one.clientId, one]));
  return {
    uses,
    othersOf: (clientId) => {
      const known = byId.get(clientId);
      const others = known === undefined ? [] : otherCredentialViews(known, clock());
      return others.length === 0 ? {} : { others };
    },
  };
}
