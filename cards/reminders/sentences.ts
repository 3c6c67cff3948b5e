import type { Ending } from '../../bot/domain/reminders/digest.ts';
import type { SweepDoubt } from '../../bot/domain/reminders/sweep.ts';
import type { DigestItemAct } from '../../bot/domain/shared/command.ts';
import { counted } from '../shared/dates.ts';
import { team } from '../shared/guidance.ts';

export const DIGEST = {
  title: 'Client secrets that need attention',
  titleDone: 'Client secrets that needed attention',
  done: 'All of them are taken care of. Nothing is left to do.',
  allDone: 'all are taken care of',
  repeated: 'I was interrupted while sending this; it may be here twice.',
  usedUntilItsEnd:
    'It was used until it expired, so a system may have lost its access. If yours has, rotate it; otherwise delete it.',
  goOn: 'Continue the rotation',
  cutOff: 'This application cannot connect.',
  leftover: 'delete it',
  get nobody() {
    return `Nobody manages this application. Ask ${team()} to assign a credential manager.`;
  },
} as const;

/** The buttons beside an item of a digest. */
export const DIGEST_BUTTONS = {
  rotate: 'Rotate now',
  claim: "I'm on it",
  'take-over': 'Take over',
  show: 'Show',
  delete: 'Delete',
  unused: 'Not used any more',
} as const satisfies Record<DigestItemAct, string>;

/** `expires in 5 days`, `expired 3 days ago`; `left` in calendar days. */
export function dueText(left: number, expired: boolean): string {
  return expired ? `expired ${agoText(-left)}` : `expires ${aheadText(left)}`;
}

/** `today`, `tomorrow`, `in 5 days`. */
export function aheadText(days: number): string {
  if (days <= 0) return 'today';
  return days === 1 ? 'tomorrow' : `in ${counted(days, 'day')}`;
}

/** `today`, `yesterday`, `3 days ago`. */
export function agoText(days: number): string {
  if (days <= 0) return 'today';
  return days === 1 ? 'yesterday' : `${counted(days, 'day')} ago`;
}

/** `3 client secrets of 2 applications need attention. 1 application cannot connect.` */
export function digestSummary(live: number, applications: number, cutOff: number, settled: number): string {
  const need = live === 1 ? 'needs' : 'need';
  return [
    `${counted(live, 'client secret')} of ${counted(applications, 'application')} ${need} attention.`,
    ...(cutOff > 0 ? [`${counted(cutOff, 'application')} cannot connect.`] : []),
    ...(settled > 0 ? [`${settled} ${settled === 1 ? 'is' : 'are'} taken care of.`] : []),
  ].join(' ');
}

/** The headline of a notification, which holds numbers only. */
export function digestHeadline(live: number, first: string): string {
  return live === 1 ? `A client secret ${first}` : `${DIGEST.title}: ${live}, the most urgent ${first}`;
}

/** `names` are ready to be shown. `others` counts those who are not named. */
export function managersText(names: readonly string[], others: number): string {
  if (names.length === 0)
    return others === 0 ? DIGEST.nobody : `Managed by ${others === 1 ? '1 person' : `${others} people`}`;
  return `Managed by ${names.join(', ')}${others > 0 ? ` and ${others} more` : ''}`;
}

/** `until` is the day that was promised. */
export function claimText(name: string, day: string, until: string | undefined): string {
  const since = `${name} has been on it since ${day}`;
  return until === undefined ? since : `${since}, and does it on ${until}`;
}

const ENDINGS: Readonly<Record<Ending['how'], string>> = {
  deleted: 'Deleted',
  replaced: 'Marked as replaced',
  unused: 'Said to be not used any more,',
};

/** `Deleted by Anna Jansen on 24 November 2026`. `name` is undefined if it happened outside the app. */
export function endingText(how: Ending['how'], name: string | undefined, day: string): string {
  return `${ENDINGS[how]} ${name === undefined ? 'outside this app' : `by ${name}`} on ${day}`;
}

/** Mentions are written as `<at>…</at>`. */
export function lookAfterText(mentions: readonly string[]): string {
  return `Please look at this: ${mentions.join(', ')}`;
}

export function asOfText(day: string): string {
  return `As of ${day}`;
}

export function moreDue(count: number): string {
  return `And ${counted(count, 'more client secret')}, less urgent.`;
}

export function showAllTitle(count: number): string {
  return `Show all (${count})`;
}

/** `Page 1 of 3 · 57 client secrets`. */
export function duePosition(page: number, pages: number, total: number): string {
  return `Page ${page} of ${pages} · ${counted(total, 'client secret')}`;
}

export const EXPIRING = {
  title: 'What expires soon',
  today: 'today',
  choice: 'Look ahead:',
  most: (days: string) => `${days} is the most.`,
} as const;

/** How far ahead the buttons look, in days. */
export const EXPIRING_CHOICES = [30, 60, 180, 365] as const;

interface ExpiringSummary {
  readonly whose: 'own' | 'all';
  /** Secrets on all pages. */
  readonly total: number;
  readonly days: number;
  /** Ready to be shown. */
  readonly today: string;
  readonly page: number;
  readonly pages: number;
}

export function expiringSummary({ whose, total, days, today, page, pages }: ExpiringSummary): string {
  const within = `within ${counted(days, 'day')}`;
  if (total === 0) return whose === 'own' ? `Nothing of yours expires ${within}.` : `Nothing expires ${within}.`;
  const all = `${counted(total, 'client secret')} ${within} of ${today}`;
  return pages > 1 ? `${all} · page ${page} of ${pages}` : all;
}

export function daysTitle(days: number): string {
  return counted(days, 'day');
}

export function scaleEnd(days: number): string {
  return `in ${counted(days, 'day')}`;
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

export const SWEEP = {
  completed: '✔ Sweep completed',
  suspicious: '⚠ This sweep looks wrong',
  failed: '✖ This sweep failed',
  failedAdvice: 'Entra or my database did not answer. I try again by myself; nothing is lost by it.',
  byItself: 'by the schedule',
  zero: 'It read no application at all. Most likely my rights in Entra have changed, or I am pointed at the wrong tenant: please check. Until then I cannot tell what expires.',
  acceptLeavers:
    'If they really have left, say so below. I then sweep again and go by it. Otherwise check the directory: I look again with the next daily sweep.',
  accept:
    'If the new numbers are right, say so below. I then run it again and go by them from now on. Otherwise check my rights in Entra.',
} as const;

export function sweepRead(applications: number, secrets: number): string {
  return `Read: ${counted(applications, 'application')} with ${counted(secrets, 'client secret')}`;
}

export function failedInRow(failures: number): string {
  return `It is failure number ${failures} in a row.`;
}

export function sweepDue(due: number, digests: number): string {
  return `Newly due: ${counted(due, 'reminder')} in ${counted(digests, 'message')}`;
}

export function sweepRun(by: string, at: string, length: string): string {
  return `Run ${by}, ${at}; took ${length}`;
}

/** Says that a sweep read far too little. */
export function farFewer({ of = 'applications', read, before }: SweepDoubtShown): string {
  if (of === 'applications' && read === 0) return SWEEP.zero;
  const last = before === undefined ? '' : `; the last good sweep read ${before}`;
  const what = counted(read, of === 'secrets' ? 'secret' : 'application');
  return `It read ${what}${last}. That is far fewer, so something may be missing. No secret was counted as deleted.`;
}

type SweepDoubtShown = Partial<Pick<SweepDoubt, 'of'>> & Omit<SweepDoubt, 'of'>;

/** What is said of certificates, which the bot only reads. */
export const CERTIFICATES = {
  title: '⚠ A certificate ends',
  what: 'The people who run the system renew it: the new certificate is added in Entra, the system changes over to it, and then the old one is removed there. I cannot do that for you.',
} as const;

/** All are ready to be shown. */
export function certificateText(name: string, due: string, day: string): string {
  return `The certificate ${name} ${due} (${day}).`;
}
