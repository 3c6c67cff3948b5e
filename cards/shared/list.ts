import type { ApplicationView } from '../../bot/domain/shared/application-view.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { type CardData, fill, type Rendered } from '../fill.ts';
import { othersData } from './application.ts';
import { applicationData, limited, reportData, secretRow, shownFilter } from './describe.ts';
import { goneName } from './gone.ts';
import template from './list.json' with { type: 'json' };
import { LABELS, LIST_EMPTY, LIST_TITLES, moreSecretsInList, positionText } from './sentences.ts';
import { goneInList } from './sentences-gone.ts';

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
  const canRotate = application.readOnly !== true && application.secrets.length > 0;
  return {
    ...applicationData(application),
    ...othersData(application, OTHERS_SHOWN),
    canRotate,
    secrets: row.rows,
    hasMore: row.hasMore,
    more: row.more,
  };
}
