import type { AwayManager } from '../../domain/access/away.ts';
import type { LeftManager } from '../../domain/messages/notice.ts';
import { recipientKey } from '../../domain/messages/outbox.ts';
import type { PersonId } from '../../domain/shared/person.ts';
import type { Deps } from '../shared/deps.ts';

/** What is said of somebody who is away. */
export function leftManager({ person, how, applications }: AwayManager): LeftManager {
  const counted = applications.map(({ clientId, displayName, others }) => ({
    ...{ clientId, displayName },
    managers: others.length,
  }));
  return { person, how, applications: counted };
}

/** What is true now of these people. Somebody who is back, or has lost the role, is left out. */
export async function stillLeft(
  { ledger }: Pick<Deps, 'ledger'>,
  people: readonly LeftManager[],
): Promise<readonly LeftManager[]> {
  return current(people, await ledger.awayPeople.managers());
}

/** What is true now of these people, with the applications only that the reader manages, too. */
export async function stillLeftBeside(
  { ledger }: Pick<Deps, 'ledger'>,
  people: readonly LeftManager[],
  reader: PersonId,
): Promise<readonly LeftManager[]> {
  const key = keyOf(reader);
  const beside = (await ledger.awayPeople.managers()).map((manager) => ({
    ...manager,
    applications: manager.applications.filter(({ others }) => others.some((other) => keyOf(other) === key)),
  }));
  return current(people, beside);
}

function current(people: readonly LeftManager[], away: readonly AwayManager[]): readonly LeftManager[] {
  const now = new Map(away.map((manager) => [keyOf(manager.person), manager]));
  return people.flatMap(({ person, applications }) => {
    const manager = now.get(keyOf(person));
    if (manager === undefined) return [];
    const ids = new Set(applications.map(({ clientId }) => clientId));
    const held = manager.applications.filter(({ clientId }) => ids.has(clientId));
    return held.length === 0 ? [] : [leftManager({ ...manager, applications: held })];
  });
}

function keyOf(person: PersonId): string {
  return recipientKey({ kind: 'person', person });
}
