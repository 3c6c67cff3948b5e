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
export function undeliveredCard({ messages }: Extract<Outcome, { kind: 'undelivered' }>): Rendered {
  const { rows, hasMore, more } = limited(messages, UNDELIVERED_SHOWN, rowData, moreUndelivered);
  return fill(template, `${UNDELIVERED.title}: ${counted(messages.length, 'message')}`, {
    title: UNDELIVERED.title,
    lines: [{ text: messages.length === 0 ? UNDELIVERED.none : UNDELIVERED.intro }],
    messages: rows,
    hasMore,
    more,
  });
}

function rowData({ message, to, about, items, since, code }: Undelivered): CardData {
  return {
    message: plainText(message),
    to: undeliveredTo(to.kind, shownName(to.name)),
    shortName: shortName(to.name),
    detail: undeliveredDetail(about, items, shownMoment(since), plainText(code, 60)),
  };
}
