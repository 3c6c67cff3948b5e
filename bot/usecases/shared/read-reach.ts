import { type Assignment, peopleOf } from '../../domain/access/assignment.ts';
import { presentOf } from '../../domain/access/away.ts';
import { type Contact, isReachableContact } from '../../domain/messages/contact.ts';
import type { Link } from '../../domain/reminders/link.ts';
import type { ApplicationRef } from '../../domain/shared/application.ts';
import { organisationsOf, scopeId, scopesOf } from '../../domain/shared/organisation.ts';
import type { PersonId } from '../../domain/shared/person.ts';
import type { Deps } from './deps.ts';

/** The people, channels and addresses that are told of some applications. */
export interface Reach {
  /** Without those who are away. */
  readonly managers: readonly Assignment[];
  /** The live ones. */
  readonly links: readonly Link[];
  /** The confirmed ones that can be reached. There are none if no e-mail is set up. */
  readonly contacts: readonly Contact[];
  canChat(person: PersonId): boolean;
  wantsMail(person: PersonId): boolean;
}

/** Reads it in a handful of questions, however many applications there are. */
export async function readReach(
  { settings: { apis }, ledger, mailer }: Pick<Deps, 'settings' | 'ledger' | 'mailer'>,
  applications: readonly ApplicationRef[],
): Promise<Reach> {
  const scopes = new Map(applications.flatMap((each) => scopesOf(apis, each)).map((scope) => [scopeId(scope), scope]));
  const [assigned, links, contacts] = await Promise.all([
    ledger.assignments.managersOf(applications.map(({ clientId }) => clientId)),
    ledger.links.of([...scopes.values()]),
    mailer === undefined ? [] : ledger.contacts.of(organisationsOf(apis, applications).map(({ key }) => key)),
  ]);
  const managers = presentOf(assigned);
  const people = peopleOf(managers);
  const [met, choices] = await Promise.all([
    ledger.conversations.met(people),
    mailer === undefined ? [] : ledger.mailChoices.of(people),
  ]);
  const chats = new Set(met.map(({ person }) => personKey(person)));
  const mails = new Set(people.filter((_, index) => (choices[index] ?? 'off') !== 'off').map(personKey));
  return {
    managers,
    links: links.filter(({ deadSince }) => deadSince === undefined),
    contacts: contacts.filter(isReachableContact),
    canChat: (person) => chats.has(personKey(person)),
    wantsMail: (person) => mails.has(personKey(person)),
  };
}

export function personKey({ tid, oid }: PersonId): string {
  return `${tid} ${oid}`;
}
