import { applicationView, byUrgency } from '../../domain/shared/application-view.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { CommandModule } from '../shared/command-module.ts';
import type { TurnDeps } from '../shared/deps.ts';
import { carries, PAGE, QUERY } from '../shared/fields.ts';
import { seenBy } from '../shared/looked-after.ts';
import { pageOf } from '../shared/page-of.ts';
import { knownCredentials, othersShown } from './unexpected/known-credentials.ts';
import { tellsOfUses } from './uses/known-uses.ts';

interface ListCommand {
  readonly kind: 'list';
  readonly filter: string;
  readonly page: number;
}

const PER_PAGE = 5;

/** `list [words]` shows the asker's applications and their secrets, the most urgent first; administrators see all. */
export const listCommand: CommandModule<ListCommand> = {
  kind: 'list',
  words: ['list'],
  read: (filter) => ({ kind: 'list', filter, page: 1 }),
  button: carries('list', { filter: QUERY, page: PAGE }),
  need: 'read',
  help: [
    {
      lead: 'list',
      text: '– your applications and their secrets; add words to filter, or “cannot connect” or “this week”',
    },
    {
      section: 'administrators',
      lead: 'list all',
      text: '– every application; or a country, an organisation, “cannot connect”, “this week”, “unclaimed”, such as list NL unclaimed',
    },
  ],
  menu: [{ title: 'list', text: 'Your applications and their secrets', scopes: ['personal', 'team', 'groupChat'] }],
  perform: list,
};

async function list(
  deps: Pick<TurnDeps, 'settings' | 'clock' | 'directory' | 'ledger' | 'signInReports' | 'signInLog' | 'askerFacts'>,
  { filter, page: wanted }: ListCommand,
): Promise<Outcome> {
  const now = deps.clock();
  const seen = await seenBy(deps, filter);
  if ('kind' in seen) return seen;
  const { gone, whose, mayShowAll } = seen;
  const { shown, page, pages, total } = pageOf(byUrgency(seen.applications, now), wanted, PER_PAGE);
  const ids = shown.map(({ clientId }) => clientId);
  // What is kept of credentials would be a third statement of an administrator. If no last uses are read with it, Entra's
  // answer has the certificates on which applications without a live client secret depend.
  const isKept = whose === 'own' || tellsOfUses(deps);
  const [told, known] = await Promise.all([
    deps.directory.withOtherCredentials(shown),
    isKept ? knownCredentials(deps, ids) : undefined,
  ]);
  const applications = told.map((one) => ({
    ...applicationView(deps.settings, one, now, seen.isReadOnly(one.clientId), known?.uses),
    ...(known?.othersOf(one.clientId) ?? othersShown(one.otherCredentials, now)),
  }));
  return { kind: 'applications', applications, filter, page, pages, total, gone, whose, mayShowAll };
}
