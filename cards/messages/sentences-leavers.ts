import type { AwayHow } from '../../bot/domain/access/away.ts';
import { counted } from '../shared/dates.ts';

export const LEAVERS = {
  title: 'Managers who left',
  none: '✔ Every manager is in the directory, and no account is disabled',
  intro:
    'They get nothing from me and count as no manager. Their roles stay until you remove them. If the account is restored or enabled again, they count again when they sign in to me, or after the next daily sweep.',
  alarmTitle: '⚠ Managers have left',
  alarm:
    'They have left the directory, or their account is disabled. They get nothing from me and count as no manager.',
  colleaguesTitle: 'Another manager has left',
  colleagues: 'You manage these applications with somebody who gets nothing from me any more and counts as no manager.',
  colleaguesAdvice:
    'Please find a colleague as a backup: they type “request” and the name of the application, and you confirm it. If this person should still have the role, tell your IT department.',
} as const;

const HOW: Readonly<Record<AwayHow, string>> = {
  left: 'has left the directory',
  disabled: 'account disabled',
};

/** `day` is ready to be shown; undefined in a message, which is sent when it is seen. */
export function howText(how: AwayHow, day: string | undefined): string {
  return day === undefined ? HOW[how] : `${HOW[how]} · seen on ${day}`;
}

/** `managers`: how many managers of the application are there. The name is ready to be shown. */
export function remainText(application: string, managers: number): string {
  if (managers === 0) return `✖ ${application}: nobody manages it`;
  return managers === 1 ? `⚠ ${application}: 1 manager remains` : `${application}: ${managers} managers remain`;
}

/** Said to one of the managers who are there. `managers` counts them all. The name is ready to be shown. */
export function remainWithYou(application: string, managers: number): string {
  return managers <= 1
    ? `⚠ ${application}: you are the only manager now`
    : `${application}: ${managers} managers remain, with you`;
}

export function moreLeft(count: number): string {
  return `And ${counted(count, 'more application')}.`;
}

export function morePeople(count: number): string {
  return `And ${counted(count, 'more manager')}. The list shows all of them.`;
}

export function leaversPosition(page: number, pages: number, total: number): string {
  return `Page ${page} of ${pages} · ${counted(total, 'manager')}`;
}
