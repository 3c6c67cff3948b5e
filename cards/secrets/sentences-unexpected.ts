import type { CredentialKind } from '../../bot/domain/secrets/unexpected.ts';
import { counted } from '../shared/dates.ts';

/** The words for credentials that were added outside this app. */
export const UNEXPECTED = {
  title: '⚠ Added outside this app',
  over: '✔ Added outside this app: answered',
  listTitle: 'Added outside this app',
  manyTitle: '⚠ Many credentials were added outside this app',
  untoldTitle: '⚠ I cannot see the federated credentials of some applications',
  untold:
    'Entra has not told me of them for two days. If somebody adds one there, nobody hears of it from me. These are the applications:',
  untoldAdvice:
    'An operator finds what Entra answers in my log, at “federated credentials not read”. Until it works again, look at the federated credentials in Entra.',
  none: 'Nothing that was added outside this app waits for an answer.',
  intro: 'Each of these lets its holder act as the application. I did not create them. Are they yours?',
  one: 'It lets its holder act as this application. I did not create it. Is it yours?',
  several: 'Each of them lets its holder act as this application. I did not create them. Are they yours?',
  why: 'Somebody with rights in Entra has added them. Nobody has to be worried if that was planned; if it was not, somebody may want to keep a way in.',
  advice:
    'If you do not know it, first ask the people who run your system: removing a credential that is in use stops the system. If nobody knows it, remove it, and tell your administrators.',
  open: 'Nobody has said yet whose it is',
} as const;

export const KINDS: Readonly<Record<CredentialKind, string>> = {
  secret: 'Client secret',
  certificate: 'Certificate',
  federated: 'Federated credential',
};

export const UNEXPECTED_BUTTONS = { ours: 'It is ours', remove: 'Remove it' } as const;

/** The words of a credential that the bot does not remove. */
export const REMOVE_ELSEWHERE = {
  title: 'Remove it in Entra',
  certificate:
    'I do not remove certificates. Entra lets me only replace all certificates of an application at once, and shows their keys to nobody, so I could take away one that is in use.',
  federated:
    'I do not remove federated credentials: I only look at them. The people who run the system at the other side can tell whether it is in use.',
  notManaged:
    'If the application has credential managers, they have been asked, too, and can remove the client secret here. You can also remove it in Entra.',
  who: 'An owner of the application in Entra can do it, and so can somebody with the role Application Administrator or Cloud Application Administrator.',
} as const;

const TABS: Readonly<Record<CredentialKind, string>> = {
  secret: 'Client secrets',
  certificate: 'Certificates',
  federated: 'Federated credentials',
};

/** Names are ready to be shown. */
export function howToRemove(kind: CredentialKind, application: string, name: string, id: string): string {
  return `In Entra: App registrations, ${application}, Certificates & secrets, ${TABS[kind]}, then delete ${name} (${id}).`;
}

export function validUntil(day: string, expired: boolean): string {
  return expired ? `expired ${day}` : `valid until ${day}`;
}

export const NEVER_EXPIRES = 'does not expire';

/** `length` is ready to be shown, like `10 years`. */
export function overlongText(length: string): string {
  return `⚠ Valid for ${length}: longer than the rule of one year`;
}

export function addedOn(day: string): string {
  return `Added on ${day}`;
}

export function seenFirst(day: string): string {
  return `Seen first on ${day}`;
}

/** All are ready to be shown. */
export function trustsText(issuer: string, subject: string): string {
  return `Takes tokens of ${issuer} for ${subject}`;
}

export function oursText(name: string, day: string): string {
  return `✔ ${name} said on ${day} that it is theirs`;
}

/** `name`: undefined if it was not removed here. */
export function goneText(name: string | undefined, day: string): string {
  return name === undefined
    ? `✔ It is gone: removed or changed in Entra, seen on ${day}`
    : `✔ ${name} removed it on ${day}`;
}

/** `unmanaged`: how many of the applications have nobody to ask; undefined if that is not known. */
export function manyUnexpected({
  credentials,
  applications,
  unmanaged,
}: {
  readonly credentials: number;
  readonly applications: number;
  readonly unmanaged?: number;
}): string {
  const found = `${counted(credentials, 'credential')} of ${counted(applications, 'application')} appeared since the last look.`;
  return `${found} ${askedText(applications, unmanaged)}`;
}

function askedText(applications: number, unmanaged: number | undefined): string {
  if (unmanaged === undefined) return 'If these applications have managers, they have been asked.';
  if (unmanaged === 0) return 'Their managers have been asked.';
  if (unmanaged === applications) return 'These applications have no managers, so only administrators can answer.';
  return `Their managers have been asked. Nobody manages ${unmanaged} of these applications: there only administrators can answer.`;
}

export function moreUnexpected(count: number): string {
  return `And ${count} more. Press Show all to see them.`;
}

export function unexpectedPosition(page: number, pages: number, total: number): string {
  return `Page ${page} of ${pages}, ${counted(total, 'credential')}`;
}
