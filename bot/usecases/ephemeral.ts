import type { Outcome } from '../domain/outcome.ts';
import { type Asker, samePerson } from '../domain/person.ts';
import type { Deps } from './deps.ts';
import { refused } from './refuse.ts';

const BATCH = 20;
/** Another process may try a message again after this. */
const CLAIM_MS = 30_000;

/** "I have stored it": the message goes at once. Pressing twice is fine. */
export async function stored(deps: Deps, nonce: string, asker: Asker): Promise<Outcome> {
  const message = await deps.ledger.messages.find(nonce);
  if (message === undefined) return { kind: 'stored' };
  if (!samePerson(message.asker.person, asker.person)) return refused('form-expired');
  await deps.delivery.remove(message);
  await deps.ledger.messages.removed(nonce);
  return { kind: 'stored' };
}

/** Removes every message whose time is up. One that fails does not hold up the others. */
export async function removeDueMessages(deps: Deps): Promise<void> {
  const now = deps.clock();
  const due = await deps.ledger.messages.claimDue(now, new Date(now.getTime() + CLAIM_MS), BATCH);
  for (const message of due) {
    try {
      await deps.delivery.remove(message);
      await deps.ledger.messages.removed(message.nonce);
    } catch (cause) {
      deps.log.error('secret message not removed yet', { conversation: message.conversation.kind }, cause);
      await deps.jobs.wake('remove-messages', new Date(now.getTime() + CLAIM_MS));
    }
  }
  if (due.length === BATCH) await removeDueMessages(deps);
}
