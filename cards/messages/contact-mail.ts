import type { Contact } from '../../bot/domain/messages/contact.ts';
import type { RoleChange, RolesNews } from '../../bot/domain/messages/outbox.ts';
import type { DigestView } from '../../bot/domain/reminders/digest.ts';
import type { Ways } from '../../bot/domain/shared/guidance.ts';
import { type Mail, type MailPart, mailOf, paragraph, small } from '../mail.ts';
import { contactDigestMail } from '../reminders/mail/digest-mail.ts';
import { contactStop, contactWhy, MAIL } from '../reminders/mail/sentences.ts';
import { shownName, shownPerson } from '../shared/describe.ts';
import { namingGuidance } from '../shared/guidance.ts';
import { INVITE, inviteText, ROLES_MAIL, rolesIntro } from './sentences-contacts.ts';

/** What goes to a designated contact. `url`: the page on which its holder confirms it. */
type Content =
  | { readonly kind: 'digest'; readonly digest: DigestView }
  | { readonly kind: 'contact-invite'; readonly url: string }
  | RolesNews;

/** A mail to a designated contact: names and dates, no hint or id. All but the first one say how they are stopped. */
export function renderContactMail(contact: Contact, content: Content, links: Ways): Mail {
  return namingGuidance(links.guidance, () => {
    switch (content.kind) {
      case 'digest':
        return contactDigestMail(content.digest, contact, links);
      case 'contact-invite':
        return inviteMail(contact, content.url);
      case 'roles-changed':
        return rolesMail(contact, content, links.chat);
    }
  });
}

function inviteMail({ address, organisation, addedBy }: Contact, url: string): Mail {
  const who = shownPerson(addedBy);
  const whole = who.charAt(0).toUpperCase() + who.slice(1);
  return mailOf(INVITE.subject, [
    paragraph(inviteText(whole, address, shownName(organisation.name))),
    paragraph(INVITE.app),
    paragraph(INVITE.what),
    { kind: 'list', entries: INVITE.list },
    { kind: 'button', text: INVITE.open, url },
    paragraph(INVITE.after),
    paragraph(INVITE.refuse),
    small(INVITE.never),
  ]);
}

function rolesMail({ organisation }: Contact, { added, removed, by }: RolesNews, chat: string): Mail {
  const name = shownName(organisation.name);
  return mailOf(ROLES_MAIL.subject, [
    paragraph(rolesIntro(name, by === undefined ? undefined : shownPerson(by))),
    ...changeParts(ROLES_MAIL.added, added),
    ...changeParts(ROLES_MAIL.removed, removed),
    paragraph(ROLES_MAIL.what),
    { kind: 'button', text: MAIL.open, url: chat },
    small(contactWhy(name)),
    small(contactStop(name)),
  ]);
}

function changeParts(title: string, changes: readonly RoleChange[]): readonly MailPart[] {
  if (changes.length === 0) return [];
  const entries = changes.map(
    ({ person, applications }) =>
      `${shownPerson(person)}: ${applications.map(({ displayName }) => shownName(displayName)).join(', ')}`,
  );
  return [
    { kind: 'heading', text: title },
    { kind: 'list', entries },
  ];
}
