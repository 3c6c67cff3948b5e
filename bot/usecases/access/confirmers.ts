import { type Assignment, peopleOf } from '../../domain/access/assignment.ts';
import { type AwayHow, awayIn, isBack } from '../../domain/access/away.ts';
import type { PersonStatus } from '../../domain/access/directory-person.ts';
import type { ApplicationRef } from '../../domain/shared/application.ts';
import { type Apis, parseApplicationName } from '../../domain/shared/naming.ts';
import { organisationOf, type Scope, scopeId, scopesOf } from '../../domain/shared/organisation.ts';
import { type PersonId, samePerson } from '../../domain/shared/person.ts';
import type { Deps } from '../shared/deps.ts';

/** The applications of a scope, among those around it. */
export function applicationsOf(apis: Apis, scope: Scope, all: readonly ApplicationRef[]): readonly ApplicationRef[] {
  const id = scopeId(scope);
  const within = all.filter((application) => scopesOf(apis, application).some((each) => scopeId(each) === id));
  // The dummy for implementers is provided on request only, so that an organisation's name does not mean it.
  return scope.kind === 'application' ? within : within.filter((one) => isPartner(apis, one));
}

/**
 * The people who may confirm for the organisation: they manage the application, or another one of its organisation. The
 * asker may not, and nobody who has left the directory or may not sign in. Managers of the dummy for implementers do not count.
 */
export async function confirmersOf(
  deps: Pick<Deps, 'settings' | 'people' | 'ledger'>,
  scope: Scope,
  all: readonly ApplicationRef[],
  asker: PersonId,
): Promise<readonly Assignment[]> {
  const rights = await rightsToConfirm(deps, scope, all, asker);
  return peopleOf(rights).flatMap((person) => rights.find((right) => samePerson(right.person, person)) ?? []);
}

/** The assignments that give these people the right to confirm. */
export async function rightsToConfirm(
  deps: Pick<Deps, 'settings' | 'people' | 'ledger'>,
  scope: Scope,
  all: readonly ApplicationRef[],
  asker: PersonId,
): Promise<readonly Assignment[]> {
  const { apis } = deps.settings;
  const own = applicationsOf(apis, scope, all);
  const organisations = new Set(own.flatMap((one) => organisationOf(apis, one)?.key ?? []));
  const others = all.filter((one) => isPartner(apis, one) && organisations.has(organisationOf(apis, one)?.key ?? ''));
  const clientIds = [...new Set([...own, ...others].map(({ clientId }) => clientId))];
  const managers = await deps.ledger.assignments.managersOf(clientIds);
  const people = peopleOf(managers).filter((person) => !samePerson(person, asker));
  const statuses = await deps.people.statusesOf(people);
  return managers.filter((manager) => {
    const index = people.findIndex((person) => samePerson(person, manager.person));
    return index >= 0 && isThere(manager.away?.how, statuses[index]);
  });
}

/** If the directory does not answer for somebody, what the last sweep saw is true. */
function isThere(known: AwayHow | undefined, status: PersonStatus | undefined): boolean {
  if (status === undefined) return known === undefined;
  return known === undefined ? awayIn(status) === undefined : isBack(known, status);
}

function isPartner(apis: Apis, { displayName }: ApplicationRef): boolean {
  return parseApplicationName(apis, displayName)?.kind === 'Partner';
}
