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

type Asking = Pick<Deps, 'clock' | 'random' | 'directory' | 'ledger'>;

/**
 * Tells the administrators once of managed applications that Entra does not know any more, and ends the questions about
 * credentials of such applications. `seen`: those that the list held. A list that changes while it is read can lose some, so
 * those that it did not hold are asked for once more, with one request for up to 300 of them. What is there after all is not
 * recorded as gone any more. If Entra does not answer, the next sweep asks again.
 */
async function tellOfGone(deps: Asking & Pick<Deps, 'log'>, seen: ReadonlySet<ClientId>): Promise<void> {
  // The bot's own registrations exist for nobody, so that they are never gone.
  const isUnseen = (clientId: ClientId) => !seen.has(clientId) && !deps.directory.isOwn(clientId);
  const managed = (await managedBy(deps)).filter(isUnseen);
  const questions = await deps.ledger.unexpectedCredentials.unanswered();
  const asked = questions.map(({ application: { clientId } }) => clientId).filter(isUnseen);
  try {
    await recordGone(deps, new Set(managed), [...new Set([...managed, ...asked])]);
  } catch (cause) {
    deps.log.warn('missing applications not looked up', { count: managed.length }, cause);
  }
}

/** The client IDs of all applications that somebody manages. */
async function managedBy({ ledger }: Pick<Deps, 'ledger'>): Promise<readonly ClientId[]> {
  const all: ClientId[] = [];
  let last: ClientId | undefined = '';
  while (last !== undefined) {
    const managed: readonly ClientId[] = await ledger.assignments.managedAfter(last);
    all.push(...managed);
    last = managed.at(-1);
  }
  return all;
}

async function recordGone(deps: Asking, managed: ReadonlySet<ClientId>, unseen: readonly ClientId[]): Promise<void> {
  if (unseen.length === 0) return;
  const there = await deps.directory.applications(unseen, 'background');
  await deps.ledger.knownApplications.seen(there.filter(({ clientId }) => managed.has(clientId)));
  const found = new Set(there.map(({ clientId }) => clientId));
  const gone = unseen.filter((clientId) => !found.has(clientId));
  await deps.ledger.unexpectedCredentials.applicationsGone(gone, deps.clock());
  const managedGone = gone.filter((clientId) => managed.has(clientId));
  await deps.ledger.knownApplications.gone(managedGone, deps.clock(), (applications) => [
    alarmOf(deps, { kind: 'applications-gone', applications }),
  ]);
}
