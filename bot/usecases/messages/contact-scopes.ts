import { ALL_BEGINNINGS } from '../../domain/shared/naming.ts';
import {
  type OrganisationScope,
  organisationsOf,
  scopesManagedBy,
  scopesNamed,
} from '../../domain/shared/organisation.ts';
import { isAdministrator } from '../shared/administrators.ts';
import { applicationsAround, assignedApplications } from '../shared/applications.ts';
import type { TurnDeps } from '../shared/deps.ts';

type Reading = Pick<TurnDeps, 'settings' | 'clock' | 'directory' | 'askerFacts'>;

/** For whose contacts the asker speaks. */
export interface ContactScopes {
  /** An administrator speaks for every organisation, and confirms what others have proposed. */
  readonly administrator: boolean;
  readonly organisations: readonly OrganisationScope[];
}

/**
 * The organisations of which the asker may add contacts. A button names one, so that an administrator's press costs the
 * reading of its country alone. Words may be a part of any name that follows the convention: no other has an organisation.
 */
export async function organisationsToAdd(deps: Reading, scope: string): Promise<ContactScopes> {
  if (!(await isAdministrator(deps))) return { administrator: false, organisations: await managedOrganisations(deps) };
  const applications =
    scope === ''
      ? await deps.directory.beginningWith(ALL_BEGINNINGS)
      : await applicationsAround(deps, scopesNamed(scope));
  const byName = organisationsOf(applications).toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
  return { administrator: true, organisations: byName };
}

/** The organisations for which the asker speaks as a manager. */
export async function managedOrganisations(
  deps: Pick<TurnDeps, 'directory' | 'askerFacts'>,
): Promise<readonly OrganisationScope[]> {
  return scopesManagedBy((await assignedApplications(deps)).mine).filter((scope) => scope.kind === 'organisation');
}
