import type { ExposedStays, RotationState, RotationStep } from '../../bot/domain/rotation/rotation.ts';
import { counted } from '../shared/dates.ts';

/** The four steps of the guide, in their order. */
export const STEPS: readonly RotationStep[] = ['create', 'update', 'confirm', 'delete'];

export const ROTATION = {
  title: 'Rotate a client secret',
  old: 'Old secret',
  fresh: 'New secret',
  notCreated: 'not created yet',
  none: 'none',
  now: 'now',
  later: 'later',
  skipped: 'not done',
  create: 'Create the new secret',
  orUse: 'Or use a newer secret that exists already.',
} as const;

export const EXPOSED = {
  title: '⚠ The old secret is in wrong hands',
  newsTitle: '⚠ A secret of your application is in wrong hands',
  staysTitle: '⚠ A secret in wrong hands was not removed',
  update: 'Let your system use the new secret before the old one is removed.',
  button: 'The old secret is in wrong hands',
} as const;

/** All are ready to be shown. */
export function exposedNews(secret: string, by: string, hours: number): string {
  return `${by} says that ${secret} is known to others. It is being replaced: ${waitText(hours)} after there is a new one, I remove it. What still uses it cannot connect from then on. In the rotation you can say that it stays.`;
}

/** `secret` and `by` are ready to be shown. `stays`: why; undefined if an earlier version wrote the notice. */
export function exposedStays(secret: string, by: string, stays: ExposedStays | undefined): string {
  if (stays === 'kept')
    return `${by} keeps ${secret}, although it is known to others. I do not remove it by myself any more.`;
  const why = stays === undefined ? 'a rule of mine does not allow it' : WHY_IT_STAYS[stays];
  return `It was time to remove ${secret}, but ${why}. Replace it and delete it as soon as you can.`;
}

const WHY_IT_STAYS: Readonly<Record<Exclude<ExposedStays, 'kept'>, string>> = {
  'no-new-secret': 'the new secret that was to take its place is gone or has expired',
  'last-live': 'it is the last live secret of the application',
  'no-manager': 'the person who wanted it does not manage the application any more',
  'not-shown': 'Entra shows no such application',
  refused: 'Entra does not let me remove it',
};

/** `by` and `due` are ready to be shown; `due` is undefined while there is no new secret. */
export function exposedText(by: string, hours: number, due: string | undefined): string {
  const when = due === undefined ? `${waitText(hours)} after there is a new one` : `on ${due}`;
  return `Said by ${by}. I remove it ${when}: what still uses it cannot connect from then on, so let your system use the new one before.`;
}

/** `4 hours`, `1 day`. */
export function waitText(hours: number): string {
  return hours % 24 === 0 ? counted(hours / 24, 'day') : counted(hours, 'hour');
}

interface StepWords {
  readonly title: string;
  readonly advice: string;
  /** The advice if the old secret has expired. */
  readonly expired: string;
}

const CHECK = 'Check that your system connects with the new secret. It can take up to two minutes to work.';

export const STEP_WORDS: Readonly<Record<RotationStep, StepWords>> = {
  create: {
    title: 'Create the new secret',
    advice: 'The old secret keeps working meanwhile: both overlap until the last step.',
    expired: 'The old secret has expired: no system can connect with it. Create the new one now.',
  },
  update: {
    title: 'Update your system',
    advice: 'Let your system use the new secret. The old one keeps working, so nothing is interrupted.',
    expired: 'Let your system use the new secret, so that it can connect again.',
  },
  confirm: {
    title: 'Confirm that it connects',
    advice: CHECK,
    expired: CHECK,
  },
  delete: {
    title: 'Delete the old secret',
    advice: 'Delete it once nothing uses it any more. I ask you to confirm that first.',
    expired: 'It has expired, so no system can use it any more. I ask you to confirm that first.',
  },
};

/** Said of a step that nobody did through this app. */
export const OUTSIDE = 'outside this app';

/** The title of the step's button. */
export const STEP_BUTTONS: Readonly<Record<RotationStep, string>> = {
  create: ROTATION.create,
  update: 'My system has the new secret',
  confirm: 'The connection works',
  delete: 'Delete the old secret',
};

export const NEWS = {
  'step-taken': 'Somebody else has just done this step; nothing was done twice.',
  'new-secret-gone': 'The new secret does not exist any more, so this rotation starts again with its first step.',
  'secret-created': '✔ The new client secret exists.',
} as const;

/** `who` is for instance `by Anna Jansen`, or OUTSIDE. */
export function endedWords(
  state: Exclude<RotationState, 'open'>,
  who: string,
  at: string,
): { readonly title: string; readonly text: string } {
  switch (state) {
    case 'deleted':
      return { title: '✔ Rotation finished', text: `The old secret was deleted ${who} on ${at}.` };
    case 'replaced':
      return {
        title: '✔ Marked as replaced',
        text: `Marked ${who} on ${at}. The old secret still exists until it expires; reminders about it stop.`,
      };
    case 'abandoned':
      return {
        title: 'This rotation was stopped',
        text: `Stopped ${who} on ${at}. Every secret stays as it is, and reminders about the old one go on.`,
      };
    case 'reopened':
      return {
        title: 'This rotation was started again',
        text: 'The old secret had been marked as replaced; since then somebody has started to rotate it again.',
      };
  }
}

const DONE_WORDS = { update: 'Done', confirm: 'Confirmed', delete: 'Deleted' } as const;

/** `who` is for instance `by Anna Jansen`, or OUTSIDE. */
export function doneText(step: RotationStep, who: string, at: string, adopted: boolean): string {
  const what = { create: adopted ? 'An existing secret, chosen' : 'Created', ...DONE_WORDS }[step];
  return `${what} ${who}, ${at}`;
}

export function stepNumber(step: RotationStep): string {
  return `${STEPS.indexOf(step) + 1}. ${STEP_WORDS[step].title}`;
}

export function adoptTitle(name: string, hint: string): string {
  return `Use “${name}” (${hint})`;
}

export function moreCandidates(count: number): string {
  return `And ${counted(count, 'more newer secret')}. Show the application to see them.`;
}

export const EVIDENCE = {
  title: 'Entra’s sign-in report',
  absent: 'Entra’s sign-in report is not available.',
  newUnused: 'The report shows no use of the new secret yet.',
  oldUnused: 'The report shows no use of the old secret.',
} as const;

export function newFirstUsed(at: string): string {
  return `New secret first used: ${at}`;
}

export function oldLastUsed(at: string): string {
  return `Old secret last used: ${at}`;
}

/** `age` is for instance `3 hours`. Undefined if the report has no entry at all. */
export function reportRead(at: string, age: string | undefined): string {
  return `Report read ${at}; ${age === undefined ? 'it has no entries' : `its newest entry was ${age} old`}.`;
}

export const ROTATIONS = {
  title: 'Open rotations',
  intro: 'Every manager of the application can continue one, at any time and in any chat.',
  none: 'No rotation of your applications is open. To start one, press Rotate beside a secret, or type rotate with the name of an application.',
  nothingTitle: 'Nothing to rotate',
  nothing: 'This application has no client secret that could be replaced. Create one instead.',
} as const;

export function stepOf(step: RotationStep): string {
  return `Step ${STEPS.indexOf(step) + 1} of ${STEPS.length}: ${STEP_WORDS[step].title}`;
}

export function startedText(day: string, by: string): string {
  return `since ${day}, started by ${by}`;
}

export function moreRotations(count: number): string {
  return `And ${counted(count, 'more open rotation')}. Finish or stop some to see them.`;
}

/** What Entra's log of sign-ins says of a rotation. */
export const LOG = {
  ticksItself: 'I tick this step when Entra’s log shows a sign-in with the new secret. That takes some minutes.',
  signedIn: 'Somebody signed in with the new secret',
  /** Nobody has said that the system has the new secret. */
  maybeTest: 'If the sign-in with the new secret was only a test of it, give it to your system before.',
} as const;

/** `hint` is for instance `hpJ…`. */
export function signedInText(hint: string, at: string): string {
  return `Somebody signed in with ${hint} on ${at}`;
}

/** `days` is for instance `3 days`. */
export function silentText(days: string): string {
  return `The old secret has been silent for ${days}, as far as Entra’s log says. You can delete it. I ask you to confirm that first.`;
}

/** `until`: the end of what was read. */
export function lateLogText(until: string): string {
  return `Entra’s log of sign-ins was read last on ${until}. It does not say whether the old secret was used since then. ${STEP_WORDS.delete.advice}`;
}

/** Said if it counts as in use. The form of the deletion then asks for the name. */
export function silentLatelyUsedText(days: string): string {
  return `The old secret has been silent for ${days}, as far as Entra’s log says. You can delete it if you know that no system uses it more rarely than that, for instance once a week. I ask for the name of the application, because it was used within the last 7 days.`;
}

export function notSilentText(days: number, since: string, enough: string): string {
  return `Entra’s log shows no sign-in with the old secret since ${since}. Do not delete it before it has been silent for ${days} days, which is on ${enough}.`;
}

export function stillUsedText(days: number, last: string, enough: string): string {
  return `Something signed in with the old secret on ${last}. Do not delete it before it has been silent for ${days} days, which is on ${enough}.`;
}
