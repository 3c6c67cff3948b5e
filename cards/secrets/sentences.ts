import type { ValueGone } from '../../bot/domain/secrets/outcomes.ts';
import { type FormProblem, NAME_LIMIT } from '../../bot/domain/secrets/secret-form.ts';
import type { SecretStatus } from '../../bot/domain/shared/expiry.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { shownMinutes } from '../shared/dates.ts';
import { support, teamName } from '../shared/guidance.ts';
import type { Sentences } from '../shared/sentences.ts';

/** One numbered step. */
interface Step {
  readonly lead: string;
  readonly text: string;
}

export const SECRET_MESSAGE = {
  title: 'Your new client secret',
  fallback: 'Your new client secret. Open this message in Teams to store it.',
  valueLabel: 'Client secret (the value)',
  clientIdLabel: 'Client ID',
  /** These are read on a phone only, which draws no block with a button that copies it. */
  selectValue: 'Touch and hold the value to copy it.',
  selectClientId: 'Touch and hold the ID to copy it.',
  selectError: 'Please do not change this text.',
  get warning() {
    return `Copy and store the value now. It is shown this once; nobody can retrieve it later, not even ${teamName()}. Do not share it with anyone outside your organisation.`;
  },
  retention: 'Teams may keep a copy of this message under your organisation’s retention policy.',
} as const;

/** `day` is ready to be shown. */
export function expiresText(day: string): string {
  return `expires ${day}`;
}

const STORE_STEP = 'Store the value in your password manager or secret store.';
const UPDATE_STEP = 'Update your system with it.';
const UPDATE_STORED_STEP = 'Update your system with the stored value.';
const CONFIRM_STEP = 'Confirm that your system can connect. A new secret can take up to two minutes to work.';
const DELETE_STEP = 'Delete the old secret.';

/**
 * What comes after a creation. When the message with the value is gone, nobody can store it any more. Beside an application's
 * first secret, there is no old one.
 */
export function secretSteps(isFirst: boolean, isGone: boolean): readonly Step[] {
  const begin = isGone ? [UPDATE_STORED_STEP] : [STORE_STEP, UPDATE_STEP];
  const steps = [...begin, CONFIRM_STEP, ...(isFirst ? [] : [DELETE_STEP])];
  return steps.map((text, index) => ({ lead: `${index + 1}.`, text }));
}

export function removalText(minutes: number): string {
  return `This message removes itself after ${shownMinutes(minutes)}, or at once when you press the button. The card that answered you stays, and says what comes next.`;
}

export const CREATED = { title: '✔ Client secret created' } as const;

/** What became of the message with the value. `at` is ready to be shown. */
export function valueGone(how: ValueGone['how'], at: string): string {
  return how === 'stored'
    ? '✔ You confirmed that you stored the value.'
    : `⚠ The message with the value removed itself on ${at}. If you did not store the value, create another secret and delete this one.`;
}

/** Says what is wrong with the filled-in form. `lastDay` is ready to be shown. */
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
      return 'I cannot tell which day this is. Please choose one, or type it as year-month-day, such as 2027-04-30.';
    case 'expiry-past':
      return 'This date is not in the future. Please choose a later one.';
    case 'expiry-too-late':
      return `A secret lives one year at most. Choose ${lastDay} or an earlier day.`;
    case 'expiry-early':
      return 'The secret would expire in less than six months, and somebody has to replace it then. Nothing was created yet. Choose a later day, or tick the box below.';
    case 'expiry-policy':
      return `Nothing was created: the policy of the organisation in Entra allows no longer life. Choose ${lastDay} or an earlier day.`;
  }
}

export const CREATE_FORM = {
  title: 'Create a new client secret',
  nameLabel: 'Name of the secret',
  nameError: 'Please give the secret a name.',
  nameAdvice: `Keep your name in it, so that people can ask you about this secret. The month tells it from older ones. A name has ${NAME_LIMIT} characters at most; more are cut off.`,
  expiryLabel: 'Expiry date',
  earlyLabel: 'Early expiry date',
  earlyTitle: 'It is for a test, so it may expire early',
  earlyError: 'Please tick the box if the secret may expire early.',
} as const;

export function expiryAdvice(lastDay: string): string {
  return `One year, until ${lastDay}, is the longest and what we recommend. Choose an earlier day only for a test.`;
}

/** `day` is ready to be shown. */
export function policyAdvice(day: string): string {
  return `⚠ The policy of the organisation in Entra allows secrets until ${day}. Entra refuses a later day, unless this application has a policy of its own.`;
}

export function expiryError(firstDay: string, lastDay: string): string {
  return `Please choose a date from ${firstDay} to ${lastDay}.`;
}

export const DELETE_FORM = {
  expose: 'It is in wrong hands',
  title: 'Delete this client secret?',
  lastLive: 'It is the application’s last live secret: without it the application cannot connect at all.',
} as const;

/** What has to be typed. The client ID is asked for if nothing of the name can be seen. */
export const DELETE_CONFIRMATION = {
  name: {
    typedLabel: 'Type the application’s name to confirm',
    typedError: 'Please type the application’s name.',
    mismatchText: 'That is not the application’s name. Nothing was deleted. Type it as it is written above.',
  },
  'client-id': {
    typedLabel: 'Type the application’s client ID to confirm',
    typedError: 'Please type the application’s client ID.',
    mismatchText: 'That is not the application’s client ID. Nothing was deleted. You find it in Show application.',
  },
} as const;

/** Says what deleting does, before it is done. */
export function deleteWarning(status: SecretStatus): string {
  if (status === 'upcoming')
    return 'This secret is not valid yet, so no system can use it now. Deleting cannot be undone.';
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

/** Names are ready to be shown. The sentence is drawn without markdown. */
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

/** The titles of what a person is told outside a turn. */
export const NOTICES = {
  undoneTitle: 'A new secret was removed again',
  completedTitle: '✔ Client secret deleted',
  stoppedTitle: 'A client secret was not deleted',
  valueLeftTitle: 'A message with a value is still there',
} as const;

export function undoneText(name: string, application: string, startedAt: string): string {
  return `I was interrupted while creating “${name}” for ${application} (${startedAt}), so I removed that secret again. If you saw its value: it does not work. Please create a new one.`;
}

/** `secret` is undefined in messages of the version before, which did not keep it. */
export function completedText(secret: string | undefined, application: string): string {
  const what = secret === undefined ? 'a secret' : `“${secret}”`;
  return `I was interrupted while deleting ${what} of ${application}. The deletion is now complete.`;
}

export function stoppedText(secret: string, application: string): string {
  return `I was interrupted while deleting “${secret}” of ${application}. I have not deleted it, because it is now the application’s last live secret. If you want to delete it all the same, delete it again: I then ask you to type a confirmation.`;
}

export function refusedText(secret: string, application: string): string {
  return `I was interrupted while deleting “${secret}” of ${application}. I have not deleted it, because Entra refused that. The secret is still there. Please delete it again later; if Entra refuses it again, ask ${support()}.`;
}

export function valueLeftText(application: string): string {
  return `Teams did not let me remove the message with the value of a secret of ${application}, and I have stopped trying. The secret works as before. Please delete that message yourself if you still see it. If others could have read it, rotate the secret.`;
}

/** What the message with a value says after its value was taken out of it. */
export const OVERWRITTEN = 'A client secret was shown here. I have removed its value.';

/** What became of the message with the value when its reader had stored it. */
export const STORED: Readonly<
  Record<NonNullable<Extract<Outcome, { kind: 'stored' }>['instead']> | 'removed' | 'first', Sentences>
> = {
  removed: {
    title: '✔ Well done',
    text: 'The message with the value is removed. Next: update your system, confirm that it connects, then delete the old secret.',
  },
  /** There is no old secret. */
  first: {
    title: '✔ Well done',
    text: 'The message with the value is removed. Next: update your system, and confirm that it connects.',
  },
  overwritten: {
    title: '✔ Value removed',
    text: 'Teams did not let me delete the message, so I have taken the value out of it.',
  },
  kept: {
    title: 'The message is still there',
    text: 'Teams does not let me remove this message at the moment. I try again for a day; you do not have to do anything. If you can, delete it yourself.',
  },
  'nothing-left': {
    title: 'Nothing left to remove',
    text: 'There is nothing left that I could remove. If you still see the message, please delete it yourself.',
  },
};

/** The titles of what the other managers of an application hear. */
export const NEWS = {
  created: 'A manager created a client secret',
  deleted: 'A manager deleted a client secret',
} as const;

/** All are ready to be shown. `day`: when the secret ends or ended. */
export function newsText(
  how: keyof typeof NEWS,
  told: { readonly by: string; readonly secret: string; readonly application: string; readonly day: string },
): string {
  const { by, secret, application, day } = told;
  const until = how === 'created' ? `It is valid until ${day}.` : `Its expiry date was ${day}.`;
  return `${by} ${how} the client secret ${secret} of ${application}. ${until}`;
}
