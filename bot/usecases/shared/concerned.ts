import { type Recipient, readerOf } from '../../domain/messages/outbox.ts';
import type { ClientId } from '../../domain/shared/application.ts';
import { samePerson } from '../../domain/shared/person.ts';
import type { Deps } from './deps.ts';

/** Whether a message about an application goes to one of its managers in person. */
export async function isToManager(
  { ledger }: Pick<Deps, 'ledger'>,
  to: Recipient,
  clientId: ClientId,
): Promise<boolean> {
  const person = readerOf(to);
  const held = person === undefined ? [] : await ledger.assignments.of(person);
  return held.includes(clientId);
}

/**
 * Whether a message about an application may still be read by its recipient: somebody may have lost the role while it waited.
 * What does not go to one person concerns the recipient.
 */
export async function isConcerned(deps: Pick<Deps, 'ledger'>, to: Recipient, clientId: ClientId): Promise<boolean> {
  const person = readerOf(to);
  if (person === undefined || (await isToManager(deps, to, clientId))) return true;
  return (await deps.ledger.administrators.all()).some((one) => samePerson(one, person));
}
