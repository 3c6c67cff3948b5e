import { counted } from './dates.ts';
import { TEAM } from './sentences.ts';

/** A plain message: what happened and what to do. */
export interface Sentences {
  readonly title: string;
  readonly text: string;
}

export const MESSAGES = {
  noApplications: {
    title: 'No applications are assigned to you',
    text: `You see the applications for which you are a credential manager. If you should be one, agree it within your organisation, then ask ${TEAM}: they assign the role, per application.`,
  },
  notSignedIn: {
    title: 'You are not signed in',
    text: 'Sign in with multi-factor authentication to see your applications.',
  },
  signedOut: {
    title: 'You are signed out',
    text: 'I have forgotten your sign-in. Sign in again whenever you need me.',
  },
  stored: {
    title: '✔ Well done',
    text: 'The message with the value is removed. Next: update your system, confirm that it connects, then delete the old secret.',
  },
  working: { title: 'One moment', text: 'I am still working on this. The answer follows here.' },
  unknown: { title: 'I did not understand that', text: 'Choose a button below, or type help to see what I can do.' },
  notFound: {
    title: 'I cannot find that application',
    text: 'Check the name or the client ID, or look at the list of your applications.',
  },
  suggestions: { title: 'Did you mean one of these?', text: 'None of your applications has exactly that name.' },
  choose: { title: 'Which application?', text: '' },
} as const satisfies Record<string, Sentences>;

export function signedInTitle(name: string): Sentences {
  return { title: '✔ You are signed in', text: name === '' ? 'Welcome.' : `Welcome, ${name}.` };
}

/** What the person wrote, as shown. */
export function youWrote(text: string): string {
  return `You wrote: “${text}”`;
}

export function referenceText(reference: string): string {
  return `Reference: ${reference}`;
}

export const WHO_AM_I = {
  title: 'Who you are',
  name: 'Name',
  role: 'Role',
  signedIn: 'Signed in',
  session: 'Signed in until',
  stepUp: 'Confirmed for changes',
  noStepUp: 'no; I will ask you to confirm that it is you before a change',
} as const;

export function roleText(administrator: boolean, managed: number): string {
  const manager =
    managed === 0 ? 'no applications assigned' : `credential manager of ${counted(managed, 'application')}`;
  return administrator ? `administrator; ${manager}` : manager;
}

export function stepUpText(until: string, left: string): string {
  return `until ${until} (${left} left)`;
}
