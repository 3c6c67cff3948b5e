import { statusNow } from '../../domain/access/away.ts';
import type { DirectoryPerson, PersonStatus } from '../../domain/access/directory-person.ts';
import type { AwayWish } from '../../domain/access/outcomes.ts';
import type { ApplicationRef } from '../../domain/shared/application.ts';
import type { PersonWish } from '../../domain/shared/command.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import { type Asker, named, type PersonId, samePerson } from '../../domain/shared/person.ts';
import { findApplication, matching } from '../../domain/shared/search.ts';
import { plainText } from '../../domain/shared/text.ts';
import { systemAudit } from '../audit/audit-events.ts';
import { allApplications, applicationsWith } from '../shared/applications.ts';
import type { Deps } from '../shared/deps.ts';

/** What an administrator asks for, still in words. */
export interface AssignCommand {
  readonly kind: 'assign' | 'unassign';
  readonly people: readonly PersonWish[];
  /** Applications as they were typed, with commas between them. */
  readonly query: string;
  /** Applications as they were chosen on a card. */
  readonly clientIds: readonly string[];
}

/** The people and applications that are meant; all of them are known. */
export interface Chosen {
  readonly people: readonly DirectoryPerson[];
  readonly applications: readonly ApplicationRef[];
}

/** Looks up the people and applications that an administrator means, or asks for what is missing. */
export async function choose(
  deps: Pick<Deps, 'clock' | 'random' | 'directory' | 'people' | 'roster' | 'ledger'>,
  command: AssignCommand,
  asker: Asker,
): Promise<Chosen | Outcome> {
  const [people, applications] = await Promise.all([
    Promise.all(command.people.map((wish) => findPerson(deps, wish, command.kind, asker))),
    findApplications(deps, command),
  ]);
  const found = people.filter((one) => one !== undefined);
  const awayPeople = command.kind === 'assign' ? await awayAmong(deps, found) : [];
  const known = unique(found.map(({ person }) => person)).filter(
    (person) => !awayPeople.some((one) => samePerson(one.person, person)),
  );
  const unknownPeople = command.people.flatMap((wish, index) => (people[index] === undefined ? [wordsOf(wish)] : []));
  const complete = known.length > 0 && applications.found.length > 0;
  if (complete && unknownPeople.length + awayPeople.length + applications.unknown.length === 0)
    return { people: known, applications: applications.found };
  return {
    kind: 'choose-assignment',
    act: command.kind,
    people: known,
    unknownPeople,
    ...(awayPeople.length > 0 ? { awayPeople } : {}),
    applications: applications.found,
    unknownApplications: applications.unknown,
    choices: await applications.choices(),
  };
}

function wordsOf(wish: PersonWish): string {
  return plainText(wish.kind === 'account' ? wish.name : wish.words);
}

/** Each person once, although they may be mentioned and written as an address, too. */
function unique(people: readonly DirectoryPerson[]): readonly DirectoryPerson[] {
  return [...new Map(people.map((person) => [`${person.tid} ${person.oid}`, person])).values()];
}

/** A person who is meant, and what the directory has said of them. Undefined if it was not asked. */
interface Found {
  readonly person: DirectoryPerson;
  readonly status: PersonStatus | undefined;
}

/**
 * Those of these people who may not sign in: they can only be unassigned. Somebody whom the directory knows as back counts
 * as there from now on, so that they hear of their new role.
 */
async function awayAmong(
  deps: Pick<Deps, 'clock' | 'random' | 'ledger'>,
  found: readonly Found[],
): Promise<readonly AwayWish[]> {
  const marks = await deps.ledger.awayPeople.of(found.map(({ person }) => person));
  const markOf = (person: PersonId) => marks.find((mark) => samePerson(mark.person, person))?.how;
  const now = found.map(({ person, status }) => ({
    person,
    how: status === undefined ? markOf(person) : statusNow(status, markOf(person)),
  }));
  const back = now.filter(({ person, how }) => how === 'here' && markOf(person) !== undefined);
  if (back.length > 0)
    await deps.ledger.awayPeople.back(
      back.map(({ person }) => person),
      (subject) => systemAudit(deps, 'manager.back', { subject }),
    );
  const away = now.flatMap(({ person, how }) => (how === 'left' || how === 'disabled' ? [{ person, how }] : []));
  return [...new Map(away.map((one) => [`${one.person.tid} ${one.person.oid}`, one])).values()];
}

/** Somebody who has left the directory can only be unassigned. The state of an account matters only to who is assigned. */
async function findPerson(
  deps: Pick<Deps, 'people' | 'roster' | 'ledger'>,
  wish: PersonWish,
  act: AssignCommand['kind'],
  asker: Asker,
): Promise<Found | undefined> {
  const former = async (oid: string) => (act === 'unassign' ? formerManager(deps, oid, asker) : undefined);
  if (wish.kind === 'words') {
    const person = await deps.people.find(wish.words);
    if (person === undefined) return former(wish.words);
    const [status] = act === 'assign' ? await deps.people.statusesOf([person]) : [];
    return status?.status === 'left' ? undefined : { person: status?.person ?? person, status };
  }
  const person = await deps.roster.personOf(asker.conversation, wish.accountId);
  if (person === undefined) return undefined;
  const [status] = await deps.people.statusesOf([person]);
  if (status?.status === 'left') return former(person.oid);
  return { person: status?.person ?? { ...person, name: plainText(wish.name), address: '', guest: false }, status };
}

/** Somebody who has left the directory, by the assignments that they still have. */
async function formerManager(deps: Pick<Deps, 'ledger'>, oid: string, asker: Asker): Promise<Found | undefined> {
  const person: PersonId = { tid: asker.person.tid, oid: oid.toLowerCase() };
  const assigned = await deps.ledger.assignments.managersOf(await deps.ledger.assignments.of(person));
  const own = assigned.find((one) => samePerson(one.person, person));
  return own && { person: { ...own.person, address: '', guest: false }, status: undefined };
}

interface FoundApplications {
  readonly found: readonly ApplicationRef[];
  readonly unknown: readonly string[];
  /** What to choose from, if something is missing. */
  readonly choices: () => Promise<readonly ApplicationRef[]>;
}

/** Words may be a part of any name, so all applications are read for them, and to choose from. What was chosen is not. */
async function findApplications(
  deps: Pick<Deps, 'directory'>,
  { query, clientIds }: AssignCommand,
): Promise<FoundApplications> {
  if (query.trim() === '' && clientIds.length > 0) {
    return { found: await applicationsWith(deps, clientIds), unknown: [], choices: () => allApplications(deps) };
  }
  const all = await allApplications(deps);
  const ids = new Set(clientIds.map((id) => id.toLowerCase()));
  const picked = all.filter(({ clientId }) => ids.has(clientId));
  const typed = query.trim() === '' ? [] : wordings(query, all);
  const results = typed.map((words) => ({ words, result: findApplication(words, all) }));
  const named = results.flatMap(({ result }) => (result.kind === 'found' ? [result.application] : []));
  const unknown = results.flatMap(({ words, result }) => (result.kind === 'found' ? [] : [plainText(words)]));
  const fitting = unknown.flatMap((words) => matching(words, all));
  const found = [...new Map([...picked, ...named].map((one) => [one.clientId, one])).values()];
  const choices = fitting.length > 0 ? [...new Set([...found, ...fitting])] : all;
  return { found, unknown, choices: async () => choices };
}

/** Commas separate several applications; a name may hold a comma itself. */
function wordings(query: string, all: readonly ApplicationRef[]): readonly string[] {
  if (findApplication(query, all).kind === 'found') return [query];
  return query.split(/[,;]/).filter((part) => part.trim() !== '');
}

/** The asker, named as the person who did something. */
export function byAsker(asker: Asker) {
  return { ...named(asker), name: plainText(asker.name) };
}
