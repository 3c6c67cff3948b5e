import type { Asker } from '../../domain/shared/person.ts';
import type { Deps } from '../shared/deps.ts';

/** Keeps current where a person was met last, and wakes the messages that have waited for them. */
export async function remember(deps: Deps, asker: Asker): Promise<void> {
  const now = deps.clock();
  await deps.ledger.conversations.remember(asker);
  if ((await deps.ledger.outbox.met(asker.person, now)) > 0) await deps.jobs.wake('send-outbox', now);
}
