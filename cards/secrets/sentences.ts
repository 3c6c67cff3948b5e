import type { SecretStatus } from '../../bot/domain/shared/expiry.ts';
import { shownMinutes } from '../shared/dates.ts';
import { TEAM } from '../shared/sentences.ts';

/** One numbered step. */
export interface Step {
  readonly lead: string;
  readonly text: string;
}

export const SECRET_MESSAGE = {
  title: 'Your new client secret',
  fallback: 'Your new client secret. Open this message in Teams to store it.',
  warning: `Copy and store it now. It is shown this once; nobody can retrieve it later, not even ${TEAM}.`,
  valueLabel: 'Client secret (the value)',
  retention: 'Teams may keep a copy of this message under your organisation’s retention policy.',
} as const;

export const SECRET_STEPS: readonly Step[] = [
  { lead: '1.', text: 'Store the value in your password manager or secret store.' },
  { lead: '2.', text: 'Update your system with it.' },
  { lead: '3.', text: 'Confirm that your system can connect. A new secret can take up to two minutes to work.' },
  { lead: '4.', text: 'Delete the old secret.' },
];

export function removalText(minutes: number): string {
  return `This message removes itself after ${shownMinutes(minutes)}, or at once when you press the button.`;
}

export const CREATED = {
  title: '✔ Client secret created',
  here: 'Its value is in a message of its own, “Your new client secret”, which only you can see.',
  personal: 'I could not show its value here privately, so it is in our 1:1 chat.',
  shortAdvice: 'This secret has a short life. Outside tests we recommend a full year, which means less rotation work.',
} as const;

export function createdRemoval(minutes: number): string {
  return `That message removes itself after ${shownMinutes(minutes)}: store the value before then.`;
}

export const DELETE_FORM = {
  title: 'Delete this client secret?',
  lastLive: 'It is the application’s last live secret: without it the application cannot connect at all.',
  typedLabel: 'Type the application’s name to confirm',
  typedError: 'Please type the application’s name.',
  mismatch: 'That is not the application’s name. Nothing was deleted. Type it exactly as it stands above.',
} as const;

/** What deleting does, said before it is done. */
export function deleteWarning(status: SecretStatus): string {
  return status === 'expired'
    ? 'This secret has expired, so no system can use it any more. Deleting cannot be undone.'
    : 'Deleting a secret that is in use stops API access at once. Update your systems first. It cannot be undone.';
}

export const DELETED = {
  title: '✔ Client secret deleted',
  alreadyTitle: 'Already gone',
  after: 'A system that still uses it can no longer connect.',
  already: 'This secret was already gone. Nothing was changed.',
} as const;

/** Names come as shown: the sentence is drawn without markdown. */
export function deletedText(secret: string, hint: string, application: string): string {
  return `“${secret}” (${hint}) of ${application} is deleted.`;
}

export const CHOOSE_SECRET = {
  title: 'Which client secret?',
  delete: {
    choose: 'Choose the secret that you want to delete. You can still cancel afterwards.',
    none: 'This application has no client secret, so there is nothing to delete.',
    button: 'Delete',
    verb: 'delete-secret',
  },
  rotate: {
    choose: 'Choose the secret that you want to replace by a new one. It keeps working until the last step.',
    none: 'This application has no client secret, so there is nothing to rotate. Create one instead.',
    button: 'Rotate',
    verb: 'rotate-secret',
  },
} as const;

export function noSuchHint(hint: string): string {
  return `No single secret fits “${hint}”.`;
}

/** What a person is told outside a turn. */
export const NOTICES = {
  undoneTitle: 'A new secret was removed again',
  completedTitle: '✔ Client secret deleted',
} as const;

export function undoneText(name: string, application: string, startedAt: string): string {
  return `I was interrupted while creating “${name}” for ${application} (${startedAt}), so I removed that secret again. If you saw its value: it does not work. Please create a new one.`;
}

export function completedText(application: string): string {
  return `I was interrupted while deleting a secret of ${application}. The deletion is now complete.`;
}
