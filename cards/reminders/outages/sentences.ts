import type { Refusal } from '../../../bot/domain/secrets/sign-in-log.ts';
import { counted } from '../../shared/dates.ts';

/** Headings of open outages. */
export const OUTAGE_TITLES: Readonly<Record<Refusal, string>> = {
  expired: 'A system cannot sign in: its secret has expired',
  unknown: 'A system cannot sign in: its secret is unknown',
  disabled: 'A system cannot sign in: the application is disabled',
};

export const OUTAGE = {
  deletedTitle: 'Something still tries a deleted secret',
  mendedTitle: '✔ The system signs in again',
  silentTitle: 'No sign-in was refused for three days',
  unknownUse: 'Which secret it used last is not known.',
  again: 'This card changes when it signs in again.',
  manyTitle: 'Many systems cannot sign in',
  many: 'Each manager of one of them has a card about it.',
  unmanaged: 'Nobody manages this application.',
} as const;

/** What a manager can do. */
export const OUTAGE_ADVICE: Readonly<Record<Refusal, string>> = {
  expired: 'Create a new secret and give its value to the system.',
  unknown: 'Give the system the value of a secret that exists. If nobody has one, create a new secret.',
  disabled: 'A new secret does not help. Ask your administrators to enable the application in Entra.',
};

/** What an administrator can do. */
export const OUTAGE_ADMINISTRATION: Readonly<Record<Refusal, string>> = {
  expired: 'A manager can create a new secret.',
  unknown: 'A manager can give the system the value of a secret that exists, or create a new one.',
  disabled: 'You can enable it in Entra, under Enterprise applications, in its properties.',
};

/** `attempts`: how many were refused. */
export function refusedText(attempts: number, since: string, last: string): string {
  if (attempts === 1) return `Entra refused a sign-in on ${since}.`;
  return `Entra has refused ${counted(attempts, 'sign-in')} since ${since}. The last one was on ${last}.`;
}

export function deletedText(secret: string, by: string, at: string): string {
  return `${secret} was deleted by ${by} on ${at}.`;
}

/** The log does not say which value was tried. */
export function stillTriedText(attempts: number, since: string, last: string): string {
  const times = attempts === 1 ? 'once' : `${attempts} times`;
  return `Something tried it after that, or another value that Entra does not know: ${times} since ${since}. The last time was on ${last}.`;
}

export function lastUsedText(secret: string, at: string): string {
  return `It last signed in with ${secret} on ${at}.`;
}

export function usesText(secret: string): string {
  return `It uses ${secret}.`;
}

export function othersSucceedText(at: string): string {
  return `A sign-in of this application succeeded on ${at}, so more than one system may use it.`;
}

export function mendedText(at: string): string {
  return `It signed in on ${at}.`;
}

export function wereRefusedText(attempts: number, since: string, last: string): string {
  if (attempts === 1) return `Entra had refused one sign-in, on ${since}.`;
  return `Entra had refused ${counted(attempts, 'sign-in')} from ${since} to ${last}.`;
}

export function managedByText(names: string): string {
  return `Its managers: ${names}.`;
}

/** `count` is more than one. */
export function manyOutagesText(count: number): string {
  return `Entra has begun to refuse systems of ${count} applications, so there may be one cause for all of them:`;
}

/** `name` is ready to be shown. */
export function unmanagedOutage(name: string): string {
  return `${name}: nobody manages it`;
}
