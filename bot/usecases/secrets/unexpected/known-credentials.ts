import type { KnownUses } from '../../../domain/secrets/last-use.ts';
import {
  type OtherCredentialView,
  type OthersSeen,
  otherCredentialViews,
} from '../../../domain/secrets/other-credentials.ts';
import type { ClientId } from '../../../domain/shared/application.ts';
import type { Deps } from '../../shared/deps.ts';
import { tellsOfUses, type UseSources, usesBy } from '../uses/known-uses.ts';

/** What a card of an application says beside what Entra answers. */
interface Known {
  /** Undefined if the report and the log are switched off. */
  readonly uses: KnownUses | undefined;
  othersOf(clientId: ClientId): Others;
}

interface Others {
  readonly others?: readonly OtherCredentialView[];
}

/**
 * The last uses of the secrets of these applications, and their certificates and federated credentials, as the last looks saw
 * them: a tenant allows too few reads of certificates for Entra to be asked each time that somebody looks. They are stale by
 * a day at most. It is one statement.
 */
export async function knownCredentials(
  deps: Pick<Deps, 'ledger' | 'clock'> & UseSources,
  clientIds: readonly ClientId[],
): Promise<Known> {
  const { ledger, clock } = deps;
  const { uses, others: kept } = tellsOfUses(deps)
    ? await ledger.lastUses.withOthers(clientIds)
    : { uses: undefined, others: await ledger.watchedApplications.of(clientIds) };
  const byId = new Map(kept.map((one) => [one.clientId, one]));
  return {
    uses: uses && usesBy(deps, uses),
    othersOf: (clientId) => othersShown(byId.get(clientId), clock()),
  };
}

/** What a card shows of the credentials that are no client secrets: nothing if there is none, or none is known. */
export function othersShown(known: OthersSeen | undefined, now: Date): Others {
  const others = known === undefined ? [] : otherCredentialViews(known, now);
  return others.length === 0 ? {} : { others };
}
