import type { DigestItem, DigestView, Mention } from '../../bot/domain/reminders/digest.ts';
import { digestGroups, MENTIONS } from '../../bot/domain/reminders/digest.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { type CardData, fill, type Rendered } from '../fill.ts';
import { shownDay } from '../shared/dates.ts';
import { bareName, shownHint } from '../shared/describe.ts';
import template from './digest.json' with { type: 'json' };
import {
  asOfLine,
  buttonsOf,
  daysOf,
  dueName,
  dueOf,
  dueSecret,
  headline,
  isUrgent,
  lastUsedOf,
  liveItems,
  managersLine,
  notesOf,
  toldLine,
} from './digest-item.ts';
import { DIGEST, digestSummary, duePosition, lookAfterText, moreDue, showAllTitle } from './sentences.ts';

/** Items on one card: with the longest names of the widest characters it stays under the platform's limit. */
export const ITEMS_SHOWN = 12;

/**
 * Without a page: the digest as a message, with its mentions and the most urgent items. With a page (from 1): all items
 * of the digest page by page, for one person. A digest for a channel never holds a hint, no matter who looks at it.
 */
export function digestCard(view: DigestView, page?: number): Rendered {
  const ordered = digestGroups(view.items).flatMap(({ items }) => items);
  const pages = Math.max(1, Math.ceil(ordered.length / ITEMS_SHOWN));
  const current = Math.min(Math.max(1, Math.trunc(page ?? 1)), pages);
  const shown = ordered.slice((current - 1) * ITEMS_SHOWN, current * ITEMS_SHOWN);
  const total = ordered.length;
  const hidden = page === undefined ? total - shown.length : 0;
  const paged = page !== undefined && pages > 1;
  return fill(template, headline(view), {
    ...headData(view, page === undefined),
    digestId: plainText(view.id),
    groups: groupsData(shown, view),
    hasMore: hidden > 0,
    more: moreDue(hidden),
    allTitle: showAllTitle(total),
    hasPages: paged,
    position: duePosition(current, pages, total),
    hasPrevious: current > 1,
    previous: current - 1,
    hasNext: current < pages,
    next: current + 1,
  });
}

function headData(view: DigestView, message: boolean): CardData {
  const live = liveItems(view);
  const of = (items: readonly DigestItem[]) => new Set(items.map(({ application }) => application.clientId)).size;
  const mentions = message && view.destination.kind === 'channel' ? mentionsData(view.mentions) : [];
  const counts = digestSummary(
    live.length,
    of(live),
    of(live.filter(({ cutOff }) => cutOff)),
    view.items.length - live.length,
  );
  return {
    title: live.length > 0 ? DIGEST.title : DIGEST.titleDone,
    asOf: asOfLine(view),
    summary: live.length > 0 ? counts : DIGEST.done,
    mentions,
    hasMention: mentions.length > 0,
    mention: lookAfterText(mentions.map(({ name }) => `<at>${name}</at>`)),
    isRepeated: message && view.mayBeRepeated,
    repeated: DIGEST.repeated,
  };
}

/** The people to mention. Their line is read as markdown, so only letters and the like of a name remain. */
function mentionsData(mentions: readonly Mention[]): readonly { readonly id: string; readonly name: string }[] {
  return mentions
    .slice(0, MENTIONS)
    .map(({ accountId, name }) => ({ id: plainText(accountId), name: bareName(name) || 'Credential manager' }));
}

function groupsData(items: readonly DigestItem[], view: DigestView): readonly CardData[] {
  return [...Map.groupBy(items, ({ application }) => application.clientId)].flatMap(([clientId, own]) => {
    const name = own[0]?.application.displayName ?? '';
    return {
      application: dueName(name),
      managers: managersLine(view.managers.get(clientId)),
      ...toldLine(own, view),
      cutOff: own.some(({ cutOff, ending }) => cutOff && ending === undefined),
      cutOffText: DIGEST.cutOff,
      items: own.map((item) => itemData(item, view)),
    };
  });
}

/** How long there is still, with a sign before it in the last week and after the end. */
function signedDays(item: DigestItem, view: DigestView): CardData {
  const days = dueOf(item, view);
  const { expired } = daysOf(item, view);
  if (!isUrgent(item, view)) return { days, colour: 'Default' };
  return { days: `${expired ? '✖' : '⚠'} ${days}`, colour: 'Attention' };
}

function itemData(item: DigestItem, view: DigestView): CardData {
  const settled = item.ending !== undefined;
  const notes = notesOf(item, view);
  return {
    item: item.number,
    name: dueSecret(item, view),
    hasHint: view.destination.kind === 'chat',
    hint: view.destination.kind === 'chat' ? shownHint(item.hint) : '',
    settled,
    ...signedDays(item, view),
    expiry: [shownDay(item.end, view.zone), lastUsedOf(item, view)].filter((text) => text !== '').join(' · '),
    notes: notes.map((text) => ({ text, quiet: settled })),
    buttons: settled ? [] : buttonsOf(item, view),
  };
}
