import { applicationView, byUrgency } from '../../domain/shared/application-view.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import { matching } from '../../domain/shared/search.ts';
import { assignedApplications, nothingToManage } from '../shared/applications.ts';
import type { CommandModule } from '../shared/command-module.ts';
import type { TurnDeps } from '../shared/deps.ts';
import { carries, PAGE, QUERY } from '../shared/fields.ts';

interface ListCommand {
  readonly kind: 'list';
  readonly filter: string;
  readonly page: number;
}

const PER_PAGE = 5;

/** `list [words]` shows the asker's applications and their secrets, the most urgent first. */
export const listCommand: CommandModule<ListCommand> = {
  kind: 'list',
  words: ['list'],
  read: (filter) => ({ kind: 'list', filter, page: 1 }),
  button: carries('list', { filter: QUERY, page: PAGE }),
  need: 'read',
  help: [{ lead: 'list', text: '– your applications and their secrets; add a word to filter' }],
  menu: [{ title: 'list', text: 'Your applications and their secrets', scopes: ['personal', 'team', 'groupChat'] }],
  perform: list,
};

async function list(
  deps: Pick<TurnDeps, 'clock' | 'directory' | 'ledger' | 'askerFacts'>,
  command: ListCommand,
): Promise<Outcome> {
  const now = deps.clock();
  const { mine, gone } = await assignedApplications(deps);
  if (mine.length === 0) return nothingToManage(gone);
  const sorted = byUrgency(matching(command.filter, mine), now);
  const pages = Math.max(1, Math.ceil(sorted.length / PER_PAGE));
  const page = Math.min(Math.max(1, command.page), pages);
  const shown = sorted.slice((page - 1) * PER_PAGE, page * PER_PAGE);
  const told = await deps.directory.withOtherCredentials(shown);
  const applications = told.map((application) => applicationView(application, now));
  return { kind: 'applications', applications, filter: command.filter, page, pages, total: sorted.length, gone };
}
