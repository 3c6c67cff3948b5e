import { TEAM } from './sentences.ts';

/** `of`: how many applications. */
export function goneTitle(of: number): string {
  return of === 1 ? 'This application is not in Entra any more' : 'These applications are not in Entra any more';
}

export const GONE = {
  text: `Its secrets are gone with it: a system that uses them cannot connect. If it was deleted within the last 30 days, it can be restored. Ask ${TEAM}.`,
  texts: `Their secrets are gone with them: a system that uses them cannot connect. What was deleted within the last 30 days can be restored. Ask ${TEAM}.`,
} as const;

export function goneInList(application: string): string {
  return `⚠ ${application} is not in Entra any more, and its secrets are gone with it. Ask ${TEAM} whether it can be restored.`;
}
