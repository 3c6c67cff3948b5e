import type { Notice } from '../../bot/domain/messages/notice.ts';
import type { Credential, UnexpectedAnswer, UnexpectedCredential } from '../../bot/domain/secrets/unexpected.ts';
import { UNEXPECTED_ACTS } from '../../bot/domain/shared/command.ts';
import { hasExpired, isOverlong } from '../../bot/domain/shared/expiry.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { type CardData, fill, type Rendered } from '../fill.ts';
import { counted, shownDay, shownLife } from '../shared/dates.ts';
import { shortName, shownName, shownPerson, shownSecretId } from '../shared/describe.ts';
import { messageCard } from '../shared/message.ts';
import {
  addedOn,
  goneText,
  howToRemove,
  KINDS,
  moreUnexpected,
  NEVER_EXPIRES,
  oursText,
  overlongText,
  REMOVE_ELSEWHERE,
  seenFirst,
  trustsText,
  UNEXPECTED,
  UNEXPECTED_BUTTONS,
  unexpectedPosition,
  validUntil,
} from './sentences-unexpected.ts';
import template from './unexpected.json' with { type: 'json' };

/** Credentials that one card shows. */
const SHOWN = 5;
const TRUSTS_SHOWN = 160;

type Notified = Extract<Notice, { kind: 'unexpected-credentials' }>;

/** The card that asks the managers and the administrators whose some credentials are. It is drawn again after an answer. */
export function unexpectedNoticeCard({ application, credentials }: Notified): Rendered {
  const isOpen = credentials.some(({ answer }) => answer === undefined);
  const title = isOpen ? UNEXPECTED.title : UNEXPECTED.over;
  const hidden = credentials.length - SHOWN;
  const question = credentials.length === 1 ? UNEXPECTED.one : UNEXPECTED.several;
  return fill(template, `${title}: ${counted(credentials.length, 'credential')}`, {
    title,
    colour: isOpen ? 'Attention' : 'Good',
    lines: [shownName(application.displayName), ...(isOpen ? [question, UNEXPECTED.advice] : [])].map((text) => ({
      text,
    })),
    credentials: credentials.slice(0, SHOWN).map((one) => credentialData(one, { page: 1, shared: true })),
    hasMore: hidden > 0,
    more: hidden > 0 ? moreUnexpected(hidden) : '',
    ...{ hasPrevious: false, previous: 1, hasNext: false, next: 1 },
    offersAll: true,
    offersShow: true,
    clientId: plainText(application.clientId),
    offersList: false,
  });
}

/** One page of what waits for an answer. */
export function unexpectedCard(outcome: Extract<Outcome, { kind: 'unexpected' }>): Rendered {
  const { credentials, page, pages, total } = outcome;
  const lines = total === 0 ? [UNEXPECTED.none] : [UNEXPECTED.intro, UNEXPECTED.advice];
  return fill(template, `${UNEXPECTED.listTitle}: ${counted(total, 'credential')}`, {
    title: UNEXPECTED.listTitle,
    colour: 'Default',
    lines: lines.map((text) => ({ text })),
    credentials: credentials.map((one) => credentialData(one, { page, shared: false })),
    hasMore: pages > 1,
    more: unexpectedPosition(page, pages, total),
    hasPrevious: page > 1,
    previous: page - 1,
    hasNext: page < pages,
    next: page + 1,
    offersAll: false,
    offersShow: false,
    clientId: '',
    offersList: true,
  });
}

/** Says who can remove what the bot does not remove, and how. */
export function removeElsewhereCard(outcome: Extract<Outcome, { kind: 'remove-elsewhere' }>): Rendered {
  const { application, credential } = outcome.unexpected;
  const name = shownName(application.displayName);
  const why = credential.kind === 'secret' ? REMOVE_ELSEWHERE.notManaged : REMOVE_ELSEWHERE[credential.kind];
  const how = howToRemove(credential.kind, name, shownName(credential.name), idOf(credential));
  return messageCard({
    title: REMOVE_ELSEWHERE.title,
    lines: [why, REMOVE_ELSEWHERE.who, how, UNEXPECTED.advice],
    offers: ['unexpected', 'help'],
    clientId: application.clientId,
    managersOf: application.clientId,
  });
}

interface Place {
  readonly page: number;
  readonly shared: boolean;
}

function credentialData(
  { id, application, credential, foundAt, answer }: UnexpectedCredential,
  place: Place,
): CardData {
  const name = shownName(credential.name);
  const { trusts } = credential;
  const issuer = plainText(trusts?.issuer ?? '', TRUSTS_SHOWN) || 'an unknown issuer';
  const subject = plainText(trusts?.subject ?? '', TRUSTS_SHOWN) || 'an unknown subject';
  return {
    name,
    // A card that is sent is about one application, which it names above.
    hasApplication: !place.shared,
    application: shownName(application.displayName),
    detail: detailOf(credential, foundAt),
    hasTrusts: trusts !== undefined,
    trusts: trustsText(issuer, subject),
    ...overlongData(credential, foundAt),
    added: isKnown(credential.start) ? addedOn(shownDay(credential.start)) : seenFirst(shownDay(foundAt)),
    ...stateOf(answer),
    isOpen: answer === undefined,
    buttons: UNEXPECTED_ACTS.map((act) => ({
      ...{ act, id: plainText(id), ...place },
      title: UNEXPECTED_BUTTONS[act],
      tooltip: `${UNEXPECTED_BUTTONS[act]}: ${shortName(credential.name)} (${idOf(credential)})`,
    })),
  };
}

function detailOf(credential: Credential, foundAt: Date): string {
  const { kind, end } = credential;
  const until = end === undefined ? NEVER_EXPIRES : validUntil(shownDay(end), hasExpired({ end }, foundAt));
  return `${KINDS[kind]} · ${until} · ${idOf(credential)}`;
}

function idOf({ kind, keyId }: Credential): string {
  const shown = shownSecretId(keyId);
  return kind === 'secret' ? shown : shown.replace('secret ID', 'ID');
}

/** Entra may give no start; then it is long ago, and nobody knows when. */
function isKnown(start: Date | undefined): start is Date {
  return start !== undefined && start.getTime() > 0;
}

function overlongData({ start, end }: Credential, foundAt: Date) {
  const isLong = start !== undefined && end !== undefined && isOverlong({ start, end }, foundAt);
  const from = isKnown(start) ? start : foundAt;
  return { isOverlong: isLong, overlong: isLong && end !== undefined ? overlongText(shownLife(from, end)) : '' };
}

/** Colour and words together: never colour alone. */
function stateOf(answer: UnexpectedAnswer | undefined): { readonly state: string; readonly stateColour: string } {
  if (answer === undefined) return { state: `⚠ ${UNEXPECTED.open}`, stateColour: 'Attention' };
  const day = shownDay(answer.at);
  if (answer.how === 'ours') return { state: oursText(shownPerson(answer.by), day), stateColour: 'Good' };
  return { state: goneText(answer.by && shownPerson(answer.by), day), stateColour: 'Good' };
}
