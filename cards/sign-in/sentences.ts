import type { Guidance } from '../../bot/domain/shared/guidance.ts';
import type { Need } from '../../bot/domain/sign-in/session.ts';
import type { Lack } from '../../bot/domain/sign-in/silent-failure.ts';
import { counted } from '../shared/dates.ts';
import { type Leads, leadsText } from '../shared/guidance.ts';

const SIGN_IN: Readonly<Record<Need, { readonly title: string; readonly text: string; readonly button: string }>> = {
  read: {
    title: 'Please sign in',
    text: 'I need to know that it is you. Sign in with multi-factor authentication; then I carry on with what you asked. If the page shows a six-digit code, type it here.',
    button: 'Sign in',
  },
  'step-up': {
    title: 'Please confirm that it is you',
    text: 'What you asked for changes something, so it needs a fresh sign-in with multi-factor authentication. Then I carry on with what you asked. If the page shows a six-digit code, type it here.',
    button: 'Confirm it is me',
  },
};

export function signInTitle(need: Need): string {
  return SIGN_IN[need].title;
}

/** What is said first if Teams could not sign the person in silently. */
const LACKS: Readonly<Record<Lack, string>> = {
  mfa: 'Teams could not sign you in by itself: your organisation asks for multi-factor authentication here.',
  consent: 'Teams could not sign you in by itself: this app needs a consent, from you or from an administrator.',
  blocked:
    'Teams could not sign you in by itself: the organisation that runs this app does not let your account in at the moment. If the page says the same, ask its administrators.',
  unknown: 'Teams could not sign you in by itself.',
};

/** Says to what a person is led if Teams could not sign them in silently. */
const LEADS: Readonly<Record<Lack, Leads>> = {
  mfa: { support: false, guides: ['mfa'] },
  consent: { support: true, guides: [] },
  blocked: { support: true, guides: [] },
  unknown: { support: false, guides: [] },
};

/** Why a sign-in is asked for and what happens next. Teams shows it on its own card, on which text is no Markdown. */
export function signInText(need: Need, lack?: Lack, guidance?: Guidance): string {
  if (lack === undefined) return SIGN_IN[need].text;
  return `${LACKS[lack]} ${SIGN_IN[need].text}${leadsText(guidance, LEADS[lack])}`;
}

export function signInButton(need: Need): string {
  return SIGN_IN[need].button;
}

/** To a person without an account in the tenant. */
export function strangerText(guidance?: Guidance): string {
  const lead = leadsText(guidance, { support: true, guides: [] });
  return `I can only help people who have an account in this organisation, as members or as guests. If you should have one, ask the people who manage this channel.${lead}`;
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
