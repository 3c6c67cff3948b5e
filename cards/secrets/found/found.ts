import type { FoundApplication } from '../../../bot/domain/secrets/found.ts';
import type { Outcome } from '../../../bot/domain/shared/outcome.ts';
import { plainText } from '../../../bot/domain/shared/text.ts';
import { type CardData, fill, type Rendered } from '../../fill.ts';
import { shownDay } from '../../shared/dates.ts';
import { shortName, shownName, statusOf } from '../../shared/describe.ts';
import { ROW_BUTTONS } from '../../shared/sentences-status.ts';
import { staying } from '../../staying.ts';
import template from '../found.json' with { type: 'json' };
import { asOfText, FOUND, untilText } from './sentences.ts';

/**
 * What a search has found, for a conversation of any people: names and days only. The card stays for all of them when one
 * presses a button.
 */
export function foundCard({ applications }: Extract<Outcome, { kind: 'found' }>): Rendered {
  const empty = applications.length === 0;
  return staying(
    fill(template, empty ? FOUND.none : FOUND.summary, {
      title: FOUND.title,
      empty,
      emptyText: FOUND.none,
      note: FOUND.note,
      applications: applications.map(row),
    }),
  );
}

/** One line of a list of results, in plain text. */
export function foundLine(application: FoundApplication): { readonly title: string; readonly text: string } {
  const { status, expiry } = stateOf(application);
  return {
    title: withoutTags(shownName(application.displayName)),
    text: expiry === '' ? status : `${status} · ${expiry}`,
  };
}

/** A list of results may draw mark-up. */
function withoutTags(text: string): string {
  return text.replaceAll('<', '‹').replaceAll('>', '›').replaceAll('&', '+');
}

function row(application: FoundApplication): CardData {
  const { clientId, displayName, live, until, seenAt } = application;
  return {
    ...stateOf(application),
    name: shownName(displayName),
    shortName: shortName(displayName),
    hasMore: live > 1,
    more: live > 1 && until !== undefined ? untilText(live, shownDay(until)) : '',
    asOf: asOfText(shownDay(seenAt)),
    clientId: plainText(clientId),
    show: ROW_BUTTONS.show,
    rotate: ROW_BUTTONS.rotate,
    canRotate: live > 0,
  };
}

function stateOf({ first, seenAt }: FoundApplication) {
  if (first === undefined) return { status: FOUND.noLive, colour: 'Attention', expiry: '', hasExpiry: false };
  return { ...statusOf({ ...first, seenAt }), expiry: shownDay(first.end), hasExpiry: true };
}
