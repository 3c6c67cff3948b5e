import type { Undelivered } from '../../bot/domain/messages/outcomes.ts';
import { counted } from '../shared/dates.ts';

export const UNDELIVERED = {
  title: 'Messages that could not be delivered',
  none: 'Every message was delivered.',
  intro: 'I have given up on these. Retry sends one again with what is still true; Drop forgets it.',
} as const;

const TO: Readonly<Record<Undelivered['to']['kind'], (name: string) => string>> = {
  channel: (name) => `To the channel ${name}`,
  person: (name) => `To ${name}, in Teams`,
  asker: (name) => `To ${name}, in Teams`,
  mail: (name) => `To ${name}, by e-mail`,
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
  'creation-undone': () => 'an interrupted creation',
  'deletion-completed': () => 'an interrupted deletion',
  'channel-unlinked': () => 'the end of a link',
  alarm: () => 'an alarm',
};

export function undeliveredDetail(about: Undelivered['about'], items: number, since: string, code: string): string {
  return `${ABOUT[about](items)} · since ${since} · ${code}`;
}

export function moreUndelivered(count: number): string {
  return `And ${counted(count, 'more message')}. Settle some to see them.`;
}

/** The titles and texts of what administrators are told outside a turn. */
export const ALARMS = {
  linksTitle: '⚠ I cannot reach a managers’ channel any more',
  links:
    'I was removed from the team, or the channel is gone. If no other channel is linked, reminders go to the managers in person. If I am added to the team again, I go on there by myself; a channel that was deleted needs another link.',
  sharedTitle: '⚠ People of other organisations can read a managers’ channel',
  shared:
    'I have ended the links of this channel, because reminders would show them the names and dates of secrets. Reminders now go to the managers in person, if no other channel is linked. The managers hear of it, too. If these people may read the reminders, a manager can type link in the channel again.',
  nobodyTitle: '⚠ Secrets expire, and nobody can be told',
  nobody: 'These applications have no manager that I can reach and no managers’ channel:',
  nobodyAdvice: 'Please assign a credential manager, or link a channel.',
  suspiciousTitle: '⚠ The daily sweep looks wrong',
  failingTitle: '⚠ The daily sweep fails',
  failing: 'While it does, nobody is reminded of new expiries. I go on trying.',
  failingNever: 'No sweep has succeeded yet.',
  undeliveredTitle: '⚠ Messages could not be delivered',
} as const;

export function failingSince(at: string): string {
  return `The last good sweep was on ${at}.`;
}

export function undeliveredCount(count: number): string {
  return `${counted(count, 'message')} could not be delivered, and I have stopped trying. In the list you can send again or drop what is left.`;
}
