import type { ApplicationView } from '../../bot/domain/shared/application-view.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { type CardData, fill, type Rendered } from '../fill.ts';
import { othersData } from './application.ts';
import { applicationData, limited, reportData, secretRow, shownFilter, shownName } from './describe.ts';
import { goneName } from './gone.ts';
import template from './list.json' with { type: 'json' };
import { LABELS, LIST_EMPTY, LIST_TITLES, moreSecretsInList, positionText } from './sentences.ts';
import { goneInList } from './sentences-gone.ts';
import { ROW_BUTTONS } from './sentences-status.ts';

const SECRETS_SHOWN = 8;
const OTHERS_SHOWN = 3;
/** More of them are shown by their name only, when somebody asks for it. */
const GONE_SHOWN = 5;

/** One page of a person's applications or, for an administrator, of all. */
export function listCard(outcome: Extract<Outcome, { kind: 'applications' }>): Rendered {
  const { applications, page, pages, total, whose, mayShowAll } = outcome;
  const filter = shownFilter(outcome.filter);
  const position = positionText(page, pages, total);
  const title = LIST_TITLES[whose];
  return fill(template, `${title}: ${position}`, {
    title,
    position,
    filterLabel: LABELS.filter,
    filter: filter.text,
    filterValue: filter.value,
    filtered: filter.text !== '',
    empty: applications.length === 0,
    emptyText: LIST_EMPTY[whose],
    ...reportData(applications.find(({ secrets }) => secrets.length > 0)?.report),
    applications: applications.map(section),
    gone: outcome.gone.slice(0, GONE_SHOWN).map((one) => ({ text: goneInList(goneName(one)) })),
    hasPages: pages > 1,
    hasPrevious: page > 1,
    previous: page - 1,
    hasNext: page < pages,
    next: page + 1,
    offersOwn: filter.text !== '' && !mayShowAll,
    offersOverview: mayShowAll,
    offersAll: mayShowAll && (whose === 'own' || filter.text !== ''),
  });
}

function section(application: ApplicationView): CardData {
  const row = limited(
    application.secrets,
    SECRETS_SHOWN,
    (secret) => secretRow(secret, application.clientId),
    moreSecretsInList,
  );
  return {
    ...applicationData(application),
    ...othersData(application, OTHERS_SHOWN),
    buttons: buttonsOf(application),
    secrets: row.rows,
    hasMore: row.hasMore,
    more: row.more,
  };
}

type Act = 'show' | 'create' | 'rotate' | 'managers';

/** For those who hear or point at a button: the name of the application follows. */
const TOOLTIPS = {
  show: 'Show',
  create: 'Create a new secret for',
  rotate: 'Rotate a secret of',
  managers: 'Managers of',
} as const satisfies Record<Act, string>;

/** What the application needs most is its main action. Teams puts the others into a menu beside it. */
function buttonsOf(application: ApplicationView): readonly CardData[] {
  return actsOn(application).map((purpose, index) => ({
    purpose,
    title: ROW_BUTTONS[purpose],
    tooltip: `${TOOLTIPS[purpose]} ${shownName(application.displayName)}`,
    mode: index === 0 ? 'primary' : 'secondary',
    clientId: plainText(application.clientId),
  }));
}

function actsOn({ readOnly = false, cannotConnect, secrets }: ApplicationView): readonly Act[] {
  if (readOnly) return ['show', 'managers'];
  if (secrets.length === 0) return ['create', 'show'];
  if (cannotConnect) return ['create', 'show', 'rotate'];
  const isDue = secrets.some(({ status }) => status === 'expiring');
  return isDue ? ['rotate', 'show', 'create'] : ['show', 'rotate', 'create'];
}
