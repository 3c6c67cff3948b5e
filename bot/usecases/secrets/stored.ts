import type { Outcome } from '../../domain/shared/outcome.ts';
import { type Asker, samePerson } from '../../domain/shared/person.ts';
import { refuseAccess } from '../audit/audit-events.ts';
import type { CommandModule } from '../shared/command-module.ts';
import type { Deps } from '../shared/deps.ts';
import { carries, NONCE } from '../shared/fields.ts';
import { takeBack } from './ephemeral.ts';

interface StoredSecretCommand {
  readonly kind: 'stored';
  readonly nonce: string;
}

/** "I have stored it" on the message with the value. It needs no sign-in: it only takes something away. */
export const storedSecretCommand: CommandModule<StoredSecretCommand> = {
  kind: 'stored',
  button: carries('stored', { nonce: NONCE }),
  need: 'nothing',
  perform: (deps, { nonce }, asker) => stored(deps, nonce, asker),
};

/** Removes the message at once. A second press does no harm; an unknown message and a foreign one get one answer. */
async function stored(
  deps: Pick<Deps, 'clock' | 'random' | 'log' | 'ledger' | 'delivery' | 'jobs'>,
  nonce: string,
  asker: Asker,
): Promise<Outcome> {
  const operation = await deps.ledger.operations.find(nonce);
  if (operation === undefined) return refuseAccess(deps, asker, 'form-expired', { detail: 'unknown message' });
  if (!samePerson(operation.asker.person, asker.person)) {
    const { application, keyId } = operation;
    return refuseAccess(deps, asker, 'form-expired', { application, keyId, detail: 'message of another person' });
  }
  const message = await deps.ledger.messages.find(nonce);
  if (message === undefined) return { kind: 'stored', instead: 'nothing-left' };
  const took = await takeBack(deps, message, asker);
  if (took !== 'removed') return { kind: 'stored', instead: took };
  return operation.knownKeyIds.length === 0 ? { kind: 'stored', isFirst: true } : { kind: 'stored' };
}
