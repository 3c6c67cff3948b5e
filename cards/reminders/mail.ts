import type { Contact } from '../../bot/domain/messages/contact.ts';
import { type DigestGroup, type DigestView, digestGroups } from '../../bot/domain/reminders/digest.ts';
import { isEscalated } from '../../bot/domain/reminders/escalation.ts';
import type { TeamsLinks } from '../../bot/domain/shared/teams-links.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { type Mail, type MailPart, mailOf, paragraph } from '../mail.ts';
import { shownDay } from '../shared/dates.ts';
import { shownName } from '../shared/describe.ts';
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
} from './digest-item.ts';
import {
  agoText,
  aheadText,
  contactStop,
  contactWhy,
  DIGEST,
  dueText,
  MAIL,
  mailSubject,
  rotateCommand,
} from './sentences.ts';

/**
 * Characters of a name that a person copies into a command. It is not cut: this is the longest name that Entra allows.
 */
const COMMAND_NAME = 256;

/** A digest as an e-mail: names and dates, no hint, id or picture. Its only link, if any, opens the chat with the bot. */
export function renderMail(view: DigestView, links?: Pick<TeamsLinks, 'chat'>): Mail {
  return mailOf(subjectOf(view), partsOf(view, openPart(links?.chat)));
}

/** A digest as an e-mail to a designated contact. A contact can replace no secret: the mail says who can, and whether somebody is on it. */
export function contactDigestMail(
  view: DigestView,
  { organisation }: Pick<Contact, 'organisation'>,
  links: Pick<TeamsLinks, 'chat'>,
): Mail {
  const name = shownName(organisation.name);
  const groups = digestGroups(liveItems(view));
  const stop = paragraph(contactStop(name));
  const why = paragraph(contactWhy(name));
  if (groups.length === 0) return mailOf(subjectOf(view), [paragraph(MAIL.done), why, stop]);
  return mailOf(subjectOf(view), [
    dayPart(view),
    why,
    ...groups.flatMap((group) => [...groupParts(group, view), ...careParts(group, view)]),
    paragraph(MAIL.consequence),
    { kind: 'heading', text: MAIL.contactTitle },
    paragraph(MAIL.contactHow),
    ...openPart(links.chat),
    paragraph(MAIL.secretsNever),
    stop,
  ]);
}

function subjectOf(view: DigestView): string {
  const first = firstDue(view);
  const { left, expired } = first === undefined ? { left: 0, expired: false } : daysOf(first, view);
  return plainText(mailSubject(liveItems(view).length, expired, expired ? agoText(-left) : aheadText(left)));
}

function partsOf(view: DigestView, open: readonly MailPart[]): readonly MailPart[] {
  const groups = digestGroups(liveItems(view));
  const [first] = groups;
  const stop = paragraph(MAIL.stop);
  if (first === undefined) return [paragraph(MAIL.done), stop, ...open];
  return [
    dayPart(view),
    ...groups.flatMap((group) => groupParts(group, view)),
    paragraph(MAIL.consequence),
    { kind: 'heading', text: MAIL.howTitle },
    paragraph(MAIL.how),
    ...open,
    paragraph(MAIL.type),
    { kind: 'command', text: rotateCommand(plainText(first.application.displayName, COMMAND_NAME)) },
    paragraph(MAIL.steps),
    paragraph(MAIL.secretsNever),
    stop,
  ];
}

function dayPart(view: DigestView): MailPart {
  const asOf = asOfLine(view);
  return paragraph(`${DIGEST.title}. ${asOf}${asOf.endsWith('.') ? '' : '.'}`);
}

function openPart(chat: string | undefined): readonly MailPart[] {
  return chat === undefined ? [] : [{ kind: 'link', text: MAIL.open, url: chat }];
}

function groupParts({ application, items }: DigestGroup, view: DigestView): readonly MailPart[] {
  const entries = items.map((item) => {
    const { left, expired } = daysOf(item, view);
    const advice = isDeletable(item, view) ? `: ${DIGEST.leftover}` : '';
    const used = lastUsedOf(item, view);
    const ends = `${dueText(left, expired)}, on ${shownDay(item.end, view.zone)}${used === '' ? '' : `, ${used}`}`;
    const due = `${dueSecret(item, view)}: ${ends}${advice}.`;
    return [due, ...notesOf(item, view).map((note) => (note.endsWith('.') ? note : `${note}.`))].join(' ');
  });
  const cutOff = items.some((item) => item.cutOff);
  const { told } = toldLine(items, view);
  return [
    { kind: 'heading', text: dueName(application.displayName) },
    ...(cutOff ? [paragraph(DIGEST.cutOff)] : []),
    { kind: 'list', entries },
    ...(told === '' ? [] : [paragraph(`${told}.`)]),
  ];
}

/** Who looks after an application and, if the end is near, that nobody does. */
function careParts({ application, items }: DigestGroup, view: DigestView): readonly MailPart[] {
  const managers = managersLine(view.managers.get(application.clientId));
  const nobody = items.some(isEscalated) ? [paragraph(MAIL.unclaimed)] : [];
  return [...nobody, paragraph(managers.endsWith('.') ? managers : `${managers}.`)];
}
