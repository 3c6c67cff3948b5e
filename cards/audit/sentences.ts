import type { AuditAction, AuditResult } from '../../bot/domain/audit/audit-events.ts';
import type { AuditKind } from '../../bot/domain/audit/audit-kinds.ts';
import { counted } from '../shared/dates.ts';

/** What was done, in the words that a person uses. */
export const ACTIONS: Readonly<Record<AuditAction, string>> = {
  'secret.create.intended': 'Started to create a client secret',
  'secret.created': 'Created a client secret',
  'secret.delivered': 'Delivered the value of a new client secret',
  'secret.create.undone': 'Removed a new client secret again',
  'secret.delete.intended': 'Started to delete a client secret',
  'secret.deleted': 'Deleted a client secret',
  'secret.delete.undone': 'Did not delete a client secret after all',
  'message.removal.intended': 'Started to remove a message with a value',
  'message.removed': 'Removed a message with a value',
  'message.removal.failed': 'Could not remove a message with a value',
  'message.undelivered': 'Could not deliver a message',
  'message.retried': 'Sent an undelivered message again',
  'message.dropped': 'Dropped an undelivered message',
  'assignment.added': 'Assigned the role of credential manager',
  'assignment.removed': 'Removed the role of credential manager',
  'manager.left': 'Saw that a manager has left the directory',
  'manager.disabled': 'Saw that the account of a manager is disabled',
  'manager.back': 'Saw that a manager is there again',
  'request.made': 'Asked for access',
  'request.repeated': 'Asked for access again',
  'request.routed': 'Passed a request for access on',
  'request.confirmed': 'Confirmed a request for access',
  'request.declined': 'Declined a request for access',
  'request.approved': 'Approved a request for access',
  'request.expired': 'Ended a request for access that nobody decided',
  'session.started': 'Signed in',
  'session.stepped-up': 'Confirmed by a fresh sign-in',
  'session.ended': 'Signed out',
  'sign-in.refused': 'Tried to sign in and was refused',
  'access.refused': 'Tried to use what is not theirs and was refused',
  'link.added': 'Linked a managers’ channel',
  'link.removed': 'Unlinked a managers’ channel',
  'link.died': 'Lost a managers’ channel',
  'link.revived': 'Reached a lost managers’ channel again',
  'reminder.sent': 'Sent a reminder',
  'reminder.undelivered': 'Could not deliver a reminder',
  'reminder.retried': 'Sent an undelivered reminder again',
  'reminder.dropped': 'Dropped an undelivered reminder',
  'reminder.claimed': 'Said “I’m on it” to a reminder',
  'reminder.promised': 'Promised a day for a reminder',
  'reminder.given-back': 'Gave a reminder back',
  'application.unused': 'Said that an application is not used any more',
  'application.nudged': 'Asked the managers to look at an application',
  'application.used-again': 'Found that an application is used again',
  'mail.chosen': 'Chose how to get e-mails',
  'contact.added': 'Added a designated contact',
  'contact.proposed': 'Proposed a designated contact',
  'contact.accepted': 'Accepted a proposed contact',
  'contact.declined': 'Declined a proposed contact',
  'contact.mailed-again': 'Sent the first e-mail to a contact again',
  'contact.confirmed': 'The holder of an address confirmed it as a contact',
  'contact.refused': 'The holder of an address wanted no mail, so that the address cannot be added again',
  'contact.removed': 'Removed a designated contact',
  'contact.unreachable': 'Could not reach a designated contact',
  'secret.exposed': 'Said that a secret is in wrong hands',
  'secret.kept': 'Kept a secret that was said to be in wrong hands',
  'credential.found': 'Found a credential that was added outside this app',
  'credential.ours': 'Said that a credential which was added outside this app is theirs',
  'rotation.started': 'Started a rotation',
  'rotation.adopted': 'Used an existing secret for a rotation',
  'rotation.updated': 'Updated the system in a rotation',
  'rotation.confirmed': 'Confirmed that the system connects in a rotation',
  'rotation.replaced': 'Marked a client secret as replaced',
  'rotation.abandoned': 'Gave up a rotation',
  'rotation.new-gone': 'Found the new secret of a rotation gone',
  'rotation.old-gone': 'Found the old secret of a rotation gone',
  'sweep.run': 'Looked for expiring secrets',
  'audit.trimmed': 'Trimmed the oldest part of the record',
  'audit.forged': 'Found that somebody else had changed the record',
};

/** The word before an entry that was not simply done. */
export const RESULTS: Readonly<Record<AuditResult, string>> = {
  intended: '○ Intended',
  done: '',
  refused: '✖ Refused',
  failed: '✖ Failed',
};

export const AUDIT = {
  title: 'Record of what was done',
  of: 'Application',
  all: 'Everything that you may see',
  empty: 'Nothing was recorded in this time. Choose a longer one.',
  bot: 'The bot',
  operator: 'The operator',
  filter: 'Filter:',
  aboutLabel: 'What',
  byLabel: 'Who',
  daysLabel: 'How far back',
  everybody: 'Everybody',
  choiceError: 'Please choose one.',
} as const;

/** The choices of what the shown acts are about. */
export const KINDS: Readonly<Record<AuditKind | 'all', string>> = {
  all: 'All acts',
  secrets: 'Client secrets and rotations',
  access: 'Access and roles',
  reminders: 'Reminders, channels and e-mail',
  'sign-ins': 'Sign-ins',
  bot: 'Daily work of the bot',
};

/** An act in a sentence that begins with its person. */
export function actText(action: AuditAction): string {
  const sentence = ACTIONS[action];
  return isWhole(action) ? sentence : `${sentence.slice(0, 1).toLowerCase()}${sentence.slice(1)}`;
}

/** Whether the sentence says itself who did it. */
export function isWhole(action: AuditAction): boolean {
  return ACTIONS[action].startsWith('The holder');
}

/** In place of an entry for each of them. */
export function foldedText(reminders: number): string {
  return reminders === 1 ? 'One reminder was sent, too.' : `${reminders} reminders were sent, too.`;
}

export function byText(name: string): string {
  return `by ${name}`;
}

export function aboutText(name: string): string {
  return `about ${name}`;
}

/** How many days back the buttons look. */
export const PERIODS = [7, 30, 90, 365] as const;

export function periodTitle(days: number): string {
  return days === 365 ? 'One year' : `${days} days`;
}

/** `The last 30 days · 120 entries, newest first · page 2 of 6`. */
export function auditPosition(days: number, total: number, page: number, pages: number): string {
  const entries = total === 1 ? '1 entry' : `${total} entries, newest first`;
  const all = `The last ${counted(days, 'day')} · ${entries}`;
  return pages > 1 ? `${all} · page ${page} of ${pages}` : all;
}

export function keyText(beginning: string): string {
  return `secret ${beginning}…`;
}

export function auditReference(reference: string): string {
  return `reference ${reference}`;
}

export function moreEntries(count: number): string {
  return `And ${count} more on this page. Choose a shorter time or one application to see them.`;
}
