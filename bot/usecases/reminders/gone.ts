import type { ClientId } from '../../domain/shared/application.ts';
import { alarmOf } from '../shared/alarm.ts';
import type { Deps } from '../shared/deps.ts';

/**
 * Tells the administrators once of managed applications that Entra does not know any more. A list that changes while it is
 * read can lose some, so each that it did not hold is asked for by itself.
 */
export async function tellOfGone(
  deps: Pick<Deps, 'clock' | 'random' | 'directory' | 'ledger'>,
  unseen: readonly ClientId[],
): Promise<void> {
  if (unseen.length === 0) return;
  const there = new Set((await deps.directory.applications(unseen)).map(({ clientId }) => clientId));
  const gone = unseen.filter((clientId) => !there.has(clientId));
  await deps.ledger.knownApplications.gone(gone, deps.clock(), (applications) => [
    alarmOf(deps, { kind: 'applications-gone', applications }),
  ]);
}
