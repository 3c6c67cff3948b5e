import { LANES, type Lane } from '../../domain/messages/outbox.ts';
import type { DueMessage } from '../../ports/messages/outbox.ts';
import type { Deps } from '../shared/deps.ts';
import { attempt } from './attempt.ts';
import { type Contents, rulesOf } from './content-rules.ts';
import { TASK_OF } from './lane-tasks.ts';

/** How long one message may take: longer than all its calls' time-outs together. */
const LEASE_MS = 60_000;
/** One run of the task ends well before the queue holds it for dead. */
const RUN_MS = 120_000;

/**
 * Sends what is due and draws again what is no longer true, one message after the other: at most one message of a lane
 * is under way when the process dies, so at most one of each lane can be sent twice. Each lane is a task of its own, so a
 * mail server that does not answer holds up nothing in Teams; waking the task of Teams also wakes the others. `stopping`
 * ends the run after the message in hand. See decisions 0017 and 0027.
 */
export async function sendOutbox(
  deps: Deps,
  contents: Contents,
  stopping?: AbortSignal,
  lanes: readonly Lane[] = LANES,
): Promise<void> {
  if (lanes.includes('teams')) await wakeOthers(deps, lanes);
  const until = deps.clock().getTime() + RUN_MS;
  for (;;) {
    const now = deps.clock();
    if (stopping?.aborted === true) return;
    if (now.getTime() > until) {
      await Promise.all(lanes.map((lane) => deps.jobs.wake(TASK_OF[lane], now)));
      return;
    }
    const due = await claimFirst(deps, lanes, now);
    if (due === undefined) return;
    await attempt({ deps, due, rules: rulesOf(contents, due.content.kind, due.content) });
  }
}

async function wakeOthers(deps: Deps, lanes: readonly Lane[]): Promise<void> {
  const now = deps.clock();
  const others = LANES.filter((lane) => !lanes.includes(lane));
  await Promise.all(others.map((lane) => deps.jobs.wake(TASK_OF[lane], now)));
}

async function claimFirst(deps: Deps, lanes: readonly Lane[], now: Date): Promise<DueMessage | undefined> {
  for (const lane of lanes) {
    const due = await deps.ledger.outbox.claimNext(now, new Date(now.getTime() + LEASE_MS), lane);
    if (due !== undefined) return due;
  }
  return undefined;
}
