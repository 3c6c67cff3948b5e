import type { Application } from '../domain/application.ts';
import type { Command, Purpose } from '../domain/command.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Asker, PersonId } from '../domain/person.ts';
import { findApplication, matching } from '../domain/search.ts';
import { applicationView, byUrgency } from '../domain/view.ts';
import type { Deps } from './deps.ts';

const PER_PAGE = 5;

/** The applications assigned to a person now. Asked on every press: a card's age gives no rights. */
export async function assignedApplications(deps: Deps, person: PersonId): Promise<readonly Application[]> {
  const clientIds = await deps.ledger.assignments.of(person);
  return clientIds.length === 0 ? [] : deps.directory.applications(clientIds);
}

export async function list(deps: Deps, command: Extract<Command, { kind: 'list' }>, asker: Asker): Promise<Outcome> {
  const now = deps.clock();
  const mine = await assignedApplications(deps, asker.person);
  if (mine.length === 0) return { kind: 'no-applications' };
  const sorted = byUrgency(matching(command.filter, mine), now);
  const pages = Math.max(1, Math.ceil(sorted.length / PER_PAGE));
  const page = Math.min(Math.max(1, command.page), pages);
  const shown = sorted.slice((page - 1) * PER_PAGE, page * PER_PAGE);
  const applications = shown.map((application) => applicationView(application, now));
  return { kind: 'applications', applications, filter: command.filter, page, pages, total: sorted.length };
}

/** Finds the one application meant, among the asker's own, or the card that asks which. */
export async function findMine(
  deps: Deps,
  asker: Asker,
  purpose: Purpose,
  query: string,
  hint = '',
): Promise<Application | Outcome> {
  const mine = await assignedApplications(deps, asker.person);
  if (mine.length === 0) return { kind: 'no-applications' };
  const result = findApplication(query, mine);
  switch (result.kind) {
    case 'found':
      return result.application;
    case 'ambiguous':
      return {
        kind: 'choose-application',
        purpose,
        query,
        hint,
        candidates: byUrgency(result.candidates, deps.clock()),
      };
    case 'none':
      return { kind: 'not-found', purpose, query, suggestions: result.suggestions };
  }
}

export function isApplication(found: Application | Outcome): found is Application {
  return !('kind' in found);
}

export async function show(deps: Deps, query: string, asker: Asker): Promise<Outcome> {
  const found = await findMine(deps, asker, 'show', query);
  return isApplication(found) ? { kind: 'application', application: applicationView(found, deps.clock()) } : found;
}
