import type { ExpiringRow } from '../../bot/domain/reminders/outcomes.ts';
import type { SecretView } from '../../bot/domain/shared/application-view.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { type CardData, fill, type Rendered } from '../fill.ts';
import { shownDay } from '../shared/dates.ts';
import { reportData, secretMarks, shortSecretName, shownFilter, shownName, useLines } from '../shared/describe.ts';
import { LABELS } from '../shared/sentences.ts';
import { barText, OVERLONG } from '../shared/sentences-status.ts';
import template from './expiring.json' with { type: 'json' };
import { agoText, aheadText, daysTitle, EXPIRING, EXPIRING_CHOICES, expiringSummary, scaleEnd } from './sentences.ts';

const NAME_SHOWN = 80;
const URGENT_DAYS = 7;

/** What expires soon, as a timeline: each secret has a bar from today to its expiry, and says the same in words. */
export function expiringCard(outcome: Extract<Outcome, { kind: 'expiring' }>): Rendered {
  const { days, now, rows, zone, page, pages, total, whose, mayShowAll, isCut = false } = outcome;
  const filter = shownFilter(outcome.filter);
  const summary = expiringSummary({ whose, total, days, today: shownDay(now, zone), page, pages });
  return fill(template, `${EXPIRING.title}: ${summary}`, {
    title: EXPIRING.title,
    summary: isCut ? `${summary}${summary.endsWith('.') ? '' : '.'} ${EXPIRING.most(daysTitle(days))}` : summary,
    ...reportData(rows.length === 0 ? undefined : outcome.report),
    filterLabel: LABELS.filter,
    filter: filter.text,
    filterValue: filter.value,
    filtered: filter.text !== '',
    hasRows: rows.length > 0,
    from: EXPIRING.today,
    to: scaleEnd(days),
    scale: days,
    rows: rows.map((row) => rowData(row, days, zone)),
    hasPages: pages > 1,
    hasPrevious: page > 1,
    previous: page - 1,
    hasNext: page < pages,
    next: page + 1,
    choiceTitle: EXPIRING.choice,
    choices: EXPIRING_CHOICES.map((choice) => ({
      title: daysTitle(choice),
      days: choice,
      filterValue: filter.value,
    })),
    offersAll: mayShowAll && (whose === 'own' || filter.text !== ''),
  });
}

function rowData(
  { application, secret, daysLeft, readOnly = false }: ExpiringRow,
  days: number,
  zone: string,
): CardData {
  const expired = secret.status === 'expired';
  const urgent = expired || daysLeft <= URGENT_DAYS;
  const soon = secret.status === 'expiring';
  return {
    name: shownName(secret.name, NAME_SHOWN),
    shortName: shortSecretName(secret, secret.sharesName),
    hint: secretMarks(secret, secret.sharesName),
    application: shownName(application.displayName, NAME_SHOWN),
    expiry: expiryText(secret, zone),
    isOverlong: secret.overlong === true,
    overlong: secret.overlong === true ? OVERLONG : '',
    days: `${expired ? '✖' : urgent || soon ? '⚠' : '✔'} ${expired ? agoText(-daysLeft) : aheadText(daysLeft)}`,
    hasUse: useLines(secret, zone).length > 0,
    used: useLines(secret, zone)
      .map((line) => ` · ${line}`)
      .join(''),
    colour: urgent ? 'Attention' : soon ? 'Warning' : 'Good',
    bar: BARS[urgent ? 'urgent' : soon ? 'soon' : 'later'],
    barWidth: `${barWidth(daysLeft, days)}px`,
    barText: barText(Math.max(0, daysLeft), days),
    clientId: plainText(application.clientId),
    keyId: plainText(secret.keyId),
    canChange: !readOnly,
    readOnly,
  };
}

function expiryText({ status, start, end }: SecretView, zone: string): string {
  if (status === 'expired') return `expired ${shownDay(end, zone)}`;
  const expires = `expires ${shownDay(end, zone)}`;
  return status === 'upcoming' ? `valid from ${shownDay(start, zone)}, ${expires}` : expires;
}

/** Pixels of a bar over the whole scale. It fits a phone; the ends of the scale above the rows are as far apart. */
const SCALE_WIDTH = 240;

/** It is never nothing, so that what expires today has a bar, too. */
function barWidth(daysLeft: number, days: number): number {
  return Math.min(SCALE_WIDTH, Math.max(4, Math.round((SCALE_WIDTH * daysLeft) / Math.max(1, days))));
}

/**
 * A picture of one point, drawn as wide as the bar. A column with a background has a padding in Teams, so that it is never
 * narrower than 32 pixels. Each colour has a contrast of three or more in every theme, as pictures need it.
 */
const BARS = {
  urgent: picture('O47hYCAANpAXJhWT1wAAAAAElFTkSuQmCC'),
  soon: picture('M4VMMHAANQAU100LkjAAAAAElFTkSuQmCC'),
  later: picture('Pwn2UFAAJfASS+Pv3pAAAAAElFTkSuQmCC'),
} as const;

/** A PNG of one point. `rest`: what differs from one colour to the other. Teams takes pictures that are part of the card. */
function picture(rest: string): string {
  return `data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42m${rest}`;
}
