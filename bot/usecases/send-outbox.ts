import type { OutboxMessage, Reached, Recipient } from '../domain/outbox.ts';
import { samePerson } from '../domain/person.ts';
import { nextAttempt } from '../domain/retry.ts';
import type { AnnounceResult, Place } from '../ports/announcer.ts';
import type { DueMessage } from '../ports/ledger-access.ts';
import { adminChannels, channelGone } from './administrators.ts';
import type { Deps } from './deps.ts';
import { outboxNotice } from './outbox-notice.ts';
import { routeRequests } from './route-requests.ts';

/** How long one message may take: longer than all its calls' time-outs together. */
const LEASE_MS = 60_000;
/** One run of the task ends well before the queue holds it for dead. */
const RUN_MS = 120_000;
/** Whoever has not been met is waited for: meeting them wakes what is theirs. */
const UNMET_MS = 24 * 60 * 60_000;
const NOBODY_MS = 10 * 60_000;
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

/**
 * Waits for the person; a request does not. As a message of its own: days of waiting are no attempts, and no age, of what
 * is then sent for the first time.
 */
async function unmet(deps: Deps, message: DueMessage, to: Extract<Reached, { kind: 'person' }>): Promise<void> {
  if (message.content.kind === 'request') return lost(deps, message);
  const now = deps.clock();
  const at = new Date(now.getTime() + UNMET_MS);
  const { outbox, conversations } = deps.ledger;
  await outbox.spread(message.id, [{ id: deps.random.token(), to, content: message.content, at }]);
  await deps.jobs.wake('tell', at);
  // Met while it was replaced, which woke nothing.
  if ((await conversations.met([to.person])).length > 0) await outbox.met(to.person, now);
}

/** One message for each admin channel, or, where there is none, for each administrator whom the bot has met. */
async function spread(deps: Deps, { id, at, content }: DueMessage): Promise<void> {
  const channels = await adminChannels(deps);
  const met = channels.length > 0 ? [] : await deps.ledger.conversations.met(await deps.ledger.administrators.all());
  const to: readonly Recipient[] = [
    ...channels.map(({ channel }) => ({ kind: 'channel' as const, conversationId: channel.conversation.id })),
    ...met.map(({ person }) => ({ kind: 'person' as const, person })),
  ];
  if (to.length === 0) {
    deps.log.error('no administrator could be told', { kind: content.kind });
    const again = new Date(deps.clock().getTime() + NOBODY_MS);
    return deps.ledger.outbox.postpone(id, again);
  }
  const copies: readonly OutboxMessage[] = to.map((recipient) => ({
    ...{ id: deps.random.token(), at, content },
    to: recipient,
  }));
  await deps.ledger.outbox.spread(id, copies);
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

async function gone(deps: Deps, message: DueMessage, to: Reached, code: string): Promise<void> {
  if (to.kind === 'channel') {
    await channelGone(deps, to.conversationId, code);
    return lost(deps, message);
  }
  await deps.ledger.conversations.lost(to.person);
  return unmet(deps, message, to);
}

/** Where the administrators themselves cannot be sent it, nobody can; a request then stands in their `requests`. */
async function giveUp(deps: Deps, message: DueMessage, to: Reached): Promise<void> {
  return (await isForAdministrators(deps, to)) ? deps.ledger.outbox.drop(message.id) : lost(deps, message);
}

async function isForAdministrators(deps: Deps, to: Reached): Promise<boolean> {
  if (to.kind === 'person')
    return (await deps.ledger.administrators.all()).some((person) => samePerson(person, to.person));
  return (await adminChannels(deps)).some(({ channel }) => channel.conversation.id === to.conversationId);
}

/** A request must reach somebody: where its judges cannot be told, the administrators are. */
async function lost(deps: Deps, { id, at, content, to }: DueMessage): Promise<void> {
  if (content.kind !== 'request' || to.kind === 'administrators') return deps.ledger.outbox.drop(id);
  const forAdministrators: OutboxMessage = { id: deps.random.token(), at, content, to: { kind: 'administrators' } };
  await deps.ledger.outbox.spread(id, [forAdministrators]);
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
  const dueAt = nextAttempt({ attempts, createdAt, maybe, afterMs }, now, chanceOf(deps));
  if (dueAt !== undefined) return later(deps, message, dueAt.getTime() - now.getTime());
  deps.log.error('message given up', { kind: message.content.kind, attempts });
  return posted === undefined ? giveUp(deps, message, to) : deps.ledger.outbox.sent(message.id, undefined);
}

async function later(deps: Deps, { id }: DueMessage, ms: number): Promise<void> {
  const dueAt = new Date(deps.clock().getTime() + ms);
  await deps.ledger.outbox.postpone(id, dueAt);
  await deps.jobs.wake('tell', dueAt);
}

/** From 0 to 1. */
function chanceOf(deps: Deps): number {
  return Number.parseInt(deps.random.id().slice(0, 4), 16) / 0xffff;
}
