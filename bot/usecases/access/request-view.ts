import { type AccessRequest, isOpenRequest } from '../../domain/access/access-request.ts';
import type { Assignment } from '../../domain/access/assignment.ts';
import type { RequestView } from '../../domain/access/outcomes.ts';
import type { ApplicationRef } from '../../domain/shared/application.ts';
import type { Apis } from '../../domain/shared/naming.ts';
import { type Scope, scopeId, scopesOf } from '../../domain/shared/organisation.ts';
import { type PersonId, samePerson } from '../../domain/shared/person.ts';
import { applicationsAround } from '../shared/applications.ts';
import type { Deps } from '../shared/deps.ts';
import { applicationsOf, confirmersOf } from './confirmers.ts';

/** A request, with the applications and confirmers of the organisation as they are now. */
export interface RequestFacts {
  readonly request: AccessRequest;
  /** The applications around the request's scope, from which the others follow. */
  readonly around: readonly ApplicationRef[];
  readonly applications: readonly ApplicationRef[];
  /** Each of another person. */
  readonly confirmers: readonly Assignment[];
}

export async function factsOfRequest(
  deps: Pick<Deps, 'settings' | 'people' | 'ledger'>,
  request: AccessRequest,
  around: readonly ApplicationRef[],
): Promise<RequestFacts> {
  const { scope, asker } = request;
  if (scope === undefined) return { request, around, applications: [], confirmers: [] };
  return {
    request,
    around,
    applications: applicationsOf(deps.settings.apis, scope, around),
    confirmers: await confirmersOf(deps, scope, around, asker.person),
  };
}

/** The applications that the facts of these requests follow from. */
export function applicationsOfRequests(
  deps: Pick<Deps, 'settings' | 'directory'>,
  requests: readonly AccessRequest[],
): Promise<readonly ApplicationRef[]> {
  return applicationsAround(
    deps,
    requests.flatMap(({ scope }) => scope ?? []),
  );
}

/** The facts of the request with this id. */
export async function requestFacts(
  deps: Pick<Deps, 'settings' | 'directory' | 'people' | 'ledger'>,
  id: string,
): Promise<RequestFacts | undefined> {
  const request = await deps.ledger.requests.find(id);
  return request === undefined
    ? undefined
    : factsOfRequest(deps, request, await applicationsOfRequests(deps, [request]));
}

export function isConfirmer({ confirmers }: RequestFacts, person: PersonId): boolean {
  return confirmers.some((each) => samePerson(each.person, person));
}

/**
 * Whether somebody may have to do with a request, judged only by what they manage. The request's organisation is not
 * read.
 */
export function speaksFor(apis: Apis, mine: readonly Scope[], { scope }: AccessRequest): boolean {
  if (scope === undefined) return false;
  const asked =
    scope.kind === 'application' ? scopesOf(apis, { clientId: scope.key, displayName: scope.name }) : [scope];
  const ids = new Set(mine.map(scopeId));
  return asked.some((each) => ids.has(scopeId(each)));
}

/** The roles of the person who sees the card. */
export interface Reviewer {
  readonly confirmer: boolean;
  readonly administrator: boolean;
}

export function requestView({ request, applications, confirmers }: RequestFacts, reviewer: Reviewer): RequestView {
  const mustRecord = request.state === 'waiting' && confirmers.length === 0;
  return {
    request,
    may: mayOf(request, mustRecord, reviewer),
    mustRecord,
    confirmers: confirmers.map(({ person }) => person.name).filter((name) => name !== ''),
    applications,
    problem: undefined,
  };
}

function mayOf(request: AccessRequest, mustRecord: boolean, reviewer: Reviewer): RequestView['may'] {
  if (!isOpenRequest(request) || request.state === 'new') return 'nothing';
  const forOrganisation = request.state === 'waiting' && !mustRecord;
  if (forOrganisation) return reviewer.confirmer ? 'confirm' : 'nothing';
  return reviewer.administrator ? 'approve' : 'nothing';
}
