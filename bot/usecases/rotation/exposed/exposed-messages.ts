import { presentOf } from '../../../domain/access/away.ts';
import type { ExposedNotice } from '../../../domain/messages/notice.ts';
import type { OutboxMessage } from '../../../domain/messages/outbox.ts';
import type { ExposedStays, Rotation } from '../../../domain/rotation/rotation.ts';
import { type NamedPerson, type PersonId, samePerson } from '../../../domain/shared/person.ts';
import type { Deps } from '../../shared/deps.ts';

/** One for each person who manages the application, but not for `but`. */
export async function exposedMessages(
  { clock, ledger, random }: Pick<Deps, 'clock' | 'ledger' | 'random'>,
  content: ExposedNotice,
  but: PersonId | undefined,
): Promise<readonly OutboxMessage[]> {
  const managers = presentOf(await ledger.assignments.managersOf([content.application.clientId]));
  const others = managers.filter(({ person }) => but === undefined || !samePerson(person, but));
  return others.map(({ person: { tid, oid } }) => ({
    ...{ id: random.token(), to: { kind: 'person', person: { tid, oid } }, content, at: clock() },
  }));
}

/** What is said if the secret is not removed after all. `by` wanted its removal, or keeps it. */
export function staysNotice({ id, application, old }: Rotation, by: NamedPerson, stays: ExposedStays): ExposedNotice {
  const { keyId, name, hint } = old;
  const { clientId, displayName } = application;
  const secret = { keyId, name, hint };
  return {
    kind: 'exposed',
    application: { clientId, displayName },
    rotation: id,
    secret,
    by,
    hours: undefined,
    stays,
  };
}
