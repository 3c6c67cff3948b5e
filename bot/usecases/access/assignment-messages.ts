import type { Pair } from '../../domain/access/assignment.ts';
import type { OutboxMessage } from '../../domain/messages/outbox.ts';
import type { ApplicationRef } from '../../domain/shared/application.ts';
import type { NamedPerson } from '../../domain/shared/person.ts';
import type { Deps } from '../shared/deps.ts';

interface Done {
  readonly added: readonly Pair[];
  readonly removed: readonly Pair[];
}

/**
 * The messages about a change of roles. A person gets one for all roles that they got, and one for all that they lost.
 */
export function assignmentMessages(
  deps: Pick<Deps, 'clock' | 'random'>,
  { added, removed }: Done,
  among: readonly ApplicationRef[],
  by: NamedPerson | undefined,
): readonly OutboxMessage[] {
  const at = deps.clock();
  const id = () => deps.random.token();
  const refsOf = (pairs: readonly Pair[]) =>
    pairs.map(({ clientId }) => among.find((one) => one.clientId === clientId) ?? { clientId, displayName: '' });
  return [
    ...byPerson(added).map(([person, pairs]) => ({
      ...{ id: id(), to: { kind: 'person' as const, person }, at },
      content: { kind: 'assigned' as const, applications: refsOf(pairs), by },
    })),
    ...byPerson(removed).map(([person, pairs]) => ({
      ...{ id: id(), to: { kind: 'person' as const, person }, at },
      content: { kind: 'unassigned' as const, applications: refsOf(pairs) },
    })),
  ];
}

function byPerson(pairs: readonly Pair[]): readonly (readonly [NamedPerson, readonly Pair[]])[] {
  const groups = Map.groupBy(pairs, ({ person }) => `${person.tid} ${person.oid}`);
  return [...groups.values()].flatMap((own) => (own[0] === undefined ? [] : [[own[0].person, own] as const]));
}
