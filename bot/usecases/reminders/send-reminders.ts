import { nextAttempt } from '../../domain/messages/retry.ts';
import type { Digest } from '../../domain/reminders/digest.ts';
import type { DueDigest, Lane } from '../../ports/reminders/reminders.ts';
import type { Task } from '../../ports/shared/jobs.ts';
import { LedgerFault } from '../../ports/shared/ledger-fault.ts';
import { channelGone, tellAdministrators } from '../shared/administrators.ts';
import type { Deps } from '../shared/deps.ts';
import { jitterOf } from '../shared/jitter.ts';
import { planAgain } from './plan-reminders.ts';
import { auditOfDigest, auditOfReminders } from './reminder-rows.ts';
import { redrawDigest, type SendOutcome, sendDigest } from './send-digest.ts';

/** How long one digest may take: longer than all its calls' time-outs together. */
const LEASE_MS = 60_000;
/** One run of the task ends well before the queue holds it for dead. */
const RUN_MS = 120_000;
/** Attempts after which a digest that makes the bot itself fail is given up. */
const POISON_ATTEMPTS = 5;
/** How often a database that has just dropped its connections is asked to write down what an attempt came to. */
const SETTLE_TRIES = 3;

const LANES: readonly Lane[] = ['teams', 'mail'];
const TASK_OF = { teams: 'send-reminders', mail: 'send-mail' } as const satisfies Record<Lane, Task>;

/**
 * Sends what is due and draws anew what is no longer true, one digest after the other: at most one of a lane is under
 * way when the process dies, so at most one of each can be sent twice. A mail server that does not answer holds up
 * nothing in Teams, because each lane is a task of its own; whoever wakes the reminders thereby wakes both. `stopping`
 * ends it after the digest in hand.
 */
export async function sendReminders(deps: Deps, stopping?: AbortSignal, lanes = LANES): Promise<void> {
  if (!lanes.includes('mail')) await deps.jobs.wake(TASK_OF.mail, deps.clock());
  const until = deps.clock().getTime() + RUN_MS;
  let givenUp = 0;
  for (;;) {
    const now = deps.clock();
    if (stopping?.aborted === true) break;
    if (now.getTime() > until) {
      await Promise.all(lanes.map((lane) => deps.jobs.wake(TASK_OF[lane], now)));
      break;
    }
    const due = await claimFirst(deps, lanes, now);
    if (due === undefined) break;
    if ((await attempt(deps, due)) === 'given-up') givenUp += 1;
  }
  if (givenUp > 0) await tellAdministrators(deps, { kind: 'undelivered', count: givenUp });
}

async function claimFirst(deps: Deps, lanes: readonly Lane[], now: Date): Promise<DueDigest | undefined> {
  for (const lane of lanes) {
    const due = await deps.ledger.reminders.claimNext(now, new Date(now.getTime() + LEASE_MS), lane);
    if (due !== undefined) return due;
  }
  return undefined;
}

async function attempt(deps: Deps, due: DueDigest): Promise<'given-up' | undefined> {
  let result: SendOutcome | undefined;
  try {
    result = await (due.posted === undefined ? sendDigest(deps, due) : redrawDigest(deps, due.digest, due.posted));
    return await settleSurely(deps, due, result);
  } catch (cause) {
    deps.log.error('reminder failed', { kind: due.digest.destination.kind, attempts: due.attempts }, cause);
    const maybe = result !== undefined && mayHaveArrived(result);
    if (due.posted !== undefined || due.attempts < POISON_ATTEMPTS)
      return postpone(deps, due, 'Fault', undefined, maybe);
    return giveUp(deps, due, 'Fault');
  }
}

/** What has arrived but is not written down would be sent again, so a lost connection is not the last word. */
async function settleSurely(deps: Deps, due: DueDigest, result: SendOutcome): Promise<'given-up' | undefined> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await settle(deps, due, result);
    } catch (cause) {
      if (tries === SETTLE_TRIES || !(cause instanceof LedgerFault)) throw cause;
    }
  }
}

function mayHaveArrived(result: SendOutcome): boolean {
  return typeof result === 'object' && (result.kind === 'sent' || (result.kind === 'later' && result.maybe));
}

async function settle(deps: Deps, due: DueDigest, result: SendOutcome): Promise<'given-up' | undefined> {
  const { reminders } = deps.ledger;
  const { digest, posted } = due;
  if (result === 'dropped') {
    await reminders.drop(digest.id, auditOfDigest(deps, 'reminder.dropped', digest, 'nobody wants it any more'));
  } else if (result === 'outdated') {
    await reminders.forget(digest.id, auditOfDigest(deps, 'reminder.dropped', digest, 'planned anew'));
    await planAgain(deps, digest);
  } else if (result.kind === 'later') {
    return postpone(deps, due, result.code, result.afterMs, result.maybe);
  } else if (posted !== undefined) {
    // A card that cannot be changed stays as it is: the ladder goes on without it.
    if (result.kind !== 'sent') deps.log.warn('digest not drawn anew', { code: result.code });
    await reminders.redrawn(digest.id);
  } else if (result.kind === 'sent') {
    await reminders.sent(digest.id, result.posted, await auditOfReminders(deps, digest, result.posted));
  } else if (result.kind === 'gone') {
    await placeGone(deps, digest, result.code);
  } else {
    return giveUp(deps, due, result.code);
  }
  return undefined;
}

async function postpone(
  deps: Deps,
  due: DueDigest,
  code: string,
  afterMs: number | undefined,
  maybe: boolean,
): Promise<'given-up' | undefined> {
  const now = deps.clock();
  const { attempts, digest } = due;
  const createdAt = due.posted === undefined ? due.createdAt : undefined;
  const dueAt = nextAttempt({ attempts, createdAt, maybe, afterMs }, now, jitterOf(deps));
  if (dueAt === undefined) return giveUp(deps, due, code);
  await deps.ledger.reminders.postpone(digest.id, dueAt, code, maybe);
  await deps.jobs.wake(TASK_OF[digest.destination.kind === 'mail' ? 'mail' : 'teams'], dueAt);
  return undefined;
}

async function giveUp(deps: Deps, { digest, posted }: DueDigest, code: string): Promise<'given-up' | undefined> {
  if (posted !== undefined) {
    await deps.ledger.reminders.redrawn(digest.id);
    return undefined;
  }
  deps.log.error('reminder given up', { kind: digest.destination.kind, code });
  await deps.ledger.reminders.giveUp(digest.id, code, auditOfDigest(deps, 'reminder.undelivered', digest, code));
  return 'given-up';
}

/**
 * The bot was removed there, or blocked: whoever is left to tell is told at once, and the administrators hear of it.
 */
async function placeGone(deps: Deps, digest: Digest, code: string): Promise<void> {
  const { destination } = digest;
  if (destination.kind === 'channel') await channelGone(deps, destination.conversationId, code);
  if (destination.kind === 'chat') await deps.ledger.conversations.lost(destination.person);
  // Dropped last: where planning fails the digest comes back, and finds its place gone again.
  await planAgain(deps, digest, destination.kind === 'mail' ? destination.person : undefined);
  await deps.ledger.reminders.drop(digest.id, auditOfDigest(deps, 'reminder.dropped', digest, code));
}
