import { LANE_OF, NOBODY_MET } from '../../domain/messages/outbox.ts';
import { nextAttempt } from '../../domain/messages/retry.ts';
import { type AnnounceResult, isLetter } from '../../ports/messages/announcer.ts';
import { DirectoryFault } from '../../ports/secrets/directory.ts';
import { LedgerFault } from '../../ports/shared/ledger-fault.ts';
import { undeliveredAlarm } from '../shared/alarm.ts';
import { jitterOf } from '../shared/jitter.ts';
import type { Drawn } from './content-rules.ts';
import { type DeliveryOutcome, deliverTo } from './destinations.ts';
import { TASK_OF } from './lane-tasks.ts';
import { passOn, type Sending, spread, unreached } from './reroute.ts';

/** Attempts after which a message that makes the bot itself fail is given up. */
const POISON_ATTEMPTS = 5;
/** How often a database that has just dropped its connections is asked to write down what an attempt came to. */
const SETTLE_TRIES = 3;

type Later = Extract<AnnounceResult, { kind: 'later' }>;

/** One attempt at one message. What it comes to is written down, so that the message is never in between. */
export async function attempt(sending: Sending): Promise<void> {
  const { deps, due, rules } = sending;
  let result: DeliveryOutcome | undefined;
  try {
    const drawn = await rules.draw(deps, due);
    if (drawn.kind !== 'post') return await settleUnposted(sending, drawn);
    if (due.to.kind === 'administrators')
      return (await spread(sending)) ? undefined : await giveUp(sending, NOBODY_MET);
    result = await (due.posted === undefined || isLetter(drawn.content)
      ? deliverTo(deps, due.to, drawn.content)
      : deps.announcer.redraw(due.posted, drawn.content));
    return await settleSurely(sending, result);
  } catch (cause) {
    deps.log.error('message failed', { kind: due.content.kind, to: due.to.kind, attempts: due.attempts }, cause);
    const maybe = result !== undefined && mayHaveArrived(result);
    const failed = { kind: 'later', code: 'Fault', afterMs: undefined, maybe } as const;
    // An outage of the directory says nothing about the message; a fault of our own will come again.
    const isPoison = !(cause instanceof DirectoryFault) && due.attempts >= POISON_ATTEMPTS;
    return due.posted === undefined && isPoison ? giveUp(sending, 'Fault') : retry(sending, failed);
  }
}

async function settleUnposted(sending: Sending, drawn: Exclude<Drawn, { kind: 'post' }>): Promise<void> {
  const { deps, due, rules } = sending;
  const { outbox } = deps.ledger;
  switch (drawn.kind) {
    case 'settled':
      return;
    case 'drop':
      if (due.posted !== undefined) return outbox.redrawn(due.id);
      await outbox.drop(due.id, drawn.audit);
      return;
    case 'elsewhere':
      return passOn(sending);
    case 'told': {
      const audit = await rules.sentRows(deps, undefined);
      return outbox.sent(due.id, undefined, { audit, messages: drawn.messages });
    }
  }
}

/** What has arrived but is not written down would be sent again, so a lost connection is not the last word. */
async function settleSurely(sending: Sending, result: DeliveryOutcome): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await (sending.due.posted === undefined ? settle(sending, result) : settleDrawing(sending, result));
    } catch (cause) {
      if (tries === SETTLE_TRIES || !(cause instanceof LedgerFault)) throw cause;
    }
  }
}

async function settle(sending: Sending, result: DeliveryOutcome): Promise<void> {
  const { deps, due, rules } = sending;
  switch (result.kind) {
    case 'sent': {
      const audit = await rules.sentRows(deps, result.posted);
      return deps.ledger.outbox.sent(due.id, result.posted, { audit, messages: [] });
    }
    case 'later':
      return retry(sending, result);
    case 'gone':
    case 'absent':
      return unreached(sending, { kind: result.kind, code: result.code });
    case 'refused':
      // The person asked here, and Teams refuses the answer here. It may still arrive in their 1:1 chat.
      return due.to.kind === 'asker'
        ? unreached(sending, { kind: 'gone', code: result.code })
        : giveUp(sending, result.code);
  }
}

/** A card that cannot be changed any more stays as it is. */
async function settleDrawing(sending: Sending, result: DeliveryOutcome): Promise<void> {
  const { deps, due } = sending;
  if (result.kind === 'later') return retry(sending, result);
  if (result.kind !== 'sent') deps.log.warn('card not drawn again', { kind: due.content.kind, code: result.code });
  return deps.ledger.outbox.redrawn(due.id);
}

async function retry(sending: Sending, { code, afterMs, maybe }: Omit<Later, 'kind'>): Promise<void> {
  const { deps, due } = sending;
  const now = deps.clock();
  const createdAt = due.posted === undefined ? due.at : undefined;
  const dueAt = nextAttempt({ attempts: due.attempts, createdAt, maybe, afterMs }, now, jitterOf(deps));
  if (dueAt === undefined) return giveUp(sending, code);
  await deps.ledger.outbox.postpone(due.id, dueAt, code, maybe);
  await deps.jobs.wake(TASK_OF[LANE_OF[due.to.kind]], dueAt);
}

/** Into the dead letters, or to the administrators if they must hear it. */
async function giveUp(sending: Sending, code: string): Promise<void> {
  const { deps, due, rules } = sending;
  if (due.posted !== undefined) return deps.ledger.outbox.redrawn(due.id);
  deps.log.error('message given up', { kind: due.content.kind, to: due.to.kind, attempts: due.attempts, code });
  const given = await rules.giveUp(deps, due, code);
  if (given.kind === 'administrators') return passOn(sending);
  if (given.kind === 'drop') return void (await deps.ledger.outbox.drop(due.id, given.audit));
  const alarm = given.alarm ? undeliveredAlarm(deps) : undefined;
  await deps.ledger.outbox.giveUp(due.id, code, given.audit, alarm === undefined ? [] : [alarm]);
  if (alarm !== undefined) await deps.jobs.wake(TASK_OF.teams, alarm.notBefore);
}

function mayHaveArrived(result: DeliveryOutcome): boolean {
  return result.kind === 'sent' || (result.kind === 'later' && result.maybe);
}
