import { counted } from '../shared/dates.ts';

export const EXPIRING = {
  title: 'What expires soon',
  today: 'today',
  choice: 'Look ahead:',
} as const;

/** How far ahead the buttons look, in days. */
export const EXPIRING_CHOICES = [30, 60, 180, 365] as const;

export function expiringSummary(count: number, days: number, today: string): string {
  if (count === 0) return `Nothing of yours expires within ${counted(days, 'day')}.`;
  return `${counted(count, 'client secret')} within ${counted(days, 'day')} of ${today}`;
}

export function daysTitle(days: number): string {
  return counted(days, 'day');
}

export function scaleEnd(days: number): string {
  return `in ${counted(days, 'day')}`;
}

export function moreExpiring(count: number): string {
  return `And ${counted(count, 'more client secret')}, expiring later. Look fewer days ahead to see less.`;
}
