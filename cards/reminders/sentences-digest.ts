import type { Ending } from '../../bot/domain/reminders/digest.ts';
import { counted } from '../shared/dates.ts';
import { TEAM } from '../shared/sentences.ts';

export const DIGEST = {
  title: 'Client secrets that need attention',
  titleDone: 'Client secrets that needed attention',
  done: 'All of them are taken care of. Nothing is left to do.',
  allDone: 'all are taken care of',
  repeated: 'I was interrupted while sending this; it may stand here twice.',
  newer: 'A newer secret exists: finish the rotation and delete this one.',
  cutOff: 'This application cannot connect.',
  nobody: `Nobody manages this application. Ask ${TEAM} to assign a credential manager.`,
  claim: "I'm on it",
  takeOver: 'Take over',
} as const;

/** `expires in 5 days`, `expired 3 days ago`; `left` in calendar days. */
export function dueText(left: number, expired: boolean): string {
  return expired ? `expired ${agoText(-left)}` : `expires ${aheadText(left)}`;
}

/** `today`, `tomorrow`, `in 5 days`. */
export function aheadText(days: number): string {
  if (days <= 0) return 'today';
  return days === 1 ? 'tomorrow' : `in ${counted(days, 'day')}`;
}

/** `today`, `yesterday`, `3 days ago`. */
export function agoText(days: number): string {
  if (days <= 0) return 'today';
  return days === 1 ? 'yesterday' : `${counted(days, 'day')} ago`;
}

/** `3 client secrets of 2 applications need attention. 1 application cannot connect.` */
export function digestSummary(live: number, applications: number, cutOff: number, settled: number): string {
  const need = live === 1 ? 'needs' : 'need';
  return [
    `${counted(live, 'client secret')} of ${counted(applications, 'application')} ${need} attention.`,
    ...(cutOff > 0 ? [`${counted(cutOff, 'application')} cannot connect.`] : []),
    ...(settled > 0 ? [`${settled} ${settled === 1 ? 'is' : 'are'} taken care of.`] : []),
  ].join(' ');
}

/** For notifications: numbers only. */
export function digestHeadline(live: number, first: string): string {
  return live === 1 ? `A client secret ${first}` : `${DIGEST.title}: ${live}, the most urgent ${first}`;
}

/** Names as shown; `others` counts those who are not named. */
export function managersText(names: readonly string[], others: number): string {
  if (names.length === 0)
    return others === 0 ? DIGEST.nobody : `Managed by ${others === 1 ? '1 person' : `${others} people`}`;
  return `Managed by ${names.join(', ')}${others > 0 ? ` and ${others} more` : ''}`;
}

export function claimText(name: string, day: string): string {
  return `${name} has been on it since ${day}`;
}

/** `Deleted by Anna Jansen on 24 November 2026`; `name` is undefined where it happened outside the app. */
export function endingText(how: Ending['how'], name: string | undefined, day: string): string {
  const what = how === 'deleted' ? 'Deleted' : 'Marked as replaced';
  return `${what} ${name === undefined ? 'outside this app' : `by ${name}`} on ${day}`;
}

/** Mentions are written as `<at>…</at>`. */
export function lookAfterText(mentions: readonly string[]): string {
  return `Please look after it: ${mentions.join(', ')}`;
}

export function asOfText(day: string): string {
  return `As of ${day}`;
}

export function moreDue(count: number): string {
  return `And ${counted(count, 'more client secret')}, less urgent.`;
}

export function showAllTitle(count: number): string {
  return `Show all (${count})`;
}

/** `Page 1 of 3 · 57 client secrets`. */
export function duePosition(page: number, pages: number, total: number): string {
  return `Page ${page} of ${pages} · ${counted(total, 'client secret')}`;
}
