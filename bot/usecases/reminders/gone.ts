import type { ClientId } from '../../domain/shared/application.ts';
import { alarmOf } from '../shared/alarm.ts';
import type { Deps } from '../shared/deps.ts';

/**
 * Tells the administrators once of managed applications that Entra does not know any more. A list that changes while it is
 * read can lose some, so each that it did not hold is asked for by itself, unless it is recorded as gone already: one
 * that comes back is in the list of a later sweep. If Entra does not answer, the next sweep asks again.
 */
export async function tellOfGone(
  deps: Pick<Deps, 'clock' | 'random' | 'log' | 'directory' | 'ledger'>,
  unseen: readonly ClientId[],
): Promise<void> {
  try {
    await recordGone(deps, unseen);
  } catch (cause) {
    deps.log.warn('missing applications not looked up', { count: unseen.length }, cause);
  }
}

async function recordGone(
  deps: Pick<Deps, 'clock' | 'random' | 'directory' | 'ledger'>,
  unseen: readonly ClientId[],
): Promise<void> {
  const asked = unseen.length === 0 ? [] : await deps.ledger.knownApplications.notGone(unseen);
  if (asked.length === 0) return;
  const there = new Set((await deps.directory.applications(asked)).map(({ clientId }) => clientId));
  const gone = asked.filter((clientId) => !there.has(clientId));
  await deps.ledger.knownApplications.gone(gone, deps.clock(), (applications) => [
    alarmOf(deps, { kind: 'applications-gone', applications }),
  ]);
}
