import type { Pair } from '../../domain/access/assignment.ts';
import { type Contact, isReachableContact } from '../../domain/messages/contact.ts';
import type { OutboxMessage, RoleChange } from '../../domain/messages/outbox.ts';
import type { ApplicationRef, ClientId } from '../../domain/shared/application.ts';
import { organisationOf, organisationsOf } from '../../domain/shared/organisation.ts';
import type { NamedPerson } from '../../domain/shared/person.ts';
import type { Deps } from '../shared/deps.ts';

interface Done {
  readonly added: readonly Pair[];
  readonly removed: readonly Pair[];
}

/**
 * The messages about a change of roles. A person gets one for all roles that they got, and one for all that they lost. Each
 * designated contact gets one about the applications of its organisation. This looks before the change who the contacts
 * are, and returns a function that makes the messages for what was really changed.
 */
export async function assignmentMessages(
  deps: Pick<Deps, 'settings' | 'clock' | 'random' | 'ledger' | 'mailer'>,
  among: readonly ApplicationRef[],
  by: NamedPerson | undefined,
): Promise<(done: Done) => readonly OutboxMessage[]> {
  const organisations =
    deps.mailer === undefined ? [] : organisationsOf(deps.settings.apis, among).map(({ key }) => key);
  const contacts = organisations.length === 0 ? [] : await deps.ledger.contacts.of(organisations);
  return (done) => [
    ...personMessages(deps, done, among, by),
    ...contacts.filter(isReachableContact).flatMap((contact) => contactMessages(deps, done, contact, among, by)),
  ];
}

function personMessages(
  deps: Pick<Deps, 'clock' | 'random'>,
  { added, removed }: Done,
  among: readonly ApplicationRef[],
  by: NamedPerson | undefined,
): readonly OutboxMessage[] {
  const at = deps.clock();
  const id = () => deps.random.token();
  return [
    ...changesOf(added, among).map(({ person, applications }) => ({
      ...{ id: id(), to: { kind: 'person' as const, person }, at },
      content: { kind: 'assigned' as const, applications, by },
    })),
    ...changesOf(removed, among).map(({ person, applications }) => ({
      ...{ id: id(), to: { kind: 'person' as const, person }, at },
      content: { kind: 'unassigned' as const, applications },
    })),
  ];
}

function contactMessages(
  deps: Pick<Deps, 'settings' | 'clock' | 'random'>,
  { added, removed }: Done,
  { id, organisation }: Contact,
  among: readonly ApplicationRef[],
  by: NamedPerson | undefined,
): readonly OutboxMessage[] {
  const own = among.filter((application) => organisationOf(deps.settings.apis, application)?.key === organisation.key);
  const ofOwn = ({ clientId }: Pair) => own.some((application) => application.clientId === clientId);
  const content = {
    kind: 'roles-changed' as const,
    added: changesOf(added.filter(ofOwn), own),
    removed: changesOf(removed.filter(ofOwn), own),
    by,
  };
  if (content.added.length + content.removed.length === 0) return [];
  return [{ id: deps.random.token(), to: { kind: 'contact', contact: id }, content, at: deps.clock() }];
}

/** Each person once, with what changed for them. */
function changesOf(pairs: readonly Pair[], among: readonly ApplicationRef[]): readonly RoleChange[] {
  const refOf = (clientId: ClientId) => among.find((one) => one.clientId === clientId) ?? { clientId, displayName: '' };
  return byPerson(pairs).map(([person, own]) => ({ person, applications: own.map(({ clientId }) => refOf(clientId)) }));
}

function byPerson(pairs: readonly Pair[]): readonly (readonly [NamedPerson, readonly Pair[]])[] {
  const groups = Map.groupBy(pairs, ({ person }) => `${person.tid} ${person.oid}`);
  return [...groups.values()].flatMap((own) => (own[0] === undefined ? [] : [[own[0].person, own] as const]));
}
