import { recipientKey } from '../../domain/messages/outbox.ts';
import type { PersonId } from '../../domain/shared/person.ts';
import type { Deps } from '../shared/deps.ts';

/**
 * How each of these people is called: as the bot has met them or, if it has not, as the directory knows them. The name is
 * empty if neither knows one, or the directory does not answer.
 */
export async function namesOf(
  { ledger, people }: Pick<Deps, 'ledger' | 'people'>,
  persons: readonly PersonId[],
): Promise<(person: PersonId) => string> {
  const met = await ledger.conversations.met(persons);
  const names = new Map(met.map(({ person, name }) => [keyOf(person), name]));
  const unmet = persons.filter((person) => (names.get(keyOf(person)) ?? '') === '');
  const found = unmet.length === 0 ? [] : await people.statusesOf(unmet);
  for (const [index, person] of unmet.entries()) names.set(keyOf(person), found[index]?.person?.name ?? '');
  return (person) => names.get(keyOf(person)) ?? '';
}

function keyOf(person: PersonId): string {
  return recipientKey({ kind: 'person', person });
}
