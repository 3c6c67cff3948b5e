import { type DigestItem, type DigestView, digestGroups, type Managers } from '../../bot/domain/reminders/digest.ts';
import { daysLeft } from '../../bot/domain/reminders/ladder.ts';
import { SILENT_DAYS } from '../../bot/domain/secrets/last-use.ts';
import type { DigestItemAct } from '../../bot/domain/shared/command.ts';
import { namesakesIn } from '../../bot/domain/shared/namesakes.ts';
import { samePerson } from '../../bot/domain/shared/person.ts';
import type { CardData } from '../fill.ts';
import { stepOf } from '../rotation/sentences.ts';
import { shownDate, shownDay } from '../shared/dates.ts';
import { secretName, shortSecretName, shownHint, shownName, shownPerson, usesFrom } from '../shared/describe.ts';
import { lastUsedText, OVERLONG, USES } from '../shared/sentences-status.ts';
import {
  asOfText,
  claimText,
  DIGEST,
  DIGEST_BUTTONS,
  digestHeadline,
  dueText,
  endingText,
  managersText,
} from './sentences.ts';
import { alsoToldText, bothInUseText, newerBesideText, newerText, rotationText } from './sentences-claims.ts';

/** Names of managers that one line holds. */
const NAMES_SHOWN = 3;
/** Characters of a name. */
const DUE_SHOWN = 80;
/** The ladder's daily stages. */
const URGENT_DAYS = 7;
const DAY_MS = 24 * 60 * 60_000;

/** The items of a digest that still need somebody. */
export function liveItems(view: DigestView): readonly DigestItem[] {
  return view.items.filter(({ ending }) => ending === undefined);
}

/** Calendar days counted from the digest's own day, so that it says the same whenever it is drawn. */
export function daysOf(item: DigestItem, view: DigestView): { readonly left: number; readonly expired: boolean } {
  return { left: daysLeft(item.end, view.asOf, view.zone), expired: item.stage < 0 || item.end <= view.asOf };
}

/** The most urgent item that still needs somebody. */
export function firstDue(view: DigestView): DigestItem | undefined {
  return digestGroups(liveItems(view))[0]?.items[0];
}

/** A digest in one line, for notifications: no name, hint or id. */
export function headline(view: DigestView): string {
  const first = firstDue(view);
  if (first === undefined) return `${DIGEST.titleDone}: ${DIGEST.allDone}`;
  const { left, expired } = daysOf(first, view);
  return digestHeadline(liveItems(view).length, dueText(left, expired));
}

/** Who manages an application, in one line. */
export function managersLine(managers: Managers | undefined): string {
  const { names, unknown } = managers ?? { names: [], unknown: 0 };
  const shown = names.slice(0, NAMES_SHOWN).map((name) => shownPerson({ name }));
  return managersText(shown, names.length - shown.length + unknown);
}

/** What else a digest says of an item. Each sentence has a line of its own. */
export function notesOf(item: DigestItem, view: DigestView): readonly string[] {
  const { claim, ending } = item;
  if (ending !== undefined) {
    const name = ending.by === undefined ? undefined : shownPerson(ending.by);
    return [endingText(ending.how, name, shownDay(ending.at, view.zone))];
  }
  const claimed =
    claim === undefined
      ? []
      : [claimText(shownPerson(claim.by), shownDay(claim.at, view.zone), claim.until && shownDate(claim.until))];
  const marked = item.overlong === true ? [OVERLONG] : [];
  return [...marked, ...wayOn(item, view), ...claimed];
}

/** What is known of its replacement: a rotation, or a newer secret. */
function wayOn(item: DigestItem, view: DigestView): readonly string[] {
  const { rotation, lastUse, isNewerInUse = false } = view.facts?.get(item.number) ?? {};
  if (rotation !== undefined) return [rotationText(stepOf(rotation.step), shownPerson(rotation.by))];
  if (wasUsedUntilItsEnd(item, view)) return [DIGEST.usedUntilItsEnd];
  if (!item.newer || isLeftover(item)) return [];
  const name = item.newerSecret && shownName(item.newerSecret.name, DUE_SHOWN);
  if (lastUse?.inUse !== true) return [newerText(name)];
  return [isNewerInUse ? bothInUseText(name) : newerBesideText(name)];
}

/** Whether it was used shortly before it expired, and nothing says that another secret has taken its place. */
function wasUsedUntilItsEnd(item: DigestItem, view: DigestView): boolean {
  const { rotation, lastUse, isNewerInUse = false } = view.facts?.get(item.number) ?? {};
  if (!isLeftover(item) || rotation !== undefined || isNewerInUse || lastUse?.at === undefined) return false;
  return item.end.getTime() - lastUse.at.getTime() < SILENT_DAYS * DAY_MS;
}

/** When it was last used, after a comma or a dot; empty if the report is switched off. */
export function lastUsedOf({ number }: DigestItem, view: DigestView): string {
  const lastUse = view.facts?.get(number)?.lastUse;
  if (lastUse === undefined) return '';
  return lastUse.at === undefined ? USES.rowNotKnown : lastUsedText(shownDay(lastUse.at, view.zone));
}

/** Says of which day the digest is, and which report its last uses come from. `momentOf` writes a time of day. */
export function asOfLine({ asOf, zone, report }: DigestView, momentOf?: (at: Date) => string): string {
  const day = asOfText(shownDay(asOf, zone));
  return report === undefined ? day : `${day}. ${usesFrom(report, momentOf)}`;
}

/** When it ends; if it has ended beside a live credential, that it is to be deleted. */
export function dueOf(item: DigestItem, view: DigestView): string {
  const { left, expired } = daysOf(item, view);
  const due = dueText(left, expired);
  return isDeletable(item, view) ? `${due}: ${DIGEST.leftover}` : due;
}

/** Whether it is only to be deleted: it has expired, and its application connects all the same. */
export function isDeletable(item: DigestItem, view: DigestView): boolean {
  return isLeftover(item) && !wasUsedUntilItsEnd(item, view);
}

/** Whether its secret has expired and its application connects all the same. */
function isLeftover({ stage, cutOff }: DigestItem): boolean {
  return stage < 0 && !cutOff;
}

interface ItemButton {
  /** The number of the item. */
  readonly item: number;
  readonly act: DigestItemAct;
  readonly title: string;
  readonly tooltip: string;
  /** The first one is the main action of its row. Teams puts the others into a menu beside it. */
  readonly mode: 'primary' | 'secondary';
  readonly style: 'positive' | 'default';
}

/** What a button does, for those who hear or point at it: the name of the secret follows. */
const TOOLTIPS = {
  rotate: 'Rotate',
  claim: `${DIGEST_BUTTONS.claim}:`,
  'take-over': `${DIGEST_BUTTONS['take-over']}:`,
  show: 'Show',
  delete: 'Delete',
  unused: `${DIGEST_BUTTONS.unused}:`,
} as const satisfies Record<DigestItemAct, string>;

/** What can be done about an item. */
export function buttonsOf(item: DigestItem, view: DigestView): readonly (ItemButton & CardData)[] {
  const name = shortDueSecret(item, view);
  const isUnderWay = view.facts?.get(item.number)?.rotation !== undefined;
  return actsOn(item, view).map((act, index) => ({
    item: item.number,
    act,
    title: act === 'rotate' && isUnderWay ? DIGEST.goOn : DIGEST_BUTTONS[act],
    tooltip: `${TOOLTIPS[act]} ${name}`,
    mode: index === 0 ? 'primary' : 'secondary',
    style: index === 0 && isUrgent(item, view) ? 'positive' : 'default',
  }));
}

/** Whether it is drawn in the strongest colour: it ends within a week, or its application cannot connect. */
export function isUrgent(item: DigestItem, view: DigestView): boolean {
  if (isLeftover(item)) return false;
  const { left, expired } = daysOf(item, view);
  return expired || left <= URGENT_DAYS;
}

/** What has expired and is replaced is only to be deleted. */
function actsOn(item: DigestItem, view: DigestView): readonly DigestItemAct[] {
  if (wasUsedUntilItsEnd(item, view)) return ['rotate', 'delete', 'show'];
  if (isLeftover(item)) return item.newer ? ['delete'] : ['delete', 'show'];
  const acts: readonly DigestItemAct[] = ['rotate', item.claim === undefined ? 'claim' : 'take-over', 'show'];
  return item.cutOff ? [...acts, 'unused'] : acts;
}

/** Who else was told of what a digest says of one application. */
export function toldLine(
  items: readonly DigestItem[],
  { destination }: DigestView,
): { hasTold: boolean; told: string } {
  const reader = 'person' in destination ? destination.person : undefined;
  const others = items
    .filter(({ ending }) => ending === undefined)
    .flatMap(({ alsoTold }) => alsoTold)
    .filter((to) => !('person' in to && reader !== undefined && samePerson(to.person, reader)));
  const kinds = [...new Set(others.map(({ kind }) => kind))];
  return { hasTold: kinds.length > 0, told: kinds.length > 0 ? alsoToldText(kinds) : '' };
}

/**
 * The name of an item's secret, with its ID if nothing else tells it from another secret of the application in this digest.
 * In a 1:1 chat its hint is beside it, and tells it already.
 */
export function dueSecret(item: DigestItem, view: DigestView): string {
  return secretName(named(item), sharing(item, view) === 'name and hint', DUE_SHOWN);
}

/** For a button's tooltip. */
function shortDueSecret(item: DigestItem, view: DigestView): string {
  const shares = sharing(item, view);
  const name = shortSecretName(named(item), shares === 'name and hint');
  return shares === 'name' ? `${name} (${shownHint(item.hint)})` : name;
}

function named({ keyId, secretName: name }: DigestItem): { readonly keyId: string; readonly name: string } {
  return { keyId, name };
}

/** What an item has in common with another secret of its application, of all that this digest may show of them. */
function sharing(item: DigestItem, { items, destination }: DigestView): 'nothing' | 'name' | 'name and hint' {
  const own = items.filter(({ application }) => application.clientId === item.application.clientId);
  if (!namesakesIn(own.map(named)).has(item.keyId)) return 'nothing';
  const others = own.filter(({ keyId }) => keyId !== item.keyId);
  const isTold = destination.kind === 'chat' && item.hint !== '' && others.every(({ hint }) => hint !== item.hint);
  return isTold ? 'name' : 'name and hint';
}

/** A name in a digest. It is cut earlier than elsewhere, because one card holds many names. */
export function dueName(name: string): string {
  return shownName(name, DUE_SHOWN);
}
