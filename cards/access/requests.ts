import { type AccessRequest, isOpenRequest } from '../../bot/domain/access/access-request.ts';
import type { RequestView } from '../../bot/domain/access/outcomes.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { type CardData, fill, type Rendered } from '../fill.ts';
import { counted, shownDay } from '../shared/dates.ts';
import { limited, shortName, shownPerson } from '../shared/describe.ts';
import { requestedThing } from './request.ts';
import template from './requests.json' with { type: 'json' };
import {
  moreOwnRequests,
  moreRequests,
  OWN_STATES,
  REQUEST_STATES,
  REQUESTS,
  rowDetail,
  rowTitle,
} from './sentences-requests.ts';

const SHOWN = 20;

/** The requests that the asker may review, and those that the asker has made. */
export function requestsCard({ review, own }: Extract<Outcome, { kind: 'requests' }>): Rendered {
  const open = limited(review, SHOWN, reviewData, moreRequests);
  const mine = limited(own, SHOWN, ownData, moreOwnRequests);
  return fill(template, `${REQUESTS.title}: ${counted(review.length + own.length, 'request')}`, {
    title: REQUESTS.title,
    isEmpty: review.length + own.length === 0,
    none: REQUESTS.none,
    hasReview: review.length > 0,
    reviewTitle: REQUESTS.review,
    review: open.rows,
    hasMoreReview: open.hasMore,
    moreReview: open.more,
    hasOwn: own.length > 0,
    ownTitle: REQUESTS.own,
    own: mine.rows,
    hasMoreOwn: mine.hasMore,
    moreOwn: mine.more,
  });
}

function reviewData({ request }: RequestView): CardData {
  const { id, asker, state, requestedAt, expiresAt } = request;
  return {
    id: plainText(id),
    name: rowTitle(shownPerson(asker), requestedThing(request)),
    shortName: `${shortName(asker.name)}: ${shortName(requestedThing(request))}`,
    state: REQUEST_STATES[state].title,
    detail: rowDetail(shownDay(requestedAt), shownDay(expiresAt)),
  };
}

/**
 * A row with a request of the asker. It shows the words as typed: the asker must not learn what they were found to
 * mean.
 */
function ownData({ query, state, requestedAt, expiresAt }: AccessRequest): CardData {
  const looksOpen = isOpenRequest({ state }) || state === 'folded';
  return {
    name: plainText(query),
    state: OWN_STATES[state],
    detail: rowDetail(shownDay(requestedAt), looksOpen ? shownDay(expiresAt) : undefined),
  };
}
