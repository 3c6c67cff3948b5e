import type { AwayHow } from '../../bot/domain/access/away.ts';
import type { AssignmentFormView } from '../../bot/domain/access/outcomes.ts';
import type { HelpPoint } from '../../bot/domain/shared/outcome.ts';
import { DONTS } from '../help/sentences.ts';
import { counted } from '../shared/dates.ts';
import { team } from '../shared/guidance.ts';

type Act = AssignmentFormView['act'];

/** Why one manager is not enough. */
const TWO = 'At least two per application are recommended, so that there is always a colleague who can take over.';

export const MANAGERS = {
  title: 'Credential managers',
  guest: ' · guest',
  operator: 'the operator',
  invite: 'A colleague who should be one types “request” and the name of this application.',
} as const;

/** Says that somebody counts as no manager. `day` is ready to be shown; undefined if no sweep has seen it yet. */
export function awayText(how: AwayHow, day: string | undefined): string {
  if (how === 'disabled') {
    const since = day === undefined ? '' : ` since ${day}`;
    return `✖ Account disabled${since}: gets nothing from me, and counts as no manager.`;
  }
  const seen = day === undefined ? '' : ` (seen on ${day})`;
  return `✖ Has left the directory${seen}, so the role helps nobody any more.`;
}

/** `active` counts the managers who are there. Undefined if they are enough. */
export function staffingNote(active: number): string | undefined {
  if (active === 0)
    return `✖ Nobody manages this application: nobody is reminded, and nobody can rotate its secrets. ${TWO}`;
  return active === 1 ? `⚠ Only one person manages this application. ${TWO}` : undefined;
}

/** `confirmedBy` is who in the organisation confirmed it. Empty if nobody was recorded. */
export function sinceText(day: string, by: string, confirmedBy: string): string {
  const confirmed = confirmedBy === '' ? '' : ` · confirmed by ${confirmedBy}`;
  return `since ${day} · assigned by ${by}${confirmed}`;
}

export function moreManagers(count: number): string {
  return `And ${counted(count, 'more manager')}.`;
}

export const UNDERSTAFFED = {
  title: 'Applications that lack managers',
  enough: '✔ Every application here has at least two credential managers.',
  none: '✖ No manager',
} as const;

export function understaffedText(none: number, one: number): string {
  return `✖ ${counted(none, 'application')} with nobody · ⚠ ${counted(one, 'application')} with one manager. ${TWO}`;
}

/** `names` are ready to be shown. */
export function onlyManager(names: string): string {
  return `⚠ Only ${names}`;
}

/** `names` are ready to be shown; all of them are away. */
export function noManagerBut(names: string): string {
  return `✖ No manager: ${names}`;
}

export function isAway(name: string, how: AwayHow): string {
  return how === 'left' ? `${name} (has left the directory)` : `${name} (account disabled)`;
}

export const CHOOSE_ASSIGNMENT: Readonly<Record<Act, Readonly<Record<'title' | 'text' | 'people', string>>>> = {
  assign: {
    title: 'Assign the role of credential manager',
    text: 'Choose who gets the role, and for which applications. Nothing changes before you have confirmed it.',
    people: 'Who gets the role?',
  },
  unassign: {
    title: 'Remove the role of credential manager',
    text: 'Choose who loses the role, and for which applications. Nothing changes before you have confirmed it.',
    people: 'Who loses the role?',
  },
};

export const CHOICES = {
  peopleError: 'Please choose at least one person.',
  peopleHint: 'Type a name',
  applications: 'For which applications?',
  applicationsError: 'Please choose at least one application.',
  applicationsHint: 'Type part of a name',
  none: 'There is no application to choose. Check the words you typed.',
} as const;

/** `words` are ready to be shown. */
export function unknownPerson(words: string): string {
  return `✖ I cannot tell who “${words}” is. Choose the person below, mention them in a channel that they are a member of, or give their mail address or object ID.`;
}

/** The name is ready to be shown. */
export function awayPerson(name: string, how: AwayHow): string {
  return how === 'left'
    ? `✖ ${name} has left the directory, so I cannot give them the role. Choose somebody else.`
    : `✖ The account of ${name} is disabled, so I cannot give them the role. Choose somebody else. If it is enabled again, ask them to sign in to me first.`;
}

export function unknownApplication(words: string): string {
  return `✖ I cannot tell which application “${words}” is. Choose it below, or give its exact name or client ID.`;
}

export function moreChoices(count: number): string {
  return `And ${counted(count, 'more application')} that cannot be listed here. Name what is missing in a command of its own.`;
}

export const ASSIGNMENT: Readonly<Record<Act, Readonly<Record<'title' | 'effect' | 'button', string>>>> = {
  assign: {
    title: 'Assign the role of credential manager?',
    effect:
      'They can then see these applications and create, rotate and delete their client secrets. I tell each of them what the role means.',
    button: 'Assign',
  },
  unassign: {
    title: 'Remove the role of credential manager?',
    effect: 'They can then no longer see these applications or manage their client secrets. I tell each of them.',
    button: 'Remove',
  },
};

export const ASSIGNMENT_FORM = {
  people: 'Credential managers',
  applications: 'Applications',
  confirmedLabel: 'Who in the organisation confirmed this?',
  confirmedError: 'Please say who in the organisation confirmed this.',
  confirmedAdvice:
    'The role is not assigned without confirmation from the organisation. A name and a function are enough, for example “Jane Doe, head of IT”. It is kept with the role.',
  lastTitle: '⚠ Remove the last manager?',
  lastButton: 'Remove the last manager',
  abandoned: '⚠ These applications would have no credential manager:',
  abandonedMeaning:
    'Nobody is reminded of their secrets then, and nobody can rotate them; the connection stops when they expire. Assign somebody else first, unless that is what you want.',
  askedAgain: 'I shall ask once more before I do that.',
} as const;

export const CONFIRMED_BY_PROBLEMS = {
  'confirmed-by-empty': ASSIGNMENT_FORM.confirmedError,
  'confirmed-by-too-long': 'This is too long. A name and a function are enough.',
} as const;

/** Says how many roles change, counted as pairs of a person and an application. */
export function changesText(act: Act, changes: number, unchanged: number): string {
  const roles = counted(changes, 'role');
  if (changes === 0) return act === 'assign' ? 'They all have this role already.' : 'None of them has this role.';
  const first = act === 'assign' ? `${roles} will be assigned.` : `${roles} will be removed.`;
  return unchanged === 0 ? first : `${first} ${unchangedText(act, unchanged)}`;
}

function unchangedText(act: Act, unchanged: number): string {
  const verb = unchanged === 1 ? 'is' : 'are';
  return act === 'assign' ? `${unchanged} ${verb} there already.` : `${unchanged} ${verb} not there to begin with.`;
}

export const NOTHING_CHANGED = 'Nothing was changed';
export const NOTHING_TO_CHANGE = 'There is nothing to change.';

export const CHANGED: Readonly<Record<Act, string>> = {
  assign: '✔ Role assigned',
  unassign: '✔ Role removed',
};

/** `people` and `applications` are ready to be shown, with commas between them. */
export function changedText(act: Act, people: string, applications: string): string {
  return act === 'assign'
    ? `Now credential managers: ${people}. Applications: ${applications}.`
    : `No longer credential managers: ${people}. Applications: ${applications}.`;
}

export function changedCount(act: Act, changed: number, unchanged: number): string {
  const first = act === 'assign' ? `${counted(changed, 'role')} assigned` : `${counted(changed, 'role')} removed`;
  return unchanged === 0 ? `${first}.` : `${first}; ${unchangedText(act, unchanged)}`;
}

export function abandonedText(applications: string): string {
  return `⚠ Without any manager now: ${applications}. Nobody is reminded there, and nobody can rotate. Please assign somebody.`;
}

export function unmetText(people: string): string {
  return `I have not met yet: ${people}. I tell them when they first open me, so please ask them to.`;
}

export const ALREADY_MANAGER = 'You have access already';

export function alreadyText(application: string): string {
  return `You are a credential manager of ${application}, so there is nothing to ask for.`;
}

export const ASSIGNED = {
  title: '✔ You are a credential manager now',
  applications: 'Your new applications:',
  unassignedTitle: 'You are no longer a credential manager here',
  unassigned: 'Your role was removed from these applications:',
  get unassignedAfter() {
    return `If that is a mistake, agree it within your organisation and ask for access again, or ask ${team()}.`;
  },
} as const;

export function assignedBy(by: string): string {
  return `${by} has assigned you the role. This is what it means:`;
}

/** What the guide asks of a person with the role. */
export const ROLE_POINTS: readonly HelpPoint[] = [
  {
    lead: 'You can',
    text: 'see these applications, their client IDs and when each client secret expires; create client secrets, rotate them, and delete what is no longer needed.',
  },
  {
    lead: 'You look after them:',
    text: 'replace each secret before it expires, update your systems together with your technical team, and confirm that they connect.',
  },
  ...DONTS.points,
  { lead: 'At least two', text: 'per application: see that a colleague has the role, too, as a backup.' },
  {
    lead: 'Keep it inside your organisation:',
    text: 'the role is for its people only. Say so when somebody leaves or changes their work.',
  },
  { lead: 'I remind you', text: 'before a secret expires, and lead you through replacing it.' },
];
