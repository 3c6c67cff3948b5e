import type { Reached } from '../../domain/messages/outbox.ts';
import { nextAttempt } from '../../domain/messages/retry.ts';
import type { AnnounceResult, Place } from '../../ports/messages/announcer.ts';
import type { DueMessage } from '../../ports/messages/outbox.ts';
import { routeRequests } from '../access/route-requests.ts';
import type { Deps } from '../shared/deps.ts';
import { jitterOf } from '../shared/jitter.ts';
import { outboxNotice } from './outbox-notice.ts';
import { giveUp, gone, lost, spread, unmet } from './outbox-reroute.ts';

/** How long one message may take: longer than all its calls' time-outs together. */
const LEASE_MS = 60_000;
/** One run of the task ends well before the queue holds it for dead. */
const RUN_MS = 120_000;
const FAULT_MS = 60_000;

/** Routes requests, and sends what was written down for people and channels, one after the other. */
export async function tell(deps: Deps, stopping?: AbortSignal): Promise<void> {
  await routed(deps);
  const until = deps.clock().getTime() + RUN_MS;
  for (;;) {
    const now = deps.clock();
    if (stopping?.aborted === true) return;
    if (now.getTime() > until) return deps.jobs.wake('tell', now);
    const message = await deps.ledger.outbox.claimNext(now, new Date(now.getTime() + LEASE_MS));
    if (message === undefined) return;
    await attempt(deps, message);
  }
}

/** Where the directory does not answer, requests wait, and what else there is to tell does not. */
async function routed(deps: Deps): Promise<void> {
  try {
    await routeRequests(deps);
  } catch (cause) {
    deps.log.error('requests not routed', {}, cause);
    await deps.jobs.wake('tell', new Date(deps.clock().getTime() + FAULT_MS));
  }
}

async function attempt(deps: Deps, message: DueMessage): Promise<void> {
  try {
    await send(deps, message);
  } catch (cause) {
    deps.log.error('message failed', { kind: message.content.kind, attempts: message.attempts }, cause);
    await later(deps, message, FAULT_MS);
  }
}

async function send(deps: Deps, message: DueMessage): Promise<void> {
  const { to, posted, id } = message;
  if (to.kind === 'administrators') return spread(deps, message);
  const notice = await outboxNotice(deps, message, to);
  if (notice === 'nobody') return deps.ledger.outbox.drop(id);
  if (notice === 'elsewhere') return lost(deps, message);
  if (posted !== undefined) return settle(deps, message, to, await deps.announcer.retell(posted, notice));
  const place = await placeOf(deps, to);
  if (place !== undefined) return settle(deps, message, to, await deps.announcer.tell(place, notice));
  return to.kind === 'person' ? unmet(deps, message, to) : lost(deps, message);
}

async function placeOf(deps: Deps, to: Reached): Promise<Place | undefined> {
  if (to.kind === 'person') {
    const [person] = await deps.ledger.conversations.met([to.person]);
    return person === undefined ? undefined : { kind: 'chat', person };
  }
  const channel = await deps.ledger.links.channel(to.conversationId);
  return channel === undefined ? undefined : { kind: 'channel', conversation: channel.conversation };
}

async function settle(deps: Deps, message: DueMessage, to: Reached, result: AnnounceResult): Promise<void> {
  const { outbox } = deps.ledger;
  switch (result.kind) {
    case 'sent':
      return outbox.sent(message.id, message.posted ?? result.posted);
    case 'later':
      return retry(deps, message, to, result);
    case 'gone':
      // A card that cannot be changed any more stays as it is.
      if (message.posted !== undefined) return outbox.sent(message.id, undefined);
      return gone(deps, message, to, result.code);
    case 'refused':
      deps.log.error('message refused', { kind: message.content.kind, code: result.code });
      return message.posted === undefined ? giveUp(deps, message, to) : outbox.sent(message.id, undefined);
  }
}

async function retry(
  deps: Deps,
  message: DueMessage,
  to: Reached,
  { afterMs, maybe }: Extract<AnnounceResult, { kind: 'later' }>,
): Promise<void> {
  const { attempts, posted, at } = message;
  const createdAt = posted === undefined ? at : undefined;
  const now = deps.clock();
  const dueAt = nextAttempt({ attempts, createdAt, maybe, afterMs }, now, jitterOf(deps));
  if (dueAt !== undefined) return later(deps, message, dueAt.getTime() - now.getTime());
  deps.log.error('message given up', { kind: message.content.kind, attempts });
  return posted === undefined ? giveUp(deps, message, to) : deps.ledger.outbox.sent(message.id, undefined);
}

async function later(deps: Deps, { id }: DueMessage, ms: number): Promise<void> {
  const dueAt = new Date(deps.clock().getTime() + ms);
  await deps.ledger.outbox.postpone(id, dueAt);
  await deps.jobs.wake('tell', dueAt);
}
