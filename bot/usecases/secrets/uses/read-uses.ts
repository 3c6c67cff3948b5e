import { reportDueBefore } from '../../../domain/secrets/last-use.ts';
import type { ClientId } from '../../../domain/shared/application.ts';
import { ALL_BEGINNINGS } from '../../../domain/shared/naming.ts';
import { DirectoryFault } from '../../../ports/secrets/directory.ts';
import type { SignInReports } from '../../../ports/secrets/sign-in-reports.ts';
import type { Deps } from '../../shared/deps.ts';
import { followsConvention } from '../../shared/looked-after.ts';

/** How long one page may take: to wait for its turn, and all tries of its request. */
const LEASE_MS = 60_000;
/** One run of the task ends well before the queue holds it for dead. */
const RUN_MS = 120_000;
/** Entra has refused or did not answer: it is asked again after so long. */
const AGAIN_MS = 15 * 60_000;
/** Entra is asked by others: the reading gives way, and goes on with the same page. */
const GIVE_WAY_MS = 60_000;
/** A use that was so long ago says no more than none. */
const KEPT_MS = 2 * 366 * 86_400_000;

type Reading = Pick<Deps, 'settings' | 'clock' | 'log' | 'directory' | 'ledger' | 'jobs' | 'signInReports'>;

/**
 * Reads Entra's whole report of last uses, about every hour and before the daily sweep, and keeps the uses of the
 * applications that the bot looks after. One process reads at a time. What was left in the middle goes on where it was
 * left. See decision 0036.
 */
export async function readUses(deps: Reading, stopping: AbortSignal): Promise<void> {
  const { ledger, signInReports } = deps;
  if (signInReports === undefined) return;
  const now = deps.clock();
  const { reminderTime, reminderZone } = deps.settings;
  const taken = await ledger.lastUses.takeUp(now, reportDueBefore(now, reminderTime, reminderZone), leaseFrom(now));
  if (taken === undefined) return;
  try {
    await readFrom(deps, signInReports, taken.link, stopping);
  } catch (cause) {
    await putOff(deps, cause, stopping);
  }
}

async function readFrom(
  deps: Reading,
  reports: SignInReports,
  first: string | undefined,
  stopping: AbortSignal,
): Promise<void> {
  const { ledger } = deps;
  const isKept = await keptApplications(deps);
  const until = deps.clock().getTime() + RUN_MS;
  let link = first;
  do {
    const page = await reports.page(link, stopping);
    link = page.link;
    const now = deps.clock();
    const uses = page.uses.filter(({ clientId }) => isKept(clientId));
    await ledger.lastUses.keep({ uses, newest: newestIn(page.uses), link, until: leaseFrom(now) });
    if (link !== undefined && now.getTime() > until) {
      await ledger.lastUses.putOff(now, false);
      await deps.jobs.wake('read-uses', now);
      return;
    }
  } while (link !== undefined);
  await ledger.lastUses.forget(new Date(deps.clock().getTime() - KEPT_MS));
}

/** The applications whose names follow the convention, and those that somebody manages. */
async function keptApplications(deps: Reading): Promise<(clientId: ClientId) => boolean> {
  const named = (await deps.directory.beginningWith(ALL_BEGINNINGS)).filter((one) => followsConvention(deps, one));
  const assigned = await deps.ledger.assignments.all();
  const kept = new Set([...named, ...assigned].map(({ clientId }) => clientId.toLowerCase()));
  return (clientId) => kept.has(clientId);
}

/** If the bot stops, another process may go on at once. A link that Entra does not take any more is not kept. */
async function putOff(deps: Reading, cause: unknown, stopping: AbortSignal): Promise<void> {
  const now = deps.clock();
  if (stopping.aborted) return deps.ledger.lastUses.putOff(now, false);
  if (!(cause instanceof DirectoryFault)) throw cause;
  const isBusy = cause.problem === 'throttled' || cause.problem === 'unreachable';
  deps.log.warn('sign-in report not read', { problem: cause.problem }, cause);
  const pause = cause.problem === 'throttled' ? GIVE_WAY_MS : AGAIN_MS;
  return deps.ledger.lastUses.putOff(new Date(now.getTime() + pause), !isBusy);
}

function leaseFrom(now: Date): Date {
  return new Date(now.getTime() + LEASE_MS);
}

function newestIn(uses: readonly { readonly at: Date }[]): Date | undefined {
  return uses.length === 0 ? undefined : new Date(Math.max(...uses.map(({ at }) => at.getTime())));
}
