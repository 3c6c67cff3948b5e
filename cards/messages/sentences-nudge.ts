import type { NudgeAbout } from '../../bot/domain/messages/outcomes.ts';
import { counted } from '../shared/dates.ts';

/** An administrator asks managers to look at an application. */
export const NUDGE = {
  title: 'Please look at this application',
  text: 'Look at its secrets, and rotate what ends soon or has ended. If you cannot do it now, say in Teams who can.',
  sent: '✔ Its managers are asked',
  nobody: 'Nobody can be asked',
  unmanaged: 'Nobody manages it: assign somebody.',
} as const;

/** `name` is ready to be shown. The sentence begins with it. */
export function nudgedBy(name: string): string {
  return `${sentenceStart(name)}, an administrator, asks its managers for this.`;
}

/** `names` are ready to be shown. */
export function onItsWay(names: string): string {
  return `A message in the 1:1 chat is on its way to ${names}.`;
}

/** `names` are ready to be shown. The sentence begins with them. */
export function unmetManagers(names: string): string {
  return `${sentenceStart(names)}: not asked, because there is no 1:1 chat with me yet.`;
}

function sentenceStart(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const NUDGE_ALL = {
  ask: 'Ask the managers?',
  asked: '✔ The managers are asked',
  nobody: 'Nobody can be asked',
  nudge: 'Please look at these applications',
} as const;

const ABOUT: Readonly<Record<NudgeAbout, readonly [one: string, more: string]>> = {
  'cannot-connect': ['cannot connect now', 'cannot connect now'],
  'this-week': ['stops connecting this week', 'stop connecting this week'],
  unclaimed: ['is claimed by nobody', 'are claimed by nobody'],
  away: ['has lost a manager', 'have lost a manager'],
};

/** `14 applications stop connecting this week.` */
export function nudgeAbout(about: NudgeAbout, applications: number): string {
  return `${counted(applications, 'application')} ${ABOUT[about][applications === 1 ? 0 : 1]}.`;
}

/** `names` are ready to be shown. */
export function wouldAsk(names: string): string {
  return `Each of these people gets one message in the 1:1 chat, with the names of the applications: ${names}.`;
}

/** `count` is at least 1. */
export function unmanagedText(count: number): string {
  return `${counted(count, 'application')} ${count === 1 ? 'has' : 'have'} no manager: assign somebody.`;
}
