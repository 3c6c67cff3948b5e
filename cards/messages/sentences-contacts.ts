import { ADDRESSES_AT_ONCE, CONTACTS_AT_MOST, MAILED_AGAIN_AT_MOST } from '../../bot/domain/messages/contact.ts';
import type { ContactProblem, WayEnd } from '../../bot/domain/messages/outcomes.ts';
import type { ContactAct } from '../../bot/domain/shared/command.ts';
import { counted } from '../shared/dates.ts';
import { team, teamName } from '../shared/guidance.ts';

export const CONTACTS = {
  title: 'Designated contacts',
  intro:
    'Once its holder has confirmed it, an address gets the reminders of its organisation by e-mail, and news of who manages its applications.',
  none: 'No organisation of yours has a designated contact. Add one, such as a service desk, so that reminders reach somebody even if its managers are away.',
  noneFound: 'No designated contact of an organisation with that name. Check the name, or look at all of them.',
} as const;

/** What the press of a button came to, above the list. */
export const CONTACT_DONE: Readonly<Record<ContactAct, string>> = {
  confirm: '✔ Accepted. The first e-mail is on its way to the address.',
  decline: '✔ Declined. Nothing was sent to the address.',
  again: '✔ The first e-mail is on its way once more. The link in the earlier one does not work any more.',
  remove: '✔ Removed. Nothing goes to the address any more.',
};

export const CONTACT_BUTTONS: Readonly<Record<ContactAct, string>> = {
  confirm: 'Accept',
  decline: 'Decline',
  again: 'Send the first e-mail again',
  remove: 'Remove',
};

/** Days are ready to be shown. */
export const CONTACT_STATES = {
  proposed: (day: string) => `◷ Proposed on ${day}: an administrator has to accept it`,
  waiting: (day: string) => `◷ Waiting since ${day} for its holder to confirm it`,
  over: (day: string) => `⚠ Waiting since ${day}: the link in its first e-mail has ended`,
  confirmed: (day: string) => `✔ Confirmed on ${day}`,
  refused: (day: string) => `✖ Refused by its holder on ${day}: nobody can add it again`,
  forsaken: '⚠ Its organisation has no application any more, so nothing is sent to it: add it to another one',
  unreachable: (day: string) => `✖ Cannot be reached since ${day}`,
} as const;

/** `name` is ready to be shown. */
export function contactAddedBy(name: string): string {
  return `entered by ${name}`;
}

export function contactsPosition(page: number, pages: number, total: number): string {
  return `Page ${page} of ${pages} · ${counted(total, 'contact')}`;
}

export const CONTACT_FORM = {
  title: 'Add designated contacts',
  text: 'Reminders of an organisation then also go to these addresses by e-mail: a service desk, a shared mailbox or the address of those on call. Before its holder has confirmed it, an address gets nothing but the e-mail that asks for it.',
  proposes: 'An administrator accepts or declines what you propose.',
  organisation: 'Organisation',
  organisationError: 'Please name the organisation.',
  addresses: 'Mail addresses',
  addressesHint: 'servicedesk@example.org',
  addressesError: `Please enter between one and ${ADDRESSES_AT_ONCE} mail addresses.`,
  add: 'Add',
  propose: 'Propose',
} as const;

/** `bad`: the words that are no address, ready to be shown. */
export function contactProblemText(problem: ContactProblem, bad: string): string {
  switch (problem) {
    case 'no-address':
      return 'There is no mail address in what you wrote.';
    case 'bad-address':
      return `This is no mail address that I can write to: ${bad}`;
    case 'too-many':
      return `These are too many addresses at once. Enter ${ADDRESSES_AT_ONCE} or fewer.`;
    case 'full':
      return `An organisation has ${CONTACTS_AT_MOST} contacts at most. Remove one first, or enter a shared mailbox.`;
  }
}

export const CONTACTS_ADDED = {
  added: '✔ Added',
  proposed: '✔ Proposed',
  nothing: 'Nothing was added',
  addedAfter:
    'Each of these addresses gets one e-mail with a link. When its holder has confirmed it there, reminders go to it too.',
  proposedAfter: 'The administrators are asked to accept it. Nothing is sent to an address before they have.',
} as const;

/** Organisation and addresses are ready to be shown. */
export function addedText(organisation: string, addresses: readonly string[]): string {
  return `${organisation}: ${addresses.join(', ')}`;
}

export function knownText(organisation: string, addresses: readonly string[]): string {
  return `${organisation} has these already: ${addresses.join(', ')}`;
}

/** Addresses are ready to be shown. */
export function refusedText(addresses: readonly string[]): string {
  return `Not added, because the holder has said that no mail may be sent there: ${addresses.join(', ')}`;
}

/** The card on which administrators decide. */
export const PROPOSAL = {
  title: 'A designated contact is proposed',
  open: '◷ Waiting for an administrator',
  accepted: '✔ Accepted: its first e-mail is on its way, or its holder has to confirm it',
  confirmed: '✔ Accepted, and confirmed by its holder',
  refused: '✖ Refused: its holder wants no mail',
  gone: 'Declined or removed',
  advice:
    'If you accept it, the address gets one e-mail with a link; when its holder has confirmed it there, it gets the reminders of this organisation. Check that the address belongs to the organisation: reminders name applications, secrets and managers.',
} as const;

export function proposedBy(name: string): string {
  return `proposed by ${name}`;
}

/** What nobody may end, because it is the last way. */
export const LAST_WAY = {
  title: 'This is the last way to reach somebody',
  ends: {
    unlink: 'Without this link I could reach nobody about these applications, so I kept it:',
    'mail-off': 'Without e-mail I could reach nobody about these applications, so you go on getting it:',
    contact: 'Without this contact I could reach nobody about these applications, so I kept it:',
  } satisfies Record<WayEnd, string>,
  get first() {
    return `One of these has to be there first: a channel that I can reach (type link in it), a manager who has opened the chat with me, a manager who gets e-mail (notify mail on), or another contact whose holder has confirmed it (type contact). If nobody manages these applications, ask ${team()} to assign somebody.`;
  },
};

export const INVITE = {
  get app() {
    return `API Credentials is the app in Microsoft Teams in which organisations look after the client secrets of their connections to the services of ${teamName()}.`;
  },
  subject: 'Please confirm: reminders about API credentials',
  what: 'If you confirm it, this address gets e-mails about the API credentials of this organisation:',
  list: [
    'reminders when a client secret expires soon or has expired',
    'messages if an application cannot connect any more, or if nobody has answered a reminder',
    'news of who manages its applications',
  ],
  open: 'Confirm or refuse this address',
  after:
    'The page asks before anything is changed. The link works once, for seven days. Until you confirm it, nothing else is sent here for this organisation.',
  refuse: `If this is not yours or you want no mail from here, say so on that page. If you do nothing, no reminders come here; this question may come again, ${MAILED_AGAIN_AT_MOST} times at most.`,
  never: 'No e-mail ever holds a secret. Please never send one by e-mail.',
} as const;

/** All are ready to be shown. */
export function inviteText(who: string, address: string, organisation: string): string {
  return `${who} has entered ${address} as a designated contact of ${organisation}.`;
}

export const ROLES_MAIL = {
  subject: 'Credential managers have changed',
  added: 'New credential managers',
  removed: 'Not credential managers any more',
  what: 'Credential managers create, replace and delete the client secrets of these applications, and get the reminders about them.',
} as const;

/** `by` is ready to be shown; undefined if an operator did it. */
export function rolesIntro(organisation: string, by: string | undefined): string {
  const who = by === undefined ? 'An operator' : by;
  return `${who} has changed who manages applications of ${organisation}.`;
}
