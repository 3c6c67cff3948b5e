import type { ApplicationView } from '../../bot/domain/shared/application-view.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { type CardData, fill, type Rendered } from '../fill.ts';
import { applicationData, limited, secretRow } from './describe.ts';
import { goneName } from './gone.ts';
import template from './list.json' with { type: 'json' };
import { LABELS, LIST_EMPTY, LIST_TITLE, moreSecretsInList, positionText } from './sentences.ts';
import { goneInList } from './sentences-gone.ts';

const SECRETS_SHOWN = 8;
/** More of them are shown by their name only, when somebody asks for it. */
const GONE_SHOWN = 5;
/** Characters of a text that a button carries: enough for any name, and short enough for the platform. */
const FILTER_KEPT = 140;

/** One page of a person's applications. */
export function listCard(outcome: Extract<Outcome, { kind: 'applications' }>): Rendered {
  const { applications, page, pages, total } = outcome;
  const filter = plainText(outcome.filter, FILTER_KEPT);
  const position = positionText(page, pages, total);
  return fill(template, `${LIST_TITLE}: ${position}`, {
    title: LIST_TITLE,
    position,
    filterLabel: LABELS.filter,
    filter,
    filterValue: filter,
    filtered: filter !== '',
    empty: applications.length === 0,
    emptyText: LIST_EMPTY,
    applications: applications.map(section),
    gone: outcome.gone.slice(0, GONE_SHOWN).map((one) => ({ text: goneInList(goneName(one)) })),
    hasPages: pages > 1,
    hasPrevious: page > 1,
    previous: page - 1,
    hasNext: page < pages,
    next: page + 1,
  });
}

function section(application: ApplicationView): CardData {
  const row = limited(
    application.secrets,
    SECRETS_SHOWN,
    (secret) => secretRow(secret, application.clientId),
    moreSecretsInList,
  );
  const canRotate = application.secrets.length > 0;
  return { ...applicationData(application), canRotate, secrets: row.rows, hasMore: row.hasMore, more: row.more };
}
