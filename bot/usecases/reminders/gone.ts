import type { SweepReport } from '../../domain/reminders/sweep.ts';
import type { ClientId } from '../../domain/shared/application.ts';
import { tellOfUntold } from '../secrets/unexpected/tell-of-untold.ts';
import { alarmOf } from '../shared/alarm.ts';
import type { Deps } from '../shared/deps.ts';

/**
 * Ends what is known of credentials and applications that are gone, after a sweep that is believed. `lastGood`: the one that
 * was believed before it: what both have missed is gone. `seen`: the applications that the list held. The administrators are
 * told of applications that are gone, and of those of which Entra does not tell.
 */
export async function settleSweep(
  deps: Pick<Deps, 'clock' | 'random' | 'log' | 'directory' | 'ledger'>,
  seen: ReadonlySet<ClientId>,
  lastGood: SweepReport | undefined,
): Promise<void> {
  if (lastGood !== undefined) await deps.ledger.watchedApplications.settleMissed(lastGood.finishedAt, deps.clock());
  await tellOfGone(deps, seen);
  await tellOfUntold(deps, lastGood?.finishedAt);
}

/**
 * Tells the administrators once of managed applications that Entra does not know any more. `seen`: those that the list
 * held. A list that changes while it is read can lose some, so those that it did not hold are asked for once more, with one
 * request for up to 300 of them. What is there after all is not recorded as gone any more. If Entra does not answer, the
 * next sweep asks again.
 */
async function tellOfGone(
  deps: Pick<Deps, 'clock' | 'random' | 'log' | 'directory' | 'ledger'>,
  seen: ReadonlySet<ClientId>,
): Promise<void> {
  const unseen = await managedApartFrom(deps, seen);
  try {
    await recordGone(deps, unseen);
  } catch (cause) {
    deps.log.warn('missing applications not looked up', { count: unseen.length }, cause);
  }
}

/** The bot's own registrations exist for nobody, so that they are never gone. */
async function managedApartFrom(
  { ledger, directory }: Pick<Deps, 'directory' | 'ledger'>,
  seen: ReadonlySet<ClientId>,
): Promise<readonly ClientId[]> {
  const unseen: ClientId[] = [];
  let last: ClientId | undefined = '';
  while (last !== undefined) {
    const managed: readonly ClientId[] = await ledger.assignments.managedAfter(last);
    unseen.push(...managed.filter((clientId) => !seen.has(clientId) && !directory.isOwn(clientId)));
    last = managed.at(-1);
  }
  return unseen;
}

async function recordGone(
  deps: Pick<Deps, 'clock' | 'random' | 'directory' | 'ledger'>,
  unseen: readonly ClientId[],
): Promise<void> {
  if (unseen.length === 0) return;
  const there = await deps.directory.applications(unseen, 'background');
  await deps.ledger.knownApplications.seen(there);
  const found = new Set(there.map(({ clientId }) => clientId));
  const gone = unseen.filter((clientId) => !found.has(clientId));
  await deps.ledger.knownApplications.gone(gone, deps.clock(), (applications) => [
    alarmOf(deps, { kind: 'applications-gone', applications }),
  ]);
}
