import { peopleOf } from '../../domain/access/assignment.ts';
import { presentOf } from '../../domain/access/away.ts';
import { overviewOf } from '../../domain/access/overview.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import { administratorsOnly } from '../shared/administrators.ts';
import type { CommandModule } from '../shared/command-module.ts';
import type { TurnDeps } from '../shared/deps.ts';
import { carries, PAGE } from '../shared/fields.ts';
import { allLookedAfter, stateFacts } from '../shared/looked-after.ts';
import { pageOf } from '../shared/page-of.ts';

interface OverviewCommand {
  readonly kind: 'overview';
  /** The page of the organisations. */
  readonly page: number;
}

const ORGANISATIONS_PER_PAGE = 8;

/** `overview`, for administrators: what needs somebody, in numbers, each with a button that leads to it. */
export const overviewCommand: CommandModule<OverviewCommand> = {
  kind: 'overview',
  words: ['overview'],
  read: (rest) => (rest === '' ? { kind: 'overview', page: 1 } : undefined),
  button: carries('overview', { page: PAGE }),
  need: 'read',
  help: [
    {
      section: 'administrators',
      lead: 'overview',
      text: '– what cannot connect, what stops this week, what nobody has taken on, and each organisation',
    },
  ],
  perform: overview,
};

async function overview(deps: TurnDeps, { page: wanted }: OverviewCommand, asker: Asker): Promise<Outcome> {
  const refusal = await administratorsOnly(deps, asker, 'overview');
  if (refusal !== undefined) return refusal;
  const { assignments, links, contacts } = deps.ledger;
  const [facts, assigned, allLinks, allContacts] = await Promise.all([
    stateFacts(deps, true),
    assignments.all(),
    links.all(),
    contacts.all(),
  ]);
  const applications = await deps.directory.withOtherCredentials(await allLookedAfter(deps, assigned));
  const byApplication = Map.groupBy(presentOf(assigned), ({ clientId }) => clientId);
  const managersOf = (clientId: string) => byApplication.get(clientId)?.length ?? 0;
  const { all, weeks, organisations } = overviewOf(applications, { ...facts, managersOf });
  const { shown, page, pages, total } = pageOf(organisations, wanted, ORGANISATIONS_PER_PAGE);
  return {
    kind: 'overview',
    ...{ now: facts.now, zone: facts.zone, all, weeks },
    managersAway: peopleOf(assigned.filter(({ away }) => away !== undefined)).length,
    deadChannels: allLinks.filter(({ deadSince }) => deadSince !== undefined).length,
    deadContacts: allContacts.filter(({ unreachableSince }) => unreachableSince !== undefined).length,
    named: organisations.filter(({ key }) => key !== '').length,
    organisations: shown,
    ...{ page, pages, total },
  };
}
