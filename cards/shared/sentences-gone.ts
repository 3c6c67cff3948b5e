import { team } from './guidance.ts';

/** `of`: how many applications. */
export function goneTitle(of: number): string {
  return of === 1 ? 'This application is not in Entra any more' : 'These applications are not in Entra any more';
}

export const GONE = {
  get text() {
    return `Its secrets are gone with it: a system that uses them cannot connect. If it was deleted within the last 30 days, it can be restored. Ask ${team()}.`;
  },
  get texts() {
    return `Their secrets are gone with them: a system that uses them cannot connect. What was deleted within the last 30 days can be restored. Ask ${team()}.`;
  },
} as const;

export function goneInList(application: string): string {
  return `⚠ ${application} is not in Entra any more, and its secrets are gone with it. Ask ${team()} whether it can be restored.`;
}
