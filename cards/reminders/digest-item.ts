import { type DigestItem, type DigestView, digestGroups, type Managers } from '../../bot/domain/reminders/digest.ts';
import { AFTER_END, daysLeft } from '../../bot/domain/reminders/ladder.ts';
import { namesakesIn } from '../../bot/domain/shared/namesakes.ts';
import { shownDay } from '../shared/dates.ts';
import { secretName, shortSecretName, shownName, shownPerson } from '../shared/describe.ts';
import { claimText, DIGEST, digestHeadline, dueText, endingText, managersText } from './sentences.ts';

/** Names of managers that one line holds. */
const NAMES_SHOWN = 3;
/** Characters of a name. */
const DUE_SHOWN = 80;

/** The items of a digest that still need somebody. */
export function liveItems(view: DigestView): readonly DigestItem[] {
  return view.items.filter(({ ending }) => ending === undefined);
}

/** Calendar days counted from the digest's own day, so that it says the same whenever it is drawn. */
export function daysOf(item: DigestItem, view: DigestView): { readonly left: number; readonly expired: boolean } {
  return { left: daysLeft(item.end, view.asOf, view.zone), expired: item.stage === AFTER_END || item.end <= view.asOf };
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
  const { claim, ending, newer } = item;
  if (ending !== undefined) {
    const name = ending.by === undefined ? undefined : shownPerson(ending.by);
    return [endingText(ending.how, name, shownDay(ending.at, view.zone))];
  }
  const claimed = claim === undefined ? [] : [claimText(shownPerson(claim.by), shownDay(claim.at, view.zone))];
  return [...(newer ? [DIGEST.newer] : []), ...claimed];
}

/** The name of an item's secret, with its ID if another secret of the application in this digest has that name. */
export function dueSecret({ keyId, secretName: name, application }: DigestItem, { items }: DigestView): string {
  return secretName({ keyId, name }, sharesName(keyId, application.clientId, items), DUE_SHOWN);
}

/** For a button's tooltip. */
export function shortDueSecret({ keyId, secretName: name, application }: DigestItem, { items }: DigestView): string {
  return shortSecretName({ keyId, name }, sharesName(keyId, application.clientId, items));
}

function sharesName(keyId: string, clientId: string, items: readonly DigestItem[]): boolean {
  const own = items.filter(({ application }) => application.clientId === clientId);
  return namesakesIn(own.map((item) => ({ keyId: item.keyId, name: item.secretName }))).has(keyId);
}

/** A name in a digest. It is cut earlier than elsewhere, because one card holds many names. */
export function dueName(name: string): string {
  return shownName(name, DUE_SHOWN);
}
