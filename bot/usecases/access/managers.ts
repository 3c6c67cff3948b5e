import { type Assignment, RECOMMENDED_MANAGERS } from '../../domain/access/assignment.ts';
import { presentOf, statusNow } from '../../domain/access/away.ts';
import type { PersonStatus } from '../../domain/access/directory-person.ts';
import type { ManagerView } from '../../domain/access/outcomes.ts';
import type { ApplicationRef } from '../../domain/shared/application.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import { isAdministrator } from '../shared/administrators.ts';
import { findVisible, isApplication } from '../shared/applications.ts';
import type { CommandModule } from '../shared/command-module.ts';
import type { Deps, TurnDeps } from '../shared/deps.ts';
import { carries, PAGE, QUERY } from '../shared/fields.ts';
import { allLookedAfter } from '../shared/looked-after.ts';
import { opening } from '../shared/opening.ts';
import { pageOf } from '../shared/page-of.ts';

const PER_PAGE = 10;

interface ManagersCommand {
  readonly kind: 'managers';
  /** Empty: the applications that lack managers. */
  readonly query: string;
  readonly page: number;
}

/** `managers <application>` shows them; `managers` alone shows administrators the applications that lack some. */
export const managersCommand: CommandModule<ManagersCommand> = {
  kind: 'managers',
  words: ['managers'],
  read: (query) => ({ kind: 'managers', query, page: 1 }),
  button: carries('managers', { query: QUERY, page: PAGE }),
  need: 'read',
  help: [
    { section: 'access', lead: 'managers', text: 'with the name of an application – shows who manages it' },
    {
      section: 'administrators',
      lead: 'managers',
      text: 'without a name – the applications with no manager, or only one',
    },
    {
      topic: 'access',
      lead: 'managers',
      text: 'with the name of an application – shows who has the role there; for its managers',
    },
  ],
  menu: [{ title: 'managers', text: 'Who manages an application', scopes: ['team', 'groupChat'] }],
  perform: (deps, { query, page }) => managers(deps, query, page),
};

/** The choice of one application, after `managers` was not clear. */
export const openManagersCommand = opening('managers', {
  perform: (deps, { query }) => managers(deps, query, 1),
});

async function managers(
  deps: Pick<TurnDeps, 'settings' | 'clock' | 'directory' | 'people' | 'ledger' | 'askerFacts'>,
  query: string,
  page: number,
): Promise<Outcome> {
  const administrator = await isAdministrator(deps);
  if (administrator && query.trim() === '') return understaffed(deps, page);
  const found = await findVisible(deps, administrator, 'managers', query);
  if (!isApplication(found)) return found;
  const { clientId, displayName } = found;
  const assigned = await deps.ledger.assignments.managersOf([clientId]);
  return {
    kind: 'managers',
    application: { clientId, displayName },
    managers: await managerViews(deps, assigned),
    mayChange: administrator,
  };
}

async function understaffed(
  deps: Pick<Deps, 'settings' | 'directory' | 'people' | 'ledger'>,
  wanted: number,
): Promise<Outcome> {
  const assigned = await deps.ledger.assignments.all();
  const applications = await allLookedAfter(deps, assigned);
  const byApplication = Map.groupBy(assigned, ({ clientId }) => clientId);
  const managersOf = ({ clientId }: ApplicationRef) => byApplication.get(clientId) ?? [];
  const countOf = (application: ApplicationRef) => presentOf(managersOf(application)).length;
  const few = applications
    .filter((application) => countOf(application) < RECOMMENDED_MANAGERS)
    .map(({ clientId, displayName }): ApplicationRef => ({ clientId, displayName }))
    .sort((a, b) => countOf(a) - countOf(b) || a.displayName.localeCompare(b.displayName, 'en'));
  const { shown, page, pages } = pageOf(few, wanted, PER_PAGE);
  const rows = await Promise.all(
    shown.map(async (application) => ({ application, managers: await managerViews(deps, managersOf(application)) })),
  );
  const none = few.filter((application) => countOf(application) === 0).length;
  return { kind: 'understaffed', rows, page, pages, none, one: few.length - none };
}

/** Adds what the directory says of each person now. */
async function managerViews(
  deps: Pick<Deps, 'people'>,
  assigned: readonly Assignment[],
): Promise<readonly ManagerView[]> {
  const statuses = await deps.people.statusesOf(assigned.map(({ person }) => person));
  return assigned.map(({ person, since, by, confirmedBy, away }, index) => {
    const now = statuses[index] ?? UNKNOWN;
    const known = now.person;
    const status = statusNow(now, away?.how);
    return {
      person: { ...person, name: known?.name || person.name },
      status,
      ...(away !== undefined && status === away.how ? { awaySince: away.since } : {}),
      guest: known?.guest ?? false,
      since,
      by,
      confirmedBy,
    };
  });
}

const UNKNOWN: PersonStatus = { status: 'unknown', person: undefined };
