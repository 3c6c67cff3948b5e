import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { fill, type Rendered } from '../fill.ts';
import { shownDate } from '../shared/dates.ts';
import { shownName } from '../shared/describe.ts';
import { messageCard } from '../shared/message.ts';
import template from './claim.json' with { type: 'json' };
import { CLAIM, GIVEN_BACK, promisedText } from './sentences-claims.ts';

/** For the person who is on it: the day on which they do it, and the way to give it back. */
export function claimCard(outcome: Extract<Outcome, { kind: 'claim' }>): Rendered {
  const { application, secret, claim, step, firstDay, lastDay } = outcome;
  const title = CLAIM.titles[step];
  // A secret that has expired is asked for until a live one replaces it: no day can be promised any more.
  const mayPromise = firstDay <= lastDay;
  return fill(template, title, {
    title,
    colour: step === 'day-off' ? 'Attention' : 'Good',
    secret: shownName(secret.name),
    application: shownName(application.displayName),
    lines: [{ text: textOf(claim.until, mayPromise) }],
    mayPromise,
    dayLabel: CLAIM.day,
    day: claim.until ?? '',
    firstDay,
    lastDay,
    hasProblem: step === 'day-off',
    problem: CLAIM.dayOff,
    clientId: plainText(application.clientId),
    keyId: plainText(secret.keyId),
  });
}

function textOf(until: string | undefined, mayPromise: boolean): string {
  if (!mayPromise) return CLAIM.expired;
  return until === undefined ? CLAIM.noDay : promisedText(shownDate(until));
}

/** For the person who was on it. */
export function givenBackCard({ application }: Extract<Outcome, { kind: 'given-back' }>): Rendered {
  const { clientId, displayName } = application;
  return messageCard({
    title: GIVEN_BACK.title,
    lines: [shownName(displayName), GIVEN_BACK.text],
    offers: [],
    clientId,
  });
}
