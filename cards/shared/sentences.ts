import { REQUESTS_AT_ONCE } from '../../bot/domain/access/access-request.ts';
import { MAILED_AGAIN_AT_MOST } from '../../bot/domain/messages/contact.ts';
import type { DeleteWarning } from '../../bot/domain/secrets/delete-warning.ts';
import type { Purpose } from '../../bot/domain/shared/command.ts';
import type { Refusal } from '../../bot/domain/shared/refusal.ts';
import { counted, shownMinutes } from './dates.ts';
import { support, team } from './guidance.ts';

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

/** For each expected "no": what happened and what to do. One that names the team or support is read while a card is drawn. */
export const REFUSALS: Readonly<Record<Refusal, string>> = {
  'form-expired': 'This form can no longer be used. Nothing was changed. Please open a new one from the application.',
  'already-created':
    'This form has already created its secret, so I created no second one. If the message with the value is gone and you did not store it, delete that secret and create a new one.',
  'form-used':
    'This form was submitted before, and its change was undone. Nothing was changed now. Please open a new one from the application.',
  'in-progress': 'I am already working on this. Please wait a moment, then look at the application again.',
  'not-shown-yet':
    'Entra does not show this secret yet, because it is new. Nothing was changed. Please try again in a minute.',
  'not-yours':
    'You are not a credential manager of this application, so I changed nothing. If you should be, agree it within your organisation, then ask for access.',
  'nothing-created':
    'I could not be sure that the new secret reached you, so I removed it again and nothing was created. If a message with a value has appeared, that value does not work. Open our 1:1 chat once, then try again.',
  'access-ended':
    'Your access ended while Entra created the secret, so I delivered nothing and removed the secret again. If you should still manage this application, ask an administrator; if you were only signed out, sign in and try again.',
  get 'removal-pending'() {
    return `I could not be sure that the new secret reached you, so I am removing it again. If a message with a value has appeared, do not use that value: it stops working. You can create another one; please tell ${support()} if the removed one is still listed in an hour.`;
  },
  'outcome-unknown':
    'Entra did not answer clearly, so I do not know yet whether the change happened. I am checking and will tell you here. Please do not repeat it until then.',
  lifetime:
    'The policy of the organisation in Entra allows no secret that lives so long. Nothing was created. Please open the form again and choose an earlier day.',
  get 'credential-type'() {
    return `The policy of the organisation in Entra allows this application no client secret. Nothing was created. Please ask ${team()}.`;
  },
  get 'two-at-most'() {
    return `Entra allows this application two client secrets, and both are there. Nothing was created. If one of them has expired or no system uses it, delete it first; otherwise ask ${support()}.`;
  },
  full: 'This application holds as many secrets as Entra allows. Nothing was created. Delete one that is not needed any more, then try again.',
  busy: 'This is busy right now, or another change of this application is under way. Nothing was changed. Please try again in a minute.',
  get 'directory-absent'() {
    return `Entra does not know this application any more. Nothing was changed. If you still need it, please ask ${support()}.`;
  },
  get 'directory-forbidden'() {
    return `I am not allowed to do this in Entra. Nothing was changed. Please tell ${support()}; they have to correct my rights.`;
  },
  'directory-unreachable':
    'I cannot reach Entra at the moment. Nothing was changed. Please try again in a few minutes.',
  'channel-only':
    'Only a channel of a team can become a managers’ channel. Nothing was changed. Mention me in that channel and say it there.',
  'outsiders-here':
    'People of other organisations read this channel, and alarms name the applications of everybody. Nothing was changed. Please type link admin in another channel.',
  get 'administrators-only'() {
    return `This is for administrators only. Nothing was changed. If you need it, ask ${team()}.`;
  },
  'request-gone':
    'I cannot find this request. Nothing was changed. Type requests to see yours and those that you may review.',
  'request-over':
    'Somebody has decided or confirmed this request before, or it has ended, so nothing was changed. Type requests to see what is open.',
  'managers-confirm':
    'A manager of the organisation confirms this, not an administrator. Nothing was changed. When one of them has, I ask you to decide. The card names them, so you can remind them; or assign the role yourself with assign, if the organisation has agreed.',
  'own-request':
    'Nobody confirms or approves their own request. Nothing was changed. Another manager or administrator has to do it.',
  'not-confirmed':
    'The organisation has not confirmed this request yet, so nothing was assigned. Ask one of its managers to confirm it first.',
  'asker-left':
    'The person who asked is no longer in the directory, or their account is disabled, so nothing was assigned. Please decline the request.',
  'no-organisation':
    'I found no organisation for which you may add contacts, so nothing was added. An application speaks for an organisation by its name, such as Partner-NL-Example-API.',
  'contact-gone': 'I cannot find this contact. Nothing was changed. Type contacts to see those of your organisations.',
  'contact-over':
    'Somebody else has accepted or declined this contact before, so nothing was changed. Type contacts to see how it stands.',
  'contact-refused':
    'The holder of this address has said that no mail may be sent there, so nothing was changed. Ask the organisation for another address.',
  'mailed-enough': `The first e-mail was sent again ${MAILED_AGAIN_AT_MOST} times, so nothing was sent. Ask the organisation whether the address is right, or for another one.`,
  'mailed-just-now':
    'The first e-mail went out only minutes ago, or its holder has confirmed the address by now. Nothing was sent. Type contacts to see how it stands.',
  'too-many-requests': `You have ${REQUESTS_AT_ONCE} open requests, which is as many as one person may have. Nothing was recorded. Wait until one is decided or ends; type requests to see them.`,
  'no-mail':
    'E-mail is not set up here, so nothing can be sent by it. Nothing was changed. Reminders reach you in Teams.',
  'digest-gone':
    'This reminder is not available any more. Nothing was changed. Type expiring to see what needs attention now.',
  'rotation-gone': 'I cannot find this rotation. Nothing was changed. Type rotations to see the open ones of yours.',
  'rotation-over':
    'This rotation has ended, so nothing was changed. If the secret still needs one, start a new rotation.',
  'step-taken':
    'Somebody else has just done this step; nothing was done twice. Open the rotation to see which step is next.',
  'new-secret-gone':
    'The secret that should take over does not exist any more. Nothing was changed. Create a new one, or choose another.',
  'code-wrong':
    'That code does not match a sign-in of yours. Check the six digits on the sign-in page and type them again.',
  'code-exhausted': 'There were too many wrong codes, so that sign-in cannot be used any more. Please sign in again.',
  'sign-in-failed':
    'The sign-in did not succeed, and you are not signed in. Please try again, with multi-factor authentication and the account you use in Teams.',
  get fault() {
    return `Something went wrong on my side. Please try again in a few minutes; if it goes on, tell ${support()} the reference.`;
  },
};

/** Titles of the buttons that lead to the app in Teams. */
export const APP_LINKS = {
  chat: 'Open our chat',
  install: 'Link to the app',
  passOn: 'The link to pass on:',
} as const;

/** The question above a choice of applications. */
export const CHOOSE: Readonly<Record<Purpose, string>> = {
  show: 'Several applications fit. Which one shall I show?',
  create: 'Several applications fit. Which one shall get a new secret?',
  delete: 'Several applications fit. Of which one do you want to delete a secret?',
  rotate: 'Several applications fit. Of which one do you want to rotate a secret?',
  managers: 'Several applications fit. Whose managers shall I show?',
  audit: 'Several applications fit. Whose record shall I show? For all of them, write all before the words.',
};

/** Above the other applications that the words may have meant. */
export const BESIDE = 'Your words fit another application, too:';

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

/** By whose applications are listed: the reader's own, or all, for an administrator. */
export const LIST_TITLES = { own: 'Your applications', all: 'All applications' } as const;
export const LIST_EMPTY = {
  own: 'No application of yours matches this filter. Show all of them, or try another word.',
  all: 'No application matches this filter. Show all of them, or try another word.',
} as const;
/** To an administrator. */
export const READ_ONLY = 'You see this as an administrator. Only its managers can change its secrets.';

/** Says where the value of a new secret is. */
export const DELIVERED = {
  here: 'Its value is in a message of its own, “Your new client secret”, which only you can see.',
  personal: 'I could not show its value here privately, so it is in our 1:1 chat.',
} as const;

export function deliveredRemoval(minutes: number): string {
  return `That message removes itself after ${shownMinutes(minutes)}: store the value before then.`;
}

/** Why it is too early to delete the old secret of a rotation. */
export const TOO_EARLY: Readonly<Record<DeleteWarning, string>> = {
  'old-still-used':
    'The old secret was used after the new one was created, so something may still run on it. Deleting it stops that at once.',
  'new-unused':
    'The sign-in report shows no use of the new secret yet. I recommend waiting until it does; it is some hours late.',
  unconfirmed:
    'Nobody has confirmed that the connection works with the new secret. I recommend doing that before deleting.',
};

export function moreOfThem(count: number): string {
  return `And ${count} more.`;
}

/** A plain message: what happened and what to do. */
export interface Sentences {
  readonly title: string;
  readonly text: string;
}

export const MESSAGES = {
  noApplications: {
    title: 'No applications are assigned to you',
    get text() {
      return `You see the applications for which you are a credential manager. If you should be one, agree it within your organisation, then ask for access: its managers confirm it, and ${team()} assigns the role, per application.`;
    },
  },
  notSignedIn: {
    title: 'You are not signed in',
    text: 'In a chat with me, Teams signs you in by itself. In a channel I ask you once.',
  },
  signedOut: {
    title: 'You are signed out',
    text: 'I have forgotten your sign-in. Sign in again whenever you need me.',
  },
  working: { title: 'One moment', text: 'I am still working on this. The answer follows here.' },
  unknown: {
    title: 'I did not understand that',
    text: 'Did you mean one of these? Type help to see all that I can do.',
  },
  thanks: { title: 'You are welcome', text: 'I am here whenever you need me.' },
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

/** Quotes what the person wrote. `text` is ready to be shown. */
export function youWrote(text: string): string {
  return `You wrote: “${text}”`;
}

export function referenceText(reference: string): string {
  return `Reference: ${reference}`;
}
