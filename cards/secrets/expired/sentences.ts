import { counted } from '../../shared/dates.ts';

/** The words for deleting several expired secrets at once. */
export const EXPIRED = {
  title: 'Delete these expired secrets?',
  none: 'No secret to delete',
  noneText: 'No secret of this application has expired.',
  warning: 'They have expired, so no system can use them any more. Deleting cannot be undone.',
  after: 'Each of them is deleted on its own. If one cannot be deleted, I tell you which.',
  done: '✔ The expired secrets are deleted',
  partly: '⚠ Not every secret was deleted',
  nothing: '✖ No secret was deleted',
} as const;

export const EXPIRED_RESULTS = {
  deleted: '✔ deleted',
  gone: '✔ it was gone already',
  kept: '✖ kept, because it has not expired. Delete it alone.',
} as const;

/** On the button that opens the form. */
export function deleteExpiredTitle(count: number): string {
  return `Delete the ${count} expired`;
}

/** On the button that deletes. */
export function confirmTitle(count: number): string {
  return `Delete ${counted(count, 'secret')}`;
}

export function moreExpired(count: number): string {
  return `And ${counted(count, 'more expired secret')}: delete these first, then open this again.`;
}

/** All are ready to be shown. */
export function resultText(secret: string, result: string): string {
  return `${secret}: ${result}`;
}
