import type { Undelivered } from '../../bot/domain/messages/outcomes.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { type CardData, fill, type Rendered } from '../fill.ts';
import { counted, shownMoment } from '../shared/dates.ts';
import { limited, shortName, shownName } from '../shared/describe.ts';
import { moreUndelivered, UNDELIVERED, undeliveredDetail, undeliveredTo } from './sentences.ts';
import template from './undelivered.json' with { type: 'json' };

const UNDELIVERED_SHOWN = 25;

/** The messages that were given up, and the people or channels that they were for. */
export function undeliveredCard({ digests }: Extract<Outcome, { kind: 'undelivered' }>): Rendered {
  const { rows, hasMore, more } = limited(digests, UNDELIVERED_SHOWN, rowData, moreUndelivered);
  return fill(template, `${UNDELIVERED.title}: ${counted(digests.length, 'message')}`, {
    title: UNDELIVERED.title,
    lines: [{ text: digests.length === 0 ? UNDELIVERED.none : UNDELIVERED.intro }],
    digests: rows,
    hasMore,
    more,
  });
}

function rowData({ digest, to, items, since, code }: Undelivered): CardData {
  return {
    digest: plainText(digest),
    to: undeliveredTo(to.kind, shownName(to.name)),
    shortName: shortName(to.name),
    detail: undeliveredDetail(items, shownMoment(since), plainText(code, 60)),
  };
}
