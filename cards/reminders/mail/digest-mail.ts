import type { Contact } from '../../../bot/domain/messages/contact.ts';
import { type DigestGroup, type DigestView, digestGroups } from '../../../bot/domain/reminders/digest.ts';
import { isEscalated } from '../../../bot/domain/reminders/escalation.ts';
import type { Ways } from '../../../bot/domain/shared/guidance.ts';
import { plainText } from '../../../bot/domain/shared/text.ts';
import { type Mail, type MailPart, type MailTable, mailOf, paragraph, small } from '../../mail.ts';
import { momentIn, shownDay } from '../../shared/dates.ts';
import { shownName } from '../../shared/describe.ts';
import {
  asOfLine,
  daysOf,
  dueName,
  dueSecret,
  firstDue,
  isDeletable,
  lastUsedOf,
  liveItems,
  managersLine,
  notesOf,
  toldLine,
} from '../digest-item.ts';
import { agoText, aheadText, DIGEST, digestSummary, dueText } from '../sentences.ts';
import { contactStop, contactWhy, MAIL, mailSubject } from './sentences.ts';

/**
 * Characters of a name that a person copies into a command. It is not cut: this is the longest name that Entra allows.
 */
const COMMAND_NAME = 256;

/** What a mail needs of the ways to the bot. Without `draft`, its button opens the chat with nothing filled in. */
type MailWays = Pick<Ways, 'chat' | 'draft'>;

/**
 * A digest as an e-mail: names and dates, no hint, id or picture. Its only link, if any, opens the chat with the bot.
 * `reader`: the name of the person, or empty.
 */
export function renderMail(view: DigestView, ways?: MailWays, reader?: string): Mail {
  return mailOf(subjectOf(view), partsOf(view, ways), reader);
}

/** A digest as an e-mail to a designated contact. A contact can replace no secret: the mail says who can, and whether somebody is on it. */
export function contactDigestMail(
  view: DigestView,
  { organisation }: Pick<Contact, 'organisation'>,
  { chat }: Pick<Ways, 'chat'>,
): Mail {
  const name = shownName(organisation.name);
  const groups = digestGroups(liveItems(view));
  const [stop, why] = [small(contactStop(name)), contactWhy(name)];
  if (groups.length === 0) return mailOf(subjectOf(view), [paragraph(MAIL.done), small(why), stop]);
  return mailOf(subjectOf(view), [
    summaryPart(view, groups),
    paragraph(why),
    tableOf(groups, view, careOf),
    paragraph(MAIL.consequence),
    { kind: 'heading', text: MAIL.contactTitle },
    paragraph(MAIL.contactHow),
    { kind: 'button', text: MAIL.open, url: chat },
    small(MAIL.secretsNever),
    stop,
  ]);
}

function subjectOf(view: DigestView): string {
  const first = firstDue(view);
  const { left, expired } = first === undefined ? { left: 0, expired: false } : daysOf(first, view);
  return plainText(mailSubject(liveItems(view).length, expired, expired ? agoText(-left) : aheadText(left)));
}

function partsOf(view: DigestView, ways: MailWays | undefined): readonly MailPart[] {
  const groups = digestGroups(liveItems(view));
  const stop = small(MAIL.stop);
  if (groups.length === 0) {
    const open: readonly MailPart[] = ways === undefined ? [] : [{ kind: 'button', text: MAIL.open, url: ways.chat }];
    return [paragraph(MAIL.done), ...open, stop];
  }
  const { command, title } = wayOn(groups, view);
  return [
    summaryPart(view, groups),
    tableOf(groups, view),
    ...openParts(command, title, ways),
    { kind: 'command', text: command },
    ...(title === MAIL.rotate ? [paragraph(MAIL.steps)] : []),
    paragraph(MAIL.consequence),
    small(MAIL.secretsNever),
    stop,
  ];
}

/** How many need attention, and as of which day. */
function summaryPart(view: DigestView, groups: readonly DigestGroup[]): MailPart {
  const live = liveItems(view);
  const cutOff = groups.filter(({ items }) => items.some((item) => item.cutOff)).length;
  return paragraph(
    `${digestSummary(live.length, groups.length, cutOff, 0)} ${sentence(asOfLine(view, (at) => momentIn(view.zone, at)))}`,
  );
}

/** The command that leads on: to the one application, or to all of them. `expiring` lists nothing that has expired. */
function wayOn(groups: readonly DigestGroup[], view: DigestView): { readonly command: string; readonly title: string } {
  const [first, ...others] = groups;
  if (first === undefined || others.length > 0) {
    const hasExpired = liveItems(view).some((item) => daysOf(item, view).expired);
    return { command: hasExpired ? 'list' : 'expiring', title: MAIL.all };
  }
  const name = plainText(first.application.displayName, COMMAND_NAME);
  return first.items.every((item) => isDeletable(item, view))
    ? { command: `show ${name}`, title: MAIL.show }
    : { command: `rotate ${name}`, title: MAIL.rotate };
}

function openParts(command: string, title: string, ways: MailWays | undefined): readonly MailPart[] {
  if (ways === undefined) return [paragraph(MAIL.how), paragraph(MAIL.typeByHand)];
  if (ways.draft === undefined)
    return [{ kind: 'button', text: MAIL.open, url: ways.chat }, paragraph(MAIL.typeByHand)];
  return [{ kind: 'button', text: title, url: ways.draft(command) }, paragraph(MAIL.type)];
}

/** `more`: what is said of an application after its secrets. */
function tableOf(
  groups: readonly DigestGroup[],
  view: DigestView,
  more: (group: DigestGroup, view: DigestView) => readonly string[] = () => [],
): MailTable {
  return {
    kind: 'table',
    columns: MAIL.columns,
    groups: groups.map((group) => {
      const { told } = toldLine(group.items, view);
      return {
        title: dueName(group.application.displayName),
        before: group.items.some((item) => item.cutOff) ? [DIGEST.cutOff] : [],
        rows: group.items.map((item) => rowOf(item, view)),
        after: [...(told === '' ? [] : [sentence(told)]), ...more(group, view)],
      };
    }),
  };
}

function rowOf(item: DigestGroup['items'][number], view: DigestView): MailTable['groups'][number]['rows'][number] {
  const { left, expired } = daysOf(item, view);
  const used = lastUsedOf(item, view);
  const advice = isDeletable(item, view) ? [MAIL.deleteIt] : [];
  return {
    name: dueSecret(item, view),
    due: dueText(left, expired),
    day: shownDay(item.end, view.zone),
    notes: [...advice, ...(used === '' ? [] : [capital(sentence(used))]), ...notesOf(item, view).map(sentence)],
  };
}

/** Who looks after an application and, if the end is near, that nobody does. */
function careOf({ application, items }: DigestGroup, view: DigestView): readonly string[] {
  const nobody = items.some(isEscalated) ? [MAIL.unclaimed] : [];
  return [...nobody, sentence(managersLine(view.managers.get(application.clientId)))];
}

function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
