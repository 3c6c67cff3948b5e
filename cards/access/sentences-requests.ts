import {
  REASON_LIMIT,
  REQUEST_LIFETIME_MS,
  REQUEST_LIMITS,
  type RequestProblem,
  type RequestState,
} from '../../bot/domain/access/access-request.ts';
import type { RequestNews } from '../../bot/domain/messages/notice.ts';
import { counted, shownLength } from '../shared/dates.ts';
import { team } from '../shared/guidance.ts';
import type { Sentences } from '../shared/sentences.ts';

export const REQUEST_FORM = {
  title: 'Ask for access',
  intro:
    'Ask to become a credential manager of an application, or of all applications of your organisation. Managers of your organisation confirm it, then an administrator decides.',
  readers: `Managers of the organisation and administrators read what you write here. Never write a client secret or a password. The request ends after ${shownLength(REQUEST_LIFETIME_MS)}.`,
  queryLabel: 'Application or organisation',
  queryHint: 'For example Partner-NL-OrganisationName-SMC',
  queryError: 'Please name the application or organisation.',
  whyLabel: 'Why do you need it?',
  whyError: 'Please say why you need it.',
  whoLabel: 'Who in your organisation knows of this and can confirm it?',
  whoError: 'Please name somebody of your organisation who can confirm it.',
} as const;

const PROBLEMS: Readonly<Record<RequestProblem, string>> = {
  'query-empty': REQUEST_FORM.queryError,
  'why-empty': REQUEST_FORM.whyError,
  'who-empty': REQUEST_FORM.whoError,
  'query-too-long': tooLong(REQUEST_LIMITS.query),
  'why-too-long': tooLong(REQUEST_LIMITS.why),
  'who-too-long': tooLong(REQUEST_LIMITS.who),
};

export function requestProblemText(problem: RequestProblem): string {
  return PROBLEMS[problem];
}

function tooLong(limit: number): string {
  return `This is too long. Use ${limit} characters or fewer.`;
}

export const REQUESTED = {
  title: '✔ Your request is on its way',
  after: 'You hear from me when something happens. Type requests to see its state.',
  approved: '✔ Your request was approved',
  approvedAfter: 'You are a credential manager now. The list shows the applications that you look after.',
} as const;

/** Uses the same words whether the application exists or not. `query` is ready to be shown. */
export function requestedText(query: string, day: string): string {
  return `If “${query}” exists, its managers are asked to confirm your request; then an administrator decides. It ends on ${day} if nobody decides.`;
}

export const REQUEST = {
  title: 'Request for access',
  who: 'Who asks',
  query: 'Asked for',
  scope: 'That is',
  noScope: '✖ no application or organisation that I know',
  why: 'Why',
  knows: 'Who knows of it',
  asked: 'Asked on',
  lapses: 'Open until',
  confirm:
    'Confirm only if you know that your organisation wants this person to manage its secrets. An administrator decides after you.',
  approve:
    'Approving assigns the role for the applications that you choose. I ask you to confirm that it is you first.',
  nothingFound:
    'I found nothing by these words, so there is nothing to approve. Choose what the person means, or decline; they can ask again.',
  nothingLeft: 'There is nothing left to assign, so there is nothing to approve.',
  mustRecord:
    'No manager can confirm this here. Ask the organisation yourself before you approve, and write down who confirmed it.',
  reasonLabel: 'Why do you decline? The person who asked reads it.',
  reasonError: 'Please say why: the person who asked reads it.',
  reasonTooLong: tooLong(REASON_LIMIT),
  reasonAdvice: 'Never write a client secret or a password.',
  meaningLabel: 'What does the person mean?',
  meaningHint: 'Type a part of the name',
  meaningError: 'Please choose an organisation or application.',
  meaningAdvice: 'I then ask those who can confirm it for the organisation.',
  applications: 'Applications to assign',
  applicationsError: 'Please choose at least one application.',
} as const;

type Way = Sentences & { readonly style: 'default' | 'accent' | 'good' | 'warning' | 'attention' };

/** The state of a request, in words for its reviewers. */
export const REQUEST_STATES: Readonly<Record<RequestState, Way>> = {
  new: { title: '○ New', text: 'It is being passed on to those who can confirm it.', style: 'default' },
  waiting: { title: '▶ Waiting for confirmation', text: '', style: 'accent' },
  confirmed: { title: '▶ Confirmed', text: 'An administrator decides now.', style: 'accent' },
  approved: { title: '✔ Approved', text: 'The role is assigned.', style: 'good' },
  declined: { title: '✖ Declined', text: 'Nothing was assigned.', style: 'warning' },
  expired: { title: '○ Ended', text: 'Nobody decided in time, so nothing was assigned.', style: 'warning' },
  folded: {
    title: '○ Joined with another request',
    text: 'The same person has asked for the same in other words; that request goes on.',
    style: 'default',
  },
};

/** What a channel reads of a request. `what` is undefined if nothing was found by the words. */
export function channelText(who: string, what: string | undefined): string {
  return what === undefined
    ? `${who} asks for access, in words by which I found nothing.`
    : `${who} asks for access to ${what}.`;
}

/** `names` are mentions. */
export function pleaseReview(names: string): string {
  return `${names}: please look at it.`;
}

/** `reason` is ready to be shown. */
export function reasonText(reason: string): string {
  return `The reason: “${reason}”`;
}

/** `names` are ready to be shown. */
export function confirmersText(names: string): string {
  return `Who can confirm it: ${names}.`;
}

export function confirmedText(by: string, at: string): string {
  return `✔ Confirmed by ${by}, ${at}`;
}

/** Says that an administrator wrote down who confirmed it. */
export function recordedText(by: string, recorded: string, at: string): string {
  return `✔ Confirmed by ${recorded}, as ${by} recorded, ${at}`;
}

export function decidedText(approved: boolean, by: string, at: string): string {
  return approved ? `✔ Approved by ${by}, ${at}` : `✖ Declined by ${by}, ${at}`;
}

/** `at` is ready to be shown. */
export function askedText(at: string, repeats: number): string {
  return repeats === 0 ? at : `${at}; asked again ${counted(repeats, 'time')}`;
}

export const REQUESTS = {
  title: 'Requests for access',
  none: 'There is no request that you can review, and you have made none.',
  review: 'To review',
  own: 'Your own requests',
} as const;

/**
 * The state of a request, in words for the person who made it. It never tells whether the application exists: a request
 * that nothing was found for, or that means the same as another, waits like the rest.
 */
export const OWN_STATES: Readonly<Record<RequestState, string>> = {
  new: '▶ Waiting for confirmation',
  waiting: '▶ Waiting for confirmation',
  folded: '▶ Waiting for confirmation',
  confirmed: '▶ Confirmed; an administrator decides',
  approved: '✔ Approved',
  declined: '✖ Declined',
  expired: '○ Ended',
};

export function rowTitle(who: string, what: string): string {
  return `${who}: ${what}`;
}

/** `lapses` is undefined if the date does not matter any more. */
export function rowDetail(asked: string, lapses: string | undefined): string {
  return lapses === undefined ? `asked on ${asked}` : `asked on ${asked} · until ${lapses}`;
}

export function moreRequests(count: number): string {
  return `And ${counted(count, 'more request')}. Answer some to see them.`;
}

export function moreOwnRequests(count: number): string {
  return `And ${counted(count, 'older request')}.`;
}

const NEWS: Readonly<Record<RequestNews, Sentences>> = {
  confirmed: {
    title: '✔ Your request is confirmed',
    text: 'Your organisation has confirmed it. An administrator decides now; you hear from me.',
  },
  declined: {
    title: 'Your request was declined',
    get text() {
      return `You get no access by it. If you think that is a mistake, talk to the managers of your organisation or to ${team()} before you ask again.`;
    },
  },
  expired: {
    title: 'Your request has ended',
    text: 'Nobody decided in time. Agree it within your organisation, check the name of the application, and ask again.',
  },
};

export function newsSentences(news: RequestNews): Sentences {
  return NEWS[news];
}

export function youAskedFor(query: string): string {
  return `You asked for: “${query}”`;
}
