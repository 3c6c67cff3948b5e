import { recipientKey } from '../../domain/messages/outbox.ts';
import type { PersonId } from '../../domain/shared/person.ts';
import type { Deps } from '../shared/deps.ts';

/**
 * How each of these people is called: as the bot has met them or, if it has not, as the directory knows them, or did when
 * they left. The name is empty if nobody knows one, or the directory does not answer.
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
  const nameless = unmet.filter((person) => names.get(keyOf(person)) === '');
  for (const { person } of await ledger.awayPeople.of(nameless)) names.set(keyOf(person), person.name);
  return (person) => names.get(keyOf(person)) ?? '';
}

function keyOf(person: PersonId): string {
  return recipientKey({ kind: 'person', person });
}
