import { REQUESTS_AT_ONCE } from '../../bot/domain/access/access-request.ts';
import type { FormProblem } from '../../bot/domain/secrets/secret-form.ts';
import { NAME_LIMIT } from '../../bot/domain/secrets/secret-form.ts';
import type { Purpose } from '../../bot/domain/shared/command.ts';
import type { SecretStatus } from '../../bot/domain/shared/expiry.ts';
import type { ApplicationName } from '../../bot/domain/shared/naming.ts';
import type { Refusal } from '../../bot/domain/shared/refusal.ts';
import type { Need } from '../../bot/domain/sign-in/session.ts';
import { counted } from './dates.ts';

/** Who creates applications and assigns the role. */
export const TEAM = 'the WMDA team';

export const STATUS_WORDS: Readonly<Record<SecretStatus, string>> = {
  valid: '✔ Valid',
  expiring: '⚠ Expiring',
  expired: '✖ Expired',
};

export const API_NAMES: Readonly<Record<ApplicationName['api'], string>> = {
  DM: 'Data Manager (DM)',
  SMC: 'Search, Match & Connect (SMC)',
};

export const NO_LIVE_SECRET = '⚠ No live secret: this application cannot connect. Create a new secret.';
export const NO_SECRETS = 'No client secrets';

export const LABELS = {
  application: 'Application',
  secret: 'Client secret',
  secretName: 'Secret name',
  hint: 'Hint',
  expires: 'Expires',
  expired: 'Expired',
  status: 'Status',
  filter: 'Filter:',
  nextSteps: 'Next steps',
} as const;

/** By name: what an application can reach. */
export function reachText(name: ApplicationName): string {
  const alternative = name.kind === 'PartnerAlternative' ? ' only: a dummy for testing an implementation' : '';
  return `Reaches ${name.services.join(' and ')}, ${name.environments.join(' and ')}${alternative}`;
}

const SIGN_IN: Readonly<Record<Need, { readonly title: string; readonly text: string; readonly button: string }>> = {
  read: {
    title: 'Please sign in',
    text: 'To show your applications I need to know that it is you. Sign in with multi-factor authentication; then I carry on with what you asked. If the page shows a six-digit code, type it here.',
    button: 'Sign in',
  },
  'step-up': {
    title: 'Please confirm that it is you',
    text: 'Changing client secrets, or who manages them, needs a fresh sign-in with multi-factor authentication. Then I carry on with what you asked. If the page shows a six-digit code, type it here.',
    button: 'Confirm it is me',
  },
};

export function signInTitle(need: Need): string {
  return SIGN_IN[need].title;
}

/** Why a sign-in is asked for and what happens next. */
export function signInText(need: Need): string {
  return SIGN_IN[need].text;
}

export function signInButton(need: Need): string {
  return SIGN_IN[need].button;
}

/** Each expected "no": what happened and what to do. */
export const REFUSALS: Readonly<Record<Refusal, string>> = {
  'form-expired': 'This form can no longer be used. Nothing was changed. Please open a new one from the application.',
  'already-created':
    'This form has already created its secret, so I created no second one. If the message with the value is gone and you did not store it, delete that secret and create a new one.',
  'form-used':
    'This form was submitted before and came to nothing. Nothing was changed now. Please open a new one from the application.',
  'in-progress': 'I am already working on this. Please wait a moment, then look at the application again.',
  'not-yours':
    'You are not a credential manager of this application, so I changed nothing. If you should be, agree it within your organisation, then type request and the application’s name.',
  'nothing-created':
    'I could not be sure that the new secret reached you, so I removed it again and nothing was created. Should a message with a value have appeared: that value does not work. Open our 1:1 chat once, then try again.',
  'removal-pending':
    'I could not be sure that the new secret reached you, so I am removing it again. Should a message with a value have appeared: do not use it, it stops working. You can create another one; please tell support if the removed one is still listed in an hour.',
  'outcome-unknown':
    'Entra did not answer clearly, so I do not know yet whether the change happened. I am checking and will tell you here. Please do not repeat it until then.',
  policy:
    'Your organisation’s policy does not allow a secret like this. Nothing was created. Try an earlier expiry date; if that fails too, ask support.',
  full: 'This application holds as many secrets as Entra allows. Nothing was created. Delete one that is not needed any more, then try again.',
  busy: 'This is busy right now, or another change of this application is under way. Nothing was changed. Please try again in a minute.',
  'directory-absent':
    'Entra does not know this application any more. Nothing was changed. If you still need it, please ask support.',
  'directory-forbidden':
    'I am not allowed to do this in Entra. Nothing was changed. Please tell support; they have to correct my rights.',
  'directory-unreachable':
    'I cannot reach Entra at the moment. Nothing was changed. Please try again in a few minutes.',
  'channel-only':
    'Only a channel of a team can become a managers’ channel. Nothing was changed. Mention me in that channel and say it there.',
  'administrators-only': `This is for administrators only. Nothing was changed. If you need it, ask ${TEAM}.`,
  'request-gone':
    'I cannot find this request. Nothing was changed. Type requests to see yours and those that you may review.',
  'request-over':
    'This request has moved on without you, so nothing was changed: it was decided or confirmed before, or it lapsed. Type requests to see what is open.',
  'own-request':
    'Nobody confirms or approves their own request. Nothing was changed. Another manager or administrator has to do it.',
  'not-confirmed':
    'The organisation has not confirmed this request yet, so nothing was assigned. Ask one of its managers to confirm it first.',
  'asker-left': 'Whoever asked is no longer in the directory, so nothing was assigned. Please decline the request.',
  'too-many-requests': `You have ${REQUESTS_AT_ONCE} open requests, which is as many as one person may have. Nothing was recorded. Wait until one is decided or lapses; type requests to see them.`,
  'no-mail': 'E-mail is not set up here, so there is nothing to choose. Reminders reach you in Teams.',
  'digest-gone':
    'This reminder is not available any more. Nothing was changed. Type expiring to see what needs attention now.',
  'rotation-gone': 'I cannot find this rotation. Nothing was changed. Type rotations to see the open ones of yours.',
  'rotation-over':
    'This rotation has ended, so nothing was changed. If the secret still needs one, start a new rotation.',
  'step-taken':
    'Somebody else has just done this step; nothing was done twice. Open the rotation to see how it stands.',
  'new-secret-gone':
    'The secret that should take over does not exist any more. Nothing was changed. Create a new one, or choose another.',
  'code-wrong':
    'That code does not match a sign-in of yours. Check the six digits on the sign-in page and type them again.',
  'code-exhausted': 'There were too many wrong codes, so that sign-in is void. Please sign in again.',
  'sign-in-failed':
    'The sign-in did not succeed, and you are not signed in. Please try again, with multi-factor authentication and the account you use in Teams.',
  fault:
    'Something went wrong on my side. Please try again in a few minutes; if it goes on, tell support the reference.',
};

export const REFUSED_TITLE = 'That did not work';

/** A problem with what was typed into the create form; `lastDay` as shown. */
export function problemText(problem: FormProblem, lastDay: string): string {
  switch (problem) {
    case 'name-empty':
      return 'Please give the secret a name.';
    case 'name-too-long':
      return `This name is too long. Use ${NAME_LIMIT} characters or fewer.`;
    case 'name-control':
      return 'This name contains invisible or control characters. Please type it again in plain characters.';
    case 'expiry-missing':
      return 'Please choose an expiry date.';
    case 'expiry-invalid':
      return 'This is not a date of the calendar. Please choose one.';
    case 'expiry-past':
      return 'This date is not in the future. Please choose a later one.';
    case 'expiry-too-late':
      return `A secret lives one year at most. Choose ${lastDay} or an earlier day.`;
  }
}

export const CREATE_FORM = {
  title: 'Create a new client secret',
  nameLabel: 'Name of the secret',
  nameError: 'Please give the secret a name.',
  nameAdvice:
    'Include your name, for example “Secret by John Doe”, so that you can be contacted if something needs attention.',
  expiryLabel: 'Expiry date',
} as const;

export function expiryAdvice(lastDay: string): string {
  return `One year, until ${lastDay}, is the longest and what we recommend. Choose a short life only for tests.`;
}

export function expiryError(firstDay: string, lastDay: string): string {
  return `Please choose a date from ${firstDay} to ${lastDay}.`;
}

/** Above a choice of applications. */
export const CHOOSE: Readonly<Record<Purpose, string>> = {
  show: 'Several applications fit. Which one shall I show?',
  create: 'Several applications fit. Which one shall get a new secret?',
  delete: 'Several applications fit. Of which one do you want to delete a secret?',
  rotate: 'Several applications fit. Of which one do you want to rotate a secret?',
  managers: 'Several applications fit. Whose managers shall I show?',
  audit: 'Several applications fit. Whose record shall I show?',
};

export function moreApplications(count: number): string {
  return `And ${counted(count, 'more application')}. Type more of the name, or open the list.`;
}

export function moreSecrets(count: number): string {
  return `And ${counted(count, 'more secret')}, expiring later or already expired. Delete what is not needed any more to see them.`;
}

export function moreSecretsInList(count: number): string {
  return `And ${counted(count, 'more secret')}: choose Show to see them.`;
}

/** `Page 1 of 3 · 27 applications`. */
export function positionText(page: number, pages: number, total: number): string {
  const all = counted(total, 'application');
  return pages > 1 ? `Page ${page} of ${pages} · ${all}` : all;
}

export const LIST_TITLE = 'Your applications';
export const LIST_EMPTY = 'No application of yours matches this filter. Show all of them, or try another word.';
