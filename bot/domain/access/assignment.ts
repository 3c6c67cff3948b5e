import type { ApplicationRef, ClientId } from '../shared/application.ts';
import type { Asker, NamedPerson, PersonId } from '../shared/person.ts';
import { type Away, presentOf } from './away.ts';

/** A person manages an application. */
export interface Assignment {
  readonly clientId: ClientId;
  /** With the name that was known when the assignment was made. The name is empty if none was. */
  readonly person: NamedPerson;
  readonly since: Date;
  /** Undefined if the operator's command line did it. */
  readonly by: NamedPerson | undefined;
  /** Who in the organisation confirmed it. Untrusted text; empty if nobody was recorded. */
  readonly confirmedBy: string;
  /** Left out if the person is there. */
  readonly away?: Away | undefined;
}

/** A person and an application, to be assigned or unassigned. */
export type Pair = Pick<Assignment, 'clientId' | 'person'>;

/** The guide recommends a second person per application, so that there is a backup. */
export const RECOMMENDED_MANAGERS = 2;

/**
 * A form that is shown to an administrator. The card carries the nonce only; all else is kept here. `warned`: the
 * administrator was asked once about the last manager.
 */
export interface AssignmentForm {
  readonly nonce: string;
  readonly act: 'assign' | 'unassign';
  readonly asker: Asker;
  readonly people: readonly NamedPerson[];
  readonly applications: readonly ApplicationRef[];
  readonly openedAt: Date;
  readonly state: 'open' | 'warned' | 'used';
  /** The applications of which the form has said that no manager would be left. */
  readonly warnedOf: readonly ClientId[];
}

/** The changes that a wish makes to the current assignments. */
export interface AssignmentPlan {
  readonly added: readonly Pair[];
  readonly removed: readonly Pair[];
  readonly unchanged: readonly Pair[];
  /** Applications that would lose their last manager. */
  readonly abandoned: readonly ClientId[];
}

/** Each of these managers once. */
export function peopleOf(managers: readonly Pick<Assignment, 'person'>[]): readonly PersonId[] {
  return [...new Map(managers.map(({ person }) => [`${person.tid} ${person.oid}`, person])).values()];
}

export function pairKey({ clientId, person }: { readonly clientId: string; readonly person: PersonId }): string {
  return `${clientId.toLowerCase()} ${person.tid.toLowerCase()} ${person.oid.toLowerCase()}`;
}

/** `currentManagers` are all managers of the applications concerned. An application whose managers are all away has no manager. */
export function planAssignments(
  wish: { readonly add: readonly Pair[]; readonly remove: readonly Pair[] },
  currentManagers: readonly Pick<Assignment, 'clientId' | 'person' | 'away'>[],
): AssignmentPlan {
  const current = new Set(currentManagers.map(pairKey));
  const [already, added] = parted(unique(wish.add), (pair) => current.has(pairKey(pair)));
  const [removed, never] = parted(unique(wish.remove), (pair) => current.has(pairKey(pair)));
  const present = new Set(presentOf(currentManagers).map(pairKey));
  const after = new Set([...present, ...added.map(pairKey)]);
  for (const pair of removed) after.delete(pairKey(pair));
  const staffed = new Set([...after].map((key) => key.split(' ')[0]));
  const lost = removed.filter((pair) => present.has(pairKey(pair)));
  const touched = new Set(lost.map(({ clientId }) => clientId.toLowerCase()));
  return {
    added,
    removed,
    unchanged: [...already, ...never],
    abandoned: [...touched].filter((clientId) => !staffed.has(clientId)),
  };
}

/** Whether these applications may be left without a manager. With a form: only those that the form has warned of. */
export function mayAbandon(
  abandoned: readonly ClientId[],
  lastToo: boolean,
  form: Pick<AssignmentForm, 'warnedOf'> | undefined,
): boolean {
  if (abandoned.length === 0) return true;
  return lastToo && (form === undefined || abandoned.every((clientId) => form.warnedOf.includes(clientId)));
}

function unique(pairs: readonly Pair[]): readonly Pair[] {
  return [...new Map(pairs.map((pair) => [pairKey(pair), pair])).values()];
}

function parted<T>(all: readonly T[], is: (item: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(is), all.filter((item) => !is(item))];
}
