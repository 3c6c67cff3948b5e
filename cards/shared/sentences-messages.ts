import type { Note } from '../../bot/domain/shared/outcome.ts';
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
    text: `You see the applications for which you are a credential manager. If you should be one, agree it within your organisation, then ask for access: its managers confirm it, and ${TEAM} assigns the role, per application.`,
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

/** Short answers beside a card that stays as it is. */
export const NOTES = {
  'not-yours': {
    title: 'Not yours',
    text: 'You are not a credential manager of this application, so nothing was changed. Its managers are named on the card.',
  },
  opened: { title: 'Sent to you alone', text: 'I have answered in a message that only you can see.' },
  claimed: {
    title: '✔ You are on it',
    text: 'You are on it now; the card will say so. Reminders go on until the secret is replaced.',
  },
  'claimed-before': { title: 'Somebody is on it already', text: '' },
  settled: {
    title: 'Taken care of',
    text: 'This secret is already taken care of. The card is being brought up to date.',
  },
  request: { title: 'Nothing was changed', text: '' },
  reviewed: { title: '✔ Done', text: '' },
} as const satisfies Record<Note['kind'], Sentences>;

/** What became of a request for access by a press. */
export const REVIEWED: Readonly<Record<Extract<Note, { kind: 'reviewed' }>['how'], string>> = {
  confirmed: 'You have confirmed this request. An administrator decides now; the card will say so.',
  declined: 'You have declined this request, so nothing was assigned. The person hears of it; the card will say so.',
  approved: 'You have approved this request. The person has the role now and hears of it; the card will say so.',
};

/** `who` like `Anna Jansen is`. */
export function claimedBefore(who: string, day: string, mine: boolean): string {
  const advice = mine ? 'Nothing was changed.' : 'Nothing was changed; press Take over if you do it instead.';
  return `${who} on it already, since ${day}. ${advice}`;
}

export const MAIL_CHOICE = {
  title: 'E-mails about expiring secrets',
  changed: '✔ Your choice is saved',
  texts: {
    html: 'You get an e-mail with simple formatting when a client secret of yours needs attention.',
    text: 'You get a plain-text e-mail when a client secret of yours needs attention.',
    off: 'You get no e-mail. Reminders in Teams go on.',
  },
  buttons: { html: 'Formatted e-mail', text: 'Plain-text e-mail', off: 'No e-mail' },
} as const;
