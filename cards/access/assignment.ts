import type { DirectoryPerson } from '../../bot/domain/access/directory-person.ts';
import type { AssignmentFormView } from '../../bot/domain/access/outcomes.ts';
import { NAME_LIMIT } from '../../bot/domain/secrets/secret-form.ts';
import type { ApplicationRef } from '../../bot/domain/shared/application.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { type CardData, fill, type Rendered } from '../fill.ts';
import { bareName, limited, listedNames, personOrId, shownName } from '../shared/describe.ts';
import { messageCard } from '../shared/message.ts';
import { moreOfThem } from '../shared/sentences.ts';
import formTemplate from './assignment-form.json' with { type: 'json' };
import { applicationChoices } from './choices.ts';
import chooseTemplate from './choose-assignment.json' with { type: 'json' };
import {
  ASSIGNMENT,
  ASSIGNMENT_FORM,
  abandonedText,
  awayPerson,
  CHANGED,
  CHOICES,
  CHOOSE_ASSIGNMENT,
  CONFIRMED_BY_PROBLEMS,
  changedCount,
  changedText,
  changesText,
  MANAGERS,
  NOTHING_CHANGED,
  NOTHING_TO_CHANGE,
  unknownApplication,
  unknownPerson,
  unmetText,
} from './sentences-roles.ts';

const SHOWN = 30;
/** People that were found. The card names each twice: in the input and next to it. */
const FOUND_SHOWN = 20;
/** Lines about words that mean nobody and nothing. */
const UNKNOWN_SHOWN = 10;
/** What was typed is kept even if it is over the limit: the person shortens it, not the bot. */
const CONFIRMED_BY_KEPT = 2 * NAME_LIMIT;

/** Asks for the people and applications that are still to be chosen. Those that were understood are chosen already. */
export function chooseAssignmentCard(outcome: Extract<Outcome, { kind: 'choose-assignment' }>): Rendered {
  const { act, people, applications, choices } = outcome;
  const { title, text, people: peopleLabel } = CHOOSE_ASSIGNMENT[act];
  const unknown = [
    ...outcome.unknownPeople.map((words) => unknownPerson(plainText(words, 80))),
    ...(outcome.awayPeople ?? []).map(({ person, how }) => awayPerson(personOrId(person), how)),
    ...outcome.unknownApplications.map((words) => unknownApplication(plainText(words, 80))),
  ];
  const missing = limited(unknown, UNKNOWN_SHOWN, (line) => ({ text: line }), moreOfThem);
  const found = people.slice(0, FOUND_SHOWN);
  return fill(chooseTemplate, title, {
    ...CHOICES,
    title,
    text,
    verb: act,
    unknown: [...missing.rows, ...(missing.hasMore ? [{ text: missing.more }] : [])],
    found: found.map(personData),
    peopleLabel,
    peopleChoices: found.map(({ oid, name }) => ({ title: bareName(name) || plainText(oid), value: plainText(oid) })),
    peopleChosen: found.map(({ oid }) => plainText(oid)).join(','),
    ...applicationChoices(applications, choices),
    noChoices: applications.length + choices.length === 0,
  });
}

/**
 * Asks before the role is given or taken. If it is taken from the last manager, asks a second time and in other words.
 */
export function assignmentFormCard(form: AssignmentFormView): Rendered {
  const { act, nonce, people, applications, abandoned, asksAgain, changes, unchanged, problem } = form;
  const who = limited(people, SHOWN, personData, moreOfThem);
  const what = limited(applications, SHOWN, applicationRow, moreOfThem);
  const left = limited(abandoned, SHOWN, applicationRow, moreOfThem);
  const title = asksAgain ? ASSIGNMENT_FORM.lastTitle : ASSIGNMENT[act].title;
  const [only, another] = applications;
  return fill(formTemplate, title, {
    ...ASSIGNMENT_FORM,
    title,
    colour: asksAgain ? 'Attention' : 'Default',
    peopleLabel: ASSIGNMENT_FORM.people,
    people: who.rows,
    hasMorePeople: who.hasMore,
    morePeople: who.more,
    applicationsLabel: ASSIGNMENT_FORM.applications,
    applications: what.rows,
    hasMoreApplications: what.hasMore,
    moreApplications: what.more,
    changes: changesText(act, changes, unchanged),
    effect: changes === 0 ? NOTHING_TO_CHANGE : ASSIGNMENT[act].effect,
    abandons: abandoned.length > 0,
    abandonedText: ASSIGNMENT_FORM.abandoned,
    abandoned: left.rows,
    hasMoreAbandoned: left.hasMore,
    moreAbandoned: left.more,
    asksLater: !asksAgain,
    asksConfirmation: act === 'assign' && changes > 0,
    confirmedBy: plainText(form.confirmedBy, CONFIRMED_BY_KEPT),
    confirmedLimit: NAME_LIMIT,
    problems: problem === undefined ? [] : [{ text: CONFIRMED_BY_PROBLEMS[problem] }],
    mayFirst: changes > 0 && !asksAgain,
    mayLast: changes > 0 && asksAgain,
    button: ASSIGNMENT[act].button,
    style: act === 'assign' ? 'positive' : 'destructive',
    nonce,
    back: another === undefined ? plainText(only?.clientId ?? '') : '',
  });
}

export function assignmentsChangedCard(outcome: Extract<Outcome, { kind: 'assignments-changed' }>): Rendered {
  const { act, people, applications, changed, unchanged, abandoned, unmet } = outcome;
  const lines = [
    changedText(act, listedNames(people.map(personOrId)), namesOf(applications)),
    changed === 0 ? changesText(act, changed, unchanged) : changedCount(act, changed, unchanged),
    ...(abandoned.length === 0 ? [] : [abandonedText(namesOf(abandoned))]),
    ...(unmet.length === 0 ? [] : [unmetText(listedNames(unmet.map(personOrId)))]),
  ];
  const [only, another] = applications;
  return messageCard({
    title: changed === 0 ? NOTHING_CHANGED : CHANGED[act],
    colour: abandoned.length > 0 || changed === 0 ? 'Default' : 'Good',
    lines,
    offers: ['help'],
    managersOf: another === undefined ? (only?.clientId ?? '') : '',
  });
}

function namesOf(applications: readonly ApplicationRef[]): string {
  return listedNames(applications.map(({ displayName }) => shownName(displayName)));
}

function personData(person: DirectoryPerson): CardData {
  const address = plainText(person.address, 120);
  return {
    name: personOrId(person),
    hasAddress: address !== '',
    address: ` · ${address}`,
    guest: person.guest,
    guestText: MANAGERS.guest,
  };
}

function applicationRow({ displayName, clientId }: ApplicationRef): CardData {
  return { name: shownName(displayName), clientId: plainText(clientId) };
}
