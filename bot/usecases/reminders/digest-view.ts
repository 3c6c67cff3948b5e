import { type Assignment, peopleOf } from '../../domain/access/assignment.ts';
import { presentOf } from '../../domain/access/away.ts';
import {
  type Digest,
  type DigestView,
  digestGroups,
  type Managers,
  MENTIONS,
  type Mention,
} from '../../domain/reminders/digest.ts';
import type { ClientId } from '../../domain/shared/application.ts';
import { type Asker, samePerson } from '../../domain/shared/person.ts';
import type { Deps } from '../shared/deps.ts';

/** A digest with the names of those who manage what it speaks of, as of now. */
export async function digestView(
  deps: Pick<Deps, 'settings' | 'ledger'>,
  digest: Digest,
  mayBeRepeated: boolean,
): Promise<DigestView> {
  const clientIds = [...new Set(digest.items.map(({ application }) => application.clientId))];
  const managers = presentOf(await deps.ledger.assignments.managersOf(clientIds));
  const met = await deps.ledger.conversations.met(peopleOf(managers));
  const inChannel = digest.destination.kind === 'channel';
  return {
    ...digest,
    zone: deps.settings.reminderZone,
    managers: new Map(clientIds.map((clientId) => [clientId, namesOf(clientId, managers, met)])),
    mentions: inChannel ? mentionsIn(digest, managers, met) : [],
    mayBeRepeated,
  };
}

function namesOf(clientId: ClientId, managers: readonly Assignment[], met: readonly Asker[]): Managers {
  const own = managers.filter((manager) => manager.clientId === clientId);
  const names = own.flatMap(({ person }) => met.find((asker) => samePerson(asker.person, person))?.name || []);
  return { names: names.sort((a, b) => a.localeCompare(b, 'en')), unknown: own.length - names.length };
}

/** The managers of the most urgent application that still needs somebody. */
function mentionsIn(digest: Digest, managers: readonly Assignment[], met: readonly Asker[]): readonly Mention[] {
  const [first] = digestGroups(digest.items.filter(({ ending }) => ending === undefined));
  const own = managers.filter(({ clientId }) => clientId === first?.application.clientId);
  return own
    .flatMap(({ person }) => met.find((asker) => samePerson(asker.person, person)) ?? [])
    .filter(({ name }) => name !== '')
    .slice(0, MENTIONS)
    .map(({ accountId, name }) => ({ accountId, name }));
}
