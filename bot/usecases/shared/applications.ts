import type { Application, ApplicationRef } from '../../domain/shared/application.ts';
import { byUrgency } from '../../domain/shared/application-view.ts';
import type { Purpose } from '../../domain/shared/command.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker, PersonId } from '../../domain/shared/person.ts';
import { findApplication } from '../../domain/shared/search.ts';
import { recordRefusal } from '../audit/audit-events.ts';
import type { Deps } from './deps.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What is assigned to a person, and whether Entra knows it. */
interface Assigned {
  readonly mine: readonly Application[];
  /** With the names by which they were known last. */
  readonly gone: readonly ApplicationRef[];
}

/**
 * The applications assigned to a person now. They are read at every press: an old card gives no rights. Those that a
 * sweep has recorded as gone are not asked for, because a list in which one is missing would be read to its end at each
 * press. They are shown as gone until a sweep sees them again. A restored application need not wait for the daily sweep:
 * an administrator's `sweep` and the operator's `npm run sweep` find it at once.
 */
export async function assignedApplications(
  deps: Pick<Deps, 'directory' | 'ledger'>,
  person: PersonId,
): Promise<Assigned> {
  const clientIds = (await deps.ledger.assignments.of(person)).filter((id) => !deps.directory.isOwn(id));
  const asked = clientIds.length === 0 ? [] : await deps.ledger.knownApplications.notGone(clientIds);
  const mine = asked.length === 0 ? [] : await deps.directory.applications(asked);
  const found = new Set(mine.map(({ clientId }) => clientId));
  const lost = clientIds.filter((clientId) => !found.has(clientId));
  return { mine, gone: lost.length === 0 ? [] : await deps.ledger.knownApplications.namesOf(lost) };
}

/** The answer for somebody who manages nothing that is in Entra. */
export function nothingToManage(gone: readonly ApplicationRef[]): Outcome {
  return gone.length === 0 ? { kind: 'no-applications' } : { kind: 'applications-gone', applications: gone };
}

/** Every application that the bot can see, by name: for administrators. */
export async function allApplications(deps: Pick<Deps, 'directory'>): Promise<readonly ApplicationRef[]> {
  const all: ApplicationRef[] = [];
  for await (const page of deps.directory.everything()) {
    all.push(...page.map(({ clientId, displayName }) => ({ clientId, displayName })));
  }
  return all.sort((a, b) => a.displayName.localeCompare(b.displayName, 'en'));
}

/** Finds the one application meant, among the asker's own, or the card that asks which. */
export async function findMine(
  deps: Pick<Deps, 'clock' | 'directory' | 'ledger'>,
  asker: Asker,
  purpose: Purpose,
  query: string,
  hint = '',
): Promise<Application | Outcome> {
  const { mine, gone } = await assignedApplications(deps, asker.person);
  if (mine.length === 0) return nothingToManage(gone);
  const found = findAmong(byUrgency(mine, deps.clock()), purpose, query, hint);
  const lost = isApplication(found) || found.kind !== 'not-found' ? undefined : findApplication(query, gone);
  return lost?.kind === 'found' ? nothingToManage([lost.application]) : found;
}

/**
 * Finds by the client ID in a button. It is a wish and no right: somebody who does not manage it is refused, and
 * recorded.
 */
export async function findMineById(
  deps: Pick<Deps, 'clock' | 'random' | 'directory' | 'ledger'>,
  asker: Asker,
  purpose: Purpose,
  clientId: string,
): Promise<Application | Outcome> {
  const found = await findMine(deps, asker, purpose, clientId);
  if (isApplication(found)) return found;
  const about = GUID.test(clientId) ? { application: { clientId } } : {};
  await recordRefusal(deps, asker, { ...about, detail: `button: ${purpose}` });
  return found;
}

/** Finds among all applications for an administrator, who then sees its name only; for others, among their own. */
export async function findVisible(
  deps: Pick<Deps, 'clock' | 'directory' | 'ledger'>,
  administrator: boolean,
  asker: Asker,
  purpose: Purpose,
  query: string,
  hint = '',
): Promise<ApplicationRef | Outcome> {
  if (!administrator) return findMine(deps, asker, purpose, query, hint);
  return findAmong(await allApplications(deps), purpose, query, hint);
}

function findAmong<A extends ApplicationRef>(
  applications: readonly A[],
  purpose: Purpose,
  query: string,
  hint: string,
): A | Outcome {
  const result = findApplication(query, applications);
  switch (result.kind) {
    case 'found':
      return result.application;
    case 'ambiguous':
      return { kind: 'choose-application', purpose, query, hint, candidates: result.candidates };
    case 'none':
      return { kind: 'not-found', purpose, query, suggestions: result.suggestions };
  }
}

export function isApplication<A extends ApplicationRef>(found: A | Outcome): found is A {
  return !('kind' in found);
}
