import { team } from '../../shared/guidance.ts';

/** The words of the e-mails about expiring secrets. */
export const MAIL = {
  columns: ['Client secret', 'When'],
  consequence:
    'If a secret is not replaced before it expires, systems that use it can no longer connect. Old and new overlap, so nothing is interrupted if you rotate in time.',
  /** Without a link. */
  how: 'Open Microsoft Teams and go to the chat with API Credentials.',
  rotate: 'Rotate in Teams',
  show: 'See it in Teams',
  all: 'See them in Teams',
  open: 'Open the chat with API Credentials',
  type: 'The button opens the chat with this command filled in, and you press Send. If nothing is filled in, type it:',
  typeByHand: 'In the chat, type:',
  steps:
    'I lead you through the four steps: create the new secret, update your system, confirm that it connects, delete the old one.',
  contactTitle: 'What you can do',
  contactHow:
    'A credential manager replaces a secret, in Microsoft Teams, in the chat with API Credentials. Please make sure that one of them does it in time.',
  unclaimed: 'Nobody has taken this on.',
  stop: 'You get this e-mail because you are a credential manager of these applications. To stop these e-mails, type “notify mail off” in the chat with API Credentials in Teams. Reminders in Teams go on.',
  secretsNever: 'This e-mail holds no secret. Please never send one by e-mail.',
  done: 'All of the client secrets that this was about are taken care of. Nothing is left to do.',
  subjectDone: 'Client secrets: nothing left to do',
  deleteIt: 'Delete it.',
} as const;

/** Said in every mail to a contact. `organisation` is ready to be shown. */
export function contactWhy(organisation: string): string {
  return `You get this e-mail because this address is a designated contact of ${organisation}.`;
}

export function contactStop(organisation: string): string {
  return `To stop these e-mails, ask a credential manager of ${organisation} or ${team()}: they type “contacts” in the chat with API Credentials in Teams and remove this address.`;
}

/**
 * `first` is for instance `in 5 days` or `yesterday`. The subject holds numbers only: nothing that somebody typed gets
 * into a header.
 */
export function mailSubject(live: number, expired: boolean, first: string): string {
  if (live === 0) return MAIL.subjectDone;
  const verb = expired ? 'expired' : 'expires';
  if (live === 1) return `A client secret ${verb} ${first}`;
  return `Client secrets: ${live} need attention, the most urgent ${verb} ${first}`;
}
