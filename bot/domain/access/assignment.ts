import type { ApplicationRef, ClientId } from '../shared/application.ts';
import type { Asker, NamedPerson, PersonId } from '../shared/person.ts';

/** A person manages an application. */
export interface Assignment {
  readonly clientId: ClientId;
  /** With the name that was known when it was made; empty where none was. */
  readonly person: NamedPerson;
  readonly since: Date;
  /** Undefined for the operator's command line. */
  readonly by: NamedPerson | undefined;
  /** Who in the organisation confirmed it; untrusted text, empty where nobody was recorded. */
  readonly confirmedBy: string;
}

/** What is to become, or cease to be. */
export type Pair = Pick<Assignment, 'clientId' | 'person'>;

/** The guide recommends a second person per application, so that there is a backup. */
export const RECOMMENDED_MANAGERS = 2;

/** A form that is shown to an administrator; what it is about stays here. `warned`: asked once, of the last manager. */
export interface AssignmentForm {
  readonly nonce: string;
  readonly act: 'assign' | 'unassign';
  readonly asker: Asker;
  readonly people: readonly NamedPerson[];
  readonly applications: readonly ApplicationRef[];
  readonly openedAt: Date;
  readonly state: 'open' | 'warned' | 'used';
  /** The applications that it was said would have no manager left. */
  readonly warnedOf: readonly ClientId[];
}

/** What a wish comes to beside what stands. */
export interface AssignmentPlan {
  readonly added: readonly Pair[];
  readonly removed: readonly Pair[];
  readonly unchanged: readonly Pair[];
  /** Applications that would be left without any manager. */
  readonly abandoned: readonly ClientId[];
}

/** Each of these managers once. */
export function peopleOf(managers: readonly Pick<Assignment, 'person'>[]): readonly PersonId[] {
  return [...new Map(managers.map(({ person }) => [`${person.tid} ${person.oid}`, person])).values()];
}

export function pairKey({ clientId, person }: { readonly clientId: string; readonly person: PersonId }): string {
  return `${clientId.toLowerCase()} ${person.tid.toLowerCase()} ${person.oid.toLowerCase()}`;
}

/** `standing`: all managers of the applications concerned. */
export function planAssignments(
  wish: { readonly add: readonly Pair[]; readonly remove: readonly Pair[] },
  currentManagers: readonly Pick<Assignment, 'clientId' | 'person'>[],
): AssignmentPlan {
  const stands = new Set(currentManagers.map(pairKey));
  const [already, added] = parted(unique(wish.add), (pair) => stands.has(pairKey(pair)));
  const [removed, never] = parted(unique(wish.remove), (pair) => stands.has(pairKey(pair)));
  const after = new Set([...stands, ...added.map(pairKey)]);
  for (const pair of removed) after.delete(pairKey(pair));
  const staffed = new Set([...after].map((key) => key.split(' ')[0]));
  const touched = new Set(removed.map(({ clientId }) => clientId.toLowerCase()));
  return {
    added,
    removed,
    unchanged: [...already, ...never],
    abandoned: [...touched].filter((clientId) => !staffed.has(clientId)),
  };
}

/** Whether these may be left without a manager; by a form, only what it has warned of. */
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
