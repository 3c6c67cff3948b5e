import type { Destination } from '../../bot/domain/reminders/reminder.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';

type Step = Extract<Outcome, { kind: 'claim' }>['step'];

/** What the person reads who is on it. */
export const CLAIM = {
  titles: {
    claimed: '✔ You are on it',
    own: '✔ You are on it already',
    promised: '✔ Your day is kept',
    'day-off': 'Please choose another day',
  } satisfies Record<Step, string>,
  noDay:
    'Everybody sees it on the card. Reminders go on until the secret is replaced. If you say when you do it, nobody is asked again before that day.',
  expired: 'Everybody sees it on the card. The secret has expired, so reminders go on until a live one replaces it.',
  day: 'On which day do you do it?',
  dayOff: 'The day must be between today and the day on which the secret ends.',
} as const;

/** `day` is ready to be shown. */
export function promisedText(day: string): string {
  return `You do it on ${day}; the card says so. Nobody is asked again before that day, except in the last three days before the secret ends.`;
}

/** Said to the person who was on it. */
export const GIVEN_BACK = {
  title: '✔ Given back',
  text: 'You are not on it any more; the card will say so. Reminders go on, and another manager can take it.',
} as const;

/** The question whether an application is not used any more. */
export const UNUSED = {
  title: 'Is this application not used any more?',
  text: 'It cannot connect. If nothing uses it, I stop reminding everybody of it, and the card and the record say that you have said so. Nothing is changed in Entra. When it can connect again, I remind of it again.',
  connects: 'It can connect',
  connectsText:
    'This application can connect, so I go on reminding of it. If nothing uses it any more, delete its client secrets.',
  said: '✔ I do not remind of it any more',
  saidText: 'The card says that you have said so. When the application can connect again, I remind of it again.',
} as const;

const TOLD: Readonly<Record<Destination['kind'], string>> = {
  channel: 'the managers’ channel',
  chat: 'managers in person',
  mail: 'managers by e-mail',
  contact: 'the organisation’s designated contact',
  administrators: 'the administrators',
};

/** Who else was told, in one line. */
export function alsoToldText(kinds: readonly Destination['kind'][]): string {
  return `Also told: ${kinds.map((kind) => TOLD[kind]).join(', ')}`;
}

/** `told today: the managers’ channel`, or that nobody was. */
export function toldText(kinds: readonly Destination['kind'][]): string {
  return kinds.length === 0
    ? 'nobody else was told today'
    : `told today: ${kinds.map((kind) => TOLD[kind]).join(', ')}`;
}

/** `step` is for instance `Step 2 of 4: Update your system`. */
export function rotationText(step: string, by: string): string {
  return `A rotation is under way, started by ${by}. ${step}.`;
}

/** `name` is that of the newer secret. Undefined if it is not known. */
export function newerText(name: string | undefined): string {
  return `There is a newer secret${quoted(name)}. If your system uses it already, delete this one; otherwise rotate.`;
}

/** The old one is in use, and the newer one is not. */
export function newerBesideText(name: string | undefined): string {
  return `There is a newer secret${quoted(name)}, but this one is still in use, so rotate it. If the newer one is meant for your system, choose it in the first step.`;
}

export function bothInUseText(name: string | undefined): string {
  return `There is a newer secret${quoted(name)}, and both are in use, so they may belong to two systems. Rotate this one.`;
}

function quoted(name: string | undefined): string {
  return name === undefined ? '' : `, “${name}”`;
}
