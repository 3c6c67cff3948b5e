import { latestAt } from '../../../domain/shared/calendar.ts';
import type { Deps } from '../../shared/deps.ts';
import { sweepRecorded, WAIT_MS } from '../sweep.ts';

/** Another process sweeps: so long after that it is looked whether it is still there. */
const LOOK_AGAIN_MS = 5_000;
/** After a failed or suspicious sweep the schedule tries again, after this long. */
const AGAIN_MS = { failed: 5 * 60_000, suspicious: 60 * 60_000 } as const;

/**
 * The schedule's sweep: runs if none has begun since the last REMINDER_TIME, however long the bot was away, or if one has
 * begun and its process has died, also one that somebody asked for.
 */
export async function sweepIfDue(deps: Deps): Promise<void> {
  if (!(await isDue(deps))) return;
  // Asked again once alone: of two processes that wake at one moment, the second finds it done.
  const done = await deps.ledger.locks.withLock('sweep', WAIT_MS, async () => {
    if (await isDue(deps)) await sweepRecorded(deps, undefined, false);
  });
  if (done === 'busy') await deps.jobs.wake('sweep', new Date(deps.clock().getTime() + LOOK_AGAIN_MS));
}

async function isDue(deps: Pick<Deps, 'settings' | 'clock' | 'ledger'>): Promise<boolean> {
  const { reminderTime, reminderZone } = deps.settings;
  const now = deps.clock();
  const last = await deps.ledger.sweeps.last();
  // With the lock in hand, nobody else sweeps: the process of that one has died.
  if ((await deps.ledger.sweeps.underWaySince()) !== undefined) return true;
  if (last === undefined || last.startedAt < latestAt(reminderTime, now, reminderZone)) return true;
  return last.result !== 'completed' && now.getTime() - last.startedAt.getTime() >= AGAIN_MS[last.result];
}
