import type { AwayDoubt } from '../../bot/domain/access/away.ts';
import type { EscalatedApplication, WaitingPerson } from '../../bot/domain/messages/notice.ts';
import type { Undelivered } from '../../bot/domain/messages/outcomes.ts';
import { toldText } from '../reminders/sentences-claims.ts';
import { counted } from '../shared/dates.ts';
import { listedNames } from '../shared/describe.ts';

export const UNDELIVERED = {
  title: 'Undelivered messages',
  none: 'Every message was delivered.',
  noneGivenUp: 'I have not given up any message.',
  intro: 'I have given up these. Retry sends one again with what is still true; Drop forgets it.',
} as const;

/** Messages that are not given up. */
export const WAITING = {
  title: 'Messages that wait for a person',
  intro:
    'I send these by myself as soon as the person has a chat with me. A guest cannot find me by a search in Teams, so the person needs the link below.',
  administrators: 'These are for administrators. I had met none of them, and try again within ten minutes.',
  nameless: 'somebody whose name I do not know',
} as const;

const WAITS_FOR: Readonly<Record<WaitingPerson['chat'], (name: string) => string>> = {
  unopened: (name) => `${name} has not opened the chat with me yet: pass on the link below.`,
  closed: (name) => `${name} has removed or blocked me, so I cannot write to them: pass on the link below.`,
};

/** `name` is ready to be shown. The sentence begins with it. */
export function waitingFor(chat: WaitingPerson['chat'], name: string): string {
  return WAITS_FOR[chat](name.charAt(0).toUpperCase() + name.slice(1));
}

export function waitingDetail(about: readonly Undelivered['about'][], since: string): string {
  return `${waitingKinds(about)} · since ${since}`;
}

/** Says what waits: the kinds of messages, and nothing of what is in them. */
export function waitingKinds(about: readonly Undelivered['about'][]): string {
  return about.map((kind) => WHAT_WAITS[kind]).join(', ');
}

export function moreWaiting(count: number): string {
  return `And ${count} more. You see them when the first ones have opened the chat.`;
}

const TO: Readonly<Record<Undelivered['to']['kind'], (name: string) => string>> = {
  channel: (name) => `To the channel ${name}`,
  person: (name) => `To ${name}, in Teams`,
  asker: (name) => `To ${name}, in Teams`,
  mail: (name) => `To ${name}, by e-mail`,
  contact: (name) => `To the designated contact ${name}`,
  administrators: () => 'To the administrators',
};

/** `name` is ready to be shown. */
export function undeliveredTo(kind: Undelivered['to']['kind'], name: string): string {
  return TO[kind](name);
}

const ABOUT: Readonly<Record<Undelivered['about'], (items: number) => string>> = {
  digest: (items) => counted(items, 'reminder'),
  request: () => 'a request for access',
  'request-news': () => 'news of a request',
  assigned: () => 'a role that was given',
  unassigned: () => 'a role that was taken away',
  'colleagues-left': () => 'news of a manager who has left',
  'creation-undone': () => 'an interrupted creation',
  'deletion-completed': () => 'an interrupted deletion',
  nudge: () => 'a reminder by an administrator',
  exposed: () => 'news of a secret in wrong hands',
  'deletion-stopped': () => 'a deletion that was not completed',
  'secret-changed': () => 'news of a client secret',
  'channel-unlinked': () => 'the end of a link',
  'value-left': () => 'a message that could not be removed',
  unanswered: () => 'an answer that came too late',
  answer: () => 'an answer',
  'unexpected-credentials': () => 'a question about a credential that was added outside this app',
  'certificates-due': () => 'a reminder of a certificate',
  'contact-proposed': () => 'a proposed contact',
  'contact-invite': () => 'the first e-mail to a contact',
  'roles-changed': () => 'a change of managers',
  outage: () => 'a system that cannot sign in',
  rotation: () => 'the card of a rotation',
  requested: () => 'the answer to somebody who asked for access',
  created: () => 'the card of a creation',
  alarm: () => 'an alarm',
};

/** Not counted: one of each kind is named. */
const WHAT_WAITS: Readonly<Record<Undelivered['about'], string>> = {
  digest: 'reminders',
  request: ABOUT.request(0),
  'request-news': 'the answer to a request',
  assigned: ABOUT.assigned(0),
  unassigned: ABOUT.unassigned(0),
  'colleagues-left': ABOUT['colleagues-left'](0),
  'creation-undone': ABOUT['creation-undone'](0),
  'deletion-completed': ABOUT['deletion-completed'](0),
  nudge: ABOUT.nudge(0),
  exposed: ABOUT.exposed(0),
  'deletion-stopped': ABOUT['deletion-stopped'](0),
  'secret-changed': ABOUT['secret-changed'](0),
  'channel-unlinked': ABOUT['channel-unlinked'](0),
  'value-left': ABOUT['value-left'](0),
  unanswered: ABOUT.unanswered(0),
  answer: ABOUT.answer(0),
  'unexpected-credentials': ABOUT['unexpected-credentials'](0),
  'certificates-due': ABOUT['certificates-due'](0),
  'contact-proposed': ABOUT['contact-proposed'](0),
  'contact-invite': ABOUT['contact-invite'](0),
  'roles-changed': ABOUT['roles-changed'](0),
  outage: ABOUT.outage(0),
  rotation: ABOUT.rotation(0),
  requested: ABOUT.requested(0),
  created: ABOUT.created(0),
  alarm: ABOUT.alarm(0),
};

export function undeliveredDetail(about: Undelivered['about'], items: number, since: string, code: string): string {
  return `${ABOUT[about](items)} · since ${since} · ${code}`;
}

export function moreUndelivered(count: number): string {
  return `And ${counted(count, 'more message')}. Answer some to see them.`;
}

/** To a person whose command was not answered in time. */
export const UNANSWERED = {
  title: 'My answer did not arrive',
  text: 'Teams did not take my answer to what you asked for. Please ask me again. If it was a change, look first whether it was made.',
} as const;

/** `told`: the beginning of the message, as notifications show it. */
export function tooLargeText(told: string): string {
  return `${told.trim()}\n\nThe whole message is too large for Teams. Write to me in our 1:1 chat to see all of it, for example list or expiring.`;
}

/** To a person whose turns are turned away for some seconds. It is said once. */
export function tooManyText(): string {
  return 'Too many requests came at once. I did nothing with the last one, and I may not answer for about ten seconds. Ask again after that.';
}

/** The titles and texts of what administrators are told outside a turn. */
export const ALARMS = {
  logTitle: 'I may not read Entra’s log of sign-ins',
  log: 'Rotations do not confirm themselves, and nobody hears when a system is refused. Everything else works.',
  logAdvice:
    'The log needs the right AuditLog.Read.All and a P1 licence of the tenant. npm run doctor says which of the two is missing.',
  linksTitle: '⚠ I cannot reach a managers’ channel any more',
  links:
    'I was removed from the team, or the channel is gone. If no other channel is linked, reminders go to the managers in person. If I am added to the team again, I go on there by myself; a channel that was deleted needs another link.',
  sharedTitle: '⚠ People of other organisations can read a managers’ channel',
  shared:
    'I have ended the links of this channel, because reminders would show them the names and dates of secrets. Reminders now go to the managers in person, if no other channel is linked. The managers hear of it, too. If these people may read the reminders, a manager can type link in the channel again.',
  goneTitle: '⚠ Applications that have managers are not in Entra any more',
  gone: 'Their secrets are gone with them: a system that uses them cannot connect. If one was deleted by mistake, restore it within 30 days: in Entra, under App registrations, Deleted applications. If it is not needed any more, an operator takes its managers away with npm run assign -- --remove.',
  darkTitle: '⚠ Applications cannot connect',
  endingTitle: '⚠ Secrets end today, and nothing takes their place',
  escalatedIntro: 'Their managers have not replaced the secrets:',
  escalated:
    'Please reach their managers another way, or assign another one. I tell you each day until they connect again, or a manager says that they are not used any more.',
  nobodyTitle: '⚠ Secrets expire, and I can reach nobody about them',
  noManagerTitle: '⚠ Secrets expire, and I can reach no manager about them',
  nobodyButContacts: 'its designated contacts are told by e-mail',
  nobody: 'These applications have no manager that I can reach and no managers’ channel:',
  nobodyAdvice: 'Please assign a credential manager, or link a channel.',
  unopenedAdvice: 'If managers are named, pass on the link below to them: I can remind them when they have opened it.',
  unopenedTitle: '⚠ Messages wait for people who have no chat with me',
  unopened:
    'A guest cannot find me by a search in Teams, so the person needs the link. I send the messages by myself as soon as the person has a chat with me.',
  suspiciousTitle: '⚠ The daily sweep looks wrong',
  leaversTitle: '⚠ Far too many managers seem to have left',
  failingTitle: '⚠ The daily sweep fails',
  failing: 'While it does, nobody is reminded of new expiries. I go on trying.',
  failingNever: 'No sweep has succeeded yet.',
  contactTitle: '⚠ A designated contact cannot be reached',
  contact:
    'The mail service refuses this address, so I send nothing there any more. Please ask the organisation for another one: a manager can propose it with contact, and remove this one in the list.',
  contactRefusedTitle: '⚠ The holder of an address wants no mail',
  contactRefused:
    'They have said that this address is not the organisation’s, or that they want no mail, so I send nothing there for this organisation, and nobody can add the address again. Please ask the organisation for another one.',
  forgedTitle: '⚠ Somebody may have changed the audit record',
  forged:
    'Somebody who can write to the database may have rewritten rows, or a process ran with another AUDIT_KEY. A row of the record says so from now on. I go on with everything else.',
  forgedAdvice:
    'Please ask an operator to run npm run audit -- verify with the heads that the log holds: it names the rows that were changed.',
  undeliveredTitle: '⚠ Messages could not be delivered',
} as const;

/** `day` is ready to be shown. */
export function darkText(day: string, cutOff: boolean): string {
  return cutOff ? `cannot connect; the secret that expired last did so on ${day}` : `a secret ends today, on ${day}`;
}

/** All names are ready to be shown. `claimedBy`: the manager who is on it. */
export function escalatedText(
  managers: readonly string[],
  claimedBy: string | undefined,
  told: EscalatedApplication['told'],
): string {
  const whose = managers.length === 0 ? 'Nobody manages it' : `Managed by ${managers.join(', ')}`;
  const claimed = claimedBy === undefined ? 'nobody is on it' : `${claimedBy} is on it`;
  return `${whose}; ${claimed}; ${toldText(told)}.`;
}

export function forgedText(seq: number): string {
  return `The end of the record, at row ${seq}, was not signed with our key.`;
}

export function leaversDoubted({ news, there }: AwayDoubt): string {
  return `The directory says that ${news} of ${counted(there, 'manager')} have left, or that their accounts are disabled. I have not believed it: all of them count as managers and are reminded.`;
}

export function failingSince(at: string): string {
  return `The last good sweep was on ${at}.`;
}

export function undeliveredCount(count: number): string {
  return `${counted(count, 'message')} could not be delivered, and I have stopped trying. In the list you can send again or drop what is left.`;
}

/** `day` is ready to be shown. */
export function endText(day: string, expired: boolean): string {
  return `${expired ? 'expired' : 'expires'} ${day}`;
}

/** Names are ready to be shown. There is one at least. */
export function unopenedText(managers: readonly string[]): string {
  const have = managers.length === 1 ? 'has not' : 'have not';
  return `${listedNames(managers, 2)} ${have} opened the chat with me yet`;
}

/** An application, when its secret ends, and who of it hears nothing. All are ready to be shown, and may be empty. */
export function untoldText(application: string, end: string, about: string): string {
  const parts = [end, about].filter((part) => part !== '');
  return parts.length === 0 ? application : `${application}: ${parts.join(', ')}`;
}

/** `who` is a whole sentence that names the person. */
export function waitingLine(who: string, what: string): string {
  return `${who} What waits: ${what}.`;
}
